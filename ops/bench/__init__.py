"""Measuring: a register of a chosen size in a database of its own, and what work on it takes."""

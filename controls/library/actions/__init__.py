"""Describing controls, and recording where they are in place."""

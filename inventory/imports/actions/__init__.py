"""Bringing a register in from a file: keep it, read it, preview it, write it, report it."""

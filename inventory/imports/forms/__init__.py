"""The forms of the register beyond those of its records."""

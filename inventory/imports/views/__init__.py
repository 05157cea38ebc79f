"""Pages of the register that are more than one record."""

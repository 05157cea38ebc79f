"""Everything that changes records of the register."""

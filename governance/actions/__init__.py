"""Everything that changes records of governance."""

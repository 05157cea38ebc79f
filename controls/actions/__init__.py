"""Everything that changes records of frameworks and controls."""

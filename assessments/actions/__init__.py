"""Everything that changes records of assessments."""

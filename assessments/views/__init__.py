"""Pages of classifications that are more than one record."""

"""The pages of mappings and of the matrix of two editions."""

"""Forms about mappings and their matrix."""

"""Commands of the assessments app."""

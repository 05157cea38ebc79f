"""Mappings between provisions, and the crosswalk they make."""

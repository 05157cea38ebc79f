"""Duties bind under their conditions, role by role; a file for each part of the law."""

"""Frameworks, editions and provisions as published, and files they came from."""

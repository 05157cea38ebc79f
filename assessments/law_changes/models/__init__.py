"""The models of law changes."""

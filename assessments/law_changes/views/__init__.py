"""The pages of law changes."""

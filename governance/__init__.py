"""People and their roles, sign-off, and the wheel of reviews."""

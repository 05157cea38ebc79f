"""Signing in: by invitation only, with a password and a second factor."""

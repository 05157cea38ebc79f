"""Sharing one record with one person: a single right, with a reason and an end."""

"""Readers of what comes from outside; they know no framework."""

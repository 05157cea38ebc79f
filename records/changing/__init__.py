"""The one way to change a record: the act that is open, what it writes, and what goes along."""

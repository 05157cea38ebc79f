"""How it is told of law changes."""

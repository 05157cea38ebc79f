"""Reading and mapping of outside tables."""

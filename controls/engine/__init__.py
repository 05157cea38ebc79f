"""Reading a crosswalk: what follows from pairs of provisions, without Django."""

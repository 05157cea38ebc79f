"""How provisions of two frameworks lie to each other: mappings, matrices, what follows."""

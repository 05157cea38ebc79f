"""What packs tell of obligations: of a use case, and of a unit."""

"""What packs tell of controls: those at work at a place, and how far frameworks are covered."""

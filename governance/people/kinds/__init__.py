"""How people and units are shown."""

"""Forms about frameworks and their text."""

"""The overview: classes, obligations and sign-offs of a unit in figures, as of any day."""

"""The kinds of classification."""

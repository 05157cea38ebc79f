"""The forms of classification."""

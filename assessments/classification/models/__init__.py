"""The models of classification."""

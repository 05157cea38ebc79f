"""How it is told of classification."""

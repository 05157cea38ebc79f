"""Frameworks, provisions, controls and the evidence that they are met."""

"""Obligations: what the law asks of a use case or the organisation, and what meets it."""

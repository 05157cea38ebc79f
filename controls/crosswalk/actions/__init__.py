"""Proposing, reviewing and disputing mappings; taking over those of the catalogue."""

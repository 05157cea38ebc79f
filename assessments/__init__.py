"""Questionnaires, classifications and assessments."""

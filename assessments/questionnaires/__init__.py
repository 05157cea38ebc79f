"""Questionnaires: published editions of the questions that an assessment asks."""

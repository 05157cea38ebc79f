"""Findings and what is done about them: raised, graded, acted on, checked, closed."""

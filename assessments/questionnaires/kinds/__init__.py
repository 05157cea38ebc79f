"""The kind of questionnaires, and what kinds of assessment have in common."""

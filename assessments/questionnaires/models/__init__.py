"""The models of questionnaires, and what every kind of assessment has."""

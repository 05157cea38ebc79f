"""The forms of assessments."""

"""What assessments of every kind tell."""

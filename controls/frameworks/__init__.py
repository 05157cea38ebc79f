"""Laws and standards: their editions and provisions, read from files and published once."""

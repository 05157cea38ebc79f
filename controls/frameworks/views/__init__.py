"""The pages on which laws and standards are read."""

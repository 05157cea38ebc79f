"""Where the dates of a law stand in a picture."""

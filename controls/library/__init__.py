"""Controls of the organisation: what they claim, and where they are in place."""

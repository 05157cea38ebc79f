"""Units of the organisation, people, what they are appointed to, and their API tokens."""

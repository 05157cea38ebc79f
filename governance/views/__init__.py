"""The pages of governance that are more than a record's page."""

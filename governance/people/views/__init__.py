"""The pages of people, of units, and of oneself."""

"""The pages of coverage."""

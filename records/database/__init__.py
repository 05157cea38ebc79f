"""What the database holds beside tables, where it looks, and how tables are first made."""

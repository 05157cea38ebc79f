"""The pages of packs: making and reading them, and what checks them."""

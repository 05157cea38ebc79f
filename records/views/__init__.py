"""The pages of records: one file a page, made for every kind from its declaration."""

"""The API of records, made from their kinds."""

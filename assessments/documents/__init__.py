"""Classifications told in words: for pages, and as chapters of evidence packs."""

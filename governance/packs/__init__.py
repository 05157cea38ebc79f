"""Evidence packs: sealed documents that prove what was recorded at a moment."""

"""What holds for the whole tree: imports, writes, templates, documents, and names of places."""

"""How frameworks, editions and their imports are shown."""

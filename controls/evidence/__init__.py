"""Evidence: files and links that show a control at work, and until when they are current."""

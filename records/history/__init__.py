"""The past: states that were kept, moments that can be read, what happened, what differs."""

"""What people do of law changes."""

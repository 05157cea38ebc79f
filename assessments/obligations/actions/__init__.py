"""What people do of obligations."""

"""What people do of classification."""

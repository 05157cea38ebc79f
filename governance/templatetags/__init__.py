"""What the templates of sign-in need."""

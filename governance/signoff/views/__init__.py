"""The pages of sign-offs, of what they cover, and of receipts."""

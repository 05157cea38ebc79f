"""The pages of what stands around a law."""

"""Readers of outside material: bytes in, plain values out, without framework or network."""

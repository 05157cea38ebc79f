"""Registers that come in as files: read, mapped, previewed, written."""

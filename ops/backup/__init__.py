"""Backups: one file that holds database, kept files, anchors and checkpoint, and its way back."""

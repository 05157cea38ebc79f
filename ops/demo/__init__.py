"""The sample organisation: written for it, marked as sample, removable in one act."""

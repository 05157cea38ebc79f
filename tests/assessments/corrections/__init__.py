"""Corrections of the law and the questions: told, taken over, and broken off."""

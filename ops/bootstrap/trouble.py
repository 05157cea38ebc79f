"""The one error of the bootstrap: a sentence for the person at the terminal."""


class Trouble(Exception):
    """Say in full sentences what is wrong, where, and what to do about it."""

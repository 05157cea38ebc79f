"""The one error of backups: a sentence for the person at the terminal."""


class BackupError(Exception):
    """Say what is wrong, where, and what to do; nothing was changed by then."""

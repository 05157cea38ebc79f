"""Files that nobody but their owner may use: keys and secrets."""

import os
from pathlib import Path

GROUP_OR_OTHERS = 0o077


class PrivateFileError(Exception):
    """A private file cannot be used; the message says why and what to do."""


def read(path: Path) -> bytes:
    """Return what a private file holds; refuse one that others may read or write."""
    try:
        with path.open("rb") as file:
            # Of the file that was opened: the name can come to mean another one.
            mode = os.fstat(file.fileno()).st_mode
            content = file.read()
    except OSError as error:
        raise PrivateFileError(f"The key file {path} cannot be read: {error.strerror}.") from error
    if mode & GROUP_OR_OTHERS:
        raise PrivateFileError(f"Others may use the key file {path}. Run: chmod 600 {path}")
    return content

"""Django's secret key: made on the first start and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from ops.bootstrap.trouble import Trouble
from records import private


def ensure(path: Path) -> None:
    """Set SECRET_KEY from the file, which is made first where it is missing."""
    if os.environ.get("SECRET_KEY"):
        return
    os.environ["SECRET_KEY"] = read_or_make(path)


def read_or_make(path: Path) -> str:
    """Return the key in the file; of two processes that make it at once, one wins for both."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    try:
        return private.read(path).decode("ascii").strip()
    except private.PrivateFileError as error:
        raise Trouble(str(error)) from error

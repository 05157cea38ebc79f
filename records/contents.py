"""Files kept by their content: the same bytes are kept once, and are checked when handed out."""

import hashlib
import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from records.errors import RuleError

_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(data: bytes, *, folder: str) -> str:
    """Keep bytes in a folder where their SHA-256 says, and return that digest."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"{folder}/{sha256}"
    if default_storage.exists(path) and not _is_whole(path, sha256):
        # Damaged on the disk: the same file sent again heals it.
        default_storage.delete(path)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return sha256


def read(sha256: str, *, folder: str) -> bytes:
    """Return kept bytes; raises RuleError where they are gone or no longer those of the digest."""
    if not _DIGEST.fullmatch(sha256):
        # A form may have sent it; as a part of a path it could lead anywhere.
        raise RuleError(_("This file is no longer kept. Hand it in again."))
    try:
        with default_storage.open(f"{folder}/{sha256}") as file:
            data = bytes(file.read())
    except FileNotFoundError as error:
        raise RuleError(_("This file is no longer kept. Hand it in again.")) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise RuleError(_("The kept file is not the one that was handed in. Hand it in again."))
    return data


def _is_whole(path: str, sha256: str) -> bool:
    with default_storage.open(path) as file:
        return hashlib.sha256(file.read()).hexdigest() == sha256

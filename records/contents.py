"""Files kept by their content: the same bytes are kept once, and are checked when handed out."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from records.errors import RuleError
from records.ledger.checks import LedgerFault

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class KeptFile:
    """A file that a record names: where it lies, its SHA-256, and the record's reference.

    One that `may_be_gone` was perhaps removed by erasure.
    """

    path: str
    sha256: str
    ref: str
    may_be_gone: bool = False


Keeper = Callable[[], Iterable[KeptFile]]

_KEEPERS: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Let `verify_ledger` read the files that records of an app name."""
    if keeper not in _KEEPERS:
        _KEEPERS.append(keeper)


def altered() -> Iterator[LedgerFault]:
    """Find kept files that are gone, or no longer those that were recorded; each is read once."""
    seen: dict[str, str] = {}
    for keeper in _KEEPERS:
        for kept in keeper():
            if kept.path not in seen:
                seen[kept.path] = _digest_of(kept.path)
            found = seen[kept.path]
            if found == kept.sha256 or (not found and kept.may_be_gone):
                continue
            trouble = "is not the one that was recorded" if found else "is gone"
            yield LedgerFault("file", kept.ref, f"The file {kept.path} of {kept.ref} {trouble}.")


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
    return _digest_of(path) == sha256


def _digest_of(path: str) -> str:
    """Return the SHA-256 of a kept file, read in pieces; empty where it cannot be read."""
    try:
        with default_storage.open(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, SuspiciousFileOperation):
        return ""  # gone, or a path that somebody changed: no file of ours

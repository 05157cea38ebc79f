"""Making a backup while everything may go on running."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ops.backup import dumping
from ops.backup.archive import Writer
from ops.backup.trouble import BackupError
from records.ledger import book, keys

DUMP = "database.dump"
CHECKPOINT = "checkpoint.txt"
ANCHORS = "anchors.log"
FILES = "files"
PUBLIC = "keys/ledger.vkey"
CERTIFICATE = "keys/seal.crt"
LEDGER_KEY = "keys/ledger.pem"
SEAL_KEY = "keys/seal.p12"


@dataclass(frozen=True)
class BackupResult:
    """A backup that was made: its manifest's digest, how many files, and the checkpoint in it."""

    path: Path
    digest: str
    files: int
    size: int
    with_key: bool


def make(path: Path, *, address: str, with_key: bool) -> BackupResult:
    """Write a backup to a new file; the keys go in only where that is asked for."""
    refuse_place(path)
    newest = book.latest()  # read before the dump, so that the dump holds it
    writer = Writer(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".countersign-") as folder:
            dump = Path(folder, DUMP)
            dumping.dump(address, dump)
            writer.add(DUMP, dump)
            if newest is not None:
                note = Path(folder, CHECKPOINT)
                note.write_text(newest.note, encoding="utf-8")
                writer.add(CHECKPOINT, note)
        kept = 0
        for name, source in _beside_the_database(with_key=with_key):
            writer.add(name, source)
            kept += name.startswith(f"{FILES}/")
        digest = writer.close(_facts(newest, with_key=with_key))
    except BaseException:
        writer.give_up()
        raise
    return BackupResult(
        path, digest, files=kept, size=newest.size if newest else 0, with_key=with_key
    )


def refuse_place(path: Path) -> None:
    """Refuse a file that exists, and one that would end up in the next backup."""
    if path.exists():
        raise BackupError(f"{path} exists already. Choose another name.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}. Make it first.")
    if path.resolve().is_relative_to(settings.MEDIA_ROOT.resolve()):
        raise BackupError(f"{settings.MEDIA_ROOT} is what is saved; choose a place outside of it.")


def _beside_the_database(*, with_key: bool) -> Iterator[tuple[str, Path]]:
    """Yield what lies on disk: anchors, public keys, kept files, and where asked the keys."""
    single = {
        ANCHORS: settings.ANCHOR_FILE,
        PUBLIC: settings.LEDGER_KEY.with_suffix(".vkey"),
        CERTIFICATE: settings.SEAL_KEY.with_suffix(".crt"),
    }
    if with_key:
        single |= {LEDGER_KEY: settings.LEDGER_KEY, SEAL_KEY: settings.SEAL_KEY}
    for name, source in single.items():
        if source.exists():
            yield name, source
    yield from _kept_files()


def _kept_files() -> Iterator[tuple[str, Path]]:
    """Yield what was uploaded or made; a key that strayed in there stops the backup."""
    root = settings.MEDIA_ROOT
    private = {path.resolve() for path in (settings.LEDGER_KEY, settings.SEAL_KEY)}
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.resolve() in private:
            raise BackupError(f"The key {path} lies among the kept files. Move it elsewhere first.")
        if path.is_file() and not path.is_symlink():
            yield f"{FILES}/{path.relative_to(root).as_posix()}", path


def _facts(newest: Any, *, with_key: bool) -> dict[str, object]:
    public = book.public_key()
    major = connection.pg_version // 10000  # type: ignore[attr-defined] # of PostgreSQL's backend
    return {
        "made_at": timezone.now().isoformat(),
        "version": settings.VERSION,
        "postgresql": major,
        "origin": settings.LEDGER_ORIGIN,
        "with_key": with_key,
        "key": keys.ledger_fingerprint(public) if public else "",
        "checkpoint": {"size": newest.size, "root": bytes(newest.root).hex()} if newest else None,
    }

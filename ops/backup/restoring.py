"""Bringing a backup back: everything is checked before anything is touched."""

import io
import json
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ops.backup import dumping, making
from ops.backup.archive import unpack
from ops.backup.trouble import BackupError
from ops.bootstrap import running
from records.ledger import keys, note
from records.ledger.canonical import JSON

PATIENCE = 3.0
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@dataclass
class RestoreReport:
    """What came back, what was put aside, and what the check of the history says."""

    manifest: dict[str, JSON]
    aside: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    ledger: dict[str, JSON] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Say whether the history fits."""
        return bool(self.ledger.get("holds"))


def restore(path: Path, *, address: str, replace: bool) -> RestoreReport:
    """Check a backup, put it in the place of what is here, and verify its history."""
    settings.STATE_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=settings.STATE_DIR, prefix=".restore-") as folder:
        source = Path(folder)
        restored = RestoreReport(unpack(path, source))
        if not (source / making.DUMP).exists():
            raise BackupError("This backup holds no database. Use another copy.")
        _refuse_running()
        _refuse_present(replace=replace)
        stamp = f"replaced-{timezone.now():%Y%m%dT%H%M%S}"
        _database(source / making.DUMP, address, stamp)
        _files(source, stamp, restored)
        _keys(source, stamp, restored)
        _anchors(source)
        call_command("migrate", verbosity=0, interactive=False)
        restored.ledger = _verify(source, Path(folder, "every-anchor.log"))
    return restored


def _refuse_running() -> None:
    _leave_the_pool()
    if _others() or running.read(settings.STATE_DIR) is not None:
        raise BackupError(
            "Other programs use this installation. Stop web server, worker and sequencer (Ctrl-C "
            "where “up” runs), then restore. Nothing was changed."
        )


def _leave_the_pool() -> None:
    """Go on with a single connection: those of a pool would look like those of other programs."""
    options = connection.settings_dict["OPTIONS"]
    if "pool" in options:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined] # of PostgreSQL's backend
        del options["pool"]


def _others() -> int:
    """Count the connections of other programs; what has just ended is given time to go."""
    last = time.monotonic() + PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_OTHERS)
            count = int(cursor.fetchone()[0])
        if not count or time.monotonic() > last:
            return count
        time.sleep(0.1)


def _refuse_present(*, replace: bool) -> None:
    """Refuse to restore onto records or files, unless they are to be replaced."""
    if replace:
        return
    if holds_records():
        raise BackupError(
            "The database holds records already. Restore into an empty installation "
            "(COUNTERSIGN_STATE names another folder), or say --replace. Nothing was changed."
        )
    if _holds_anything(settings.MEDIA_ROOT):
        raise BackupError(
            f"{settings.MEDIA_ROOT} holds files already. Move them away, or say --replace. "
            "Nothing was changed."
        )


def holds_records() -> bool:
    """Say whether anything was recorded in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.records_entry') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM public.records_entry)")
        return bool(cursor.fetchone()[0])


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _database(dump: Path, address: str, stamp: str) -> None:
    """Put the dump in the place of the tables; they come back where it cannot be read."""
    aside = stamp.replace("-", "_").lower()
    _execute("DROP SCHEMA IF EXISTS asof CASCADE")
    _execute(f"ALTER SCHEMA public RENAME TO {aside}")
    _execute("CREATE SCHEMA public")
    _execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    try:
        dumping.load(address, dump)
    except BackupError:
        _execute("DROP SCHEMA public CASCADE")
        _execute(f"ALTER SCHEMA {aside} RENAME TO public")
        with suppress(Exception):
            call_command("migrate", verbosity=0, interactive=False)
        raise
    _execute(f"DROP SCHEMA {aside} CASCADE")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _files(source: Path, stamp: str, restored: RestoreReport) -> None:
    kept = source / making.FILES
    if _holds_anything(settings.MEDIA_ROOT):
        restored.aside.append(str(_put_aside(settings.MEDIA_ROOT, stamp)))
    if kept.is_dir():
        settings.MEDIA_ROOT.parent.mkdir(parents=True, exist_ok=True)
        if settings.MEDIA_ROOT.is_dir():
            settings.MEDIA_ROOT.rmdir()
        shutil.move(kept, settings.MEDIA_ROOT)


def _put_aside(path: Path, stamp: str) -> Path:
    aside = path.with_name(f"{path.name}.{stamp}")
    path.rename(aside)
    return aside


def _keys(source: Path, stamp: str, restored: RestoreReport) -> None:
    """Put keys and public halves in their places; others that lie there are put aside."""
    places = {
        making.PUBLIC: settings.LEDGER_KEY.with_suffix(".vkey"),
        making.CERTIFICATE: settings.SEAL_KEY.with_suffix(".crt"),
        making.LEDGER_KEY: settings.LEDGER_KEY,
        making.SEAL_KEY: settings.SEAL_KEY,
    }
    strange = _is_of_another_ledger(source)
    for name, goal in places.items():
        new = source / name
        is_other = goal.exists() and new.exists() and goal.read_bytes() != new.read_bytes()
        if is_other or (name == making.LEDGER_KEY and strange and goal.exists()):
            restored.aside.append(str(_put_aside(goal, stamp)))
        if new.exists() and not goal.exists():
            goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(new, goal)
    if restored.manifest.get("key") and not settings.LEDGER_KEY.exists():
        restored.remarks.append(
            f"The key of the ledger is not here. Put your copy at {settings.LEDGER_KEY} (mode 600) "
            "before you start anything, or the history goes on under a new key."
        )


def _is_of_another_ledger(source: Path) -> bool:
    """Say whether the private key here is not the one whose public half came with the backup."""
    public = source / making.PUBLIC
    if not public.exists() or not settings.LEDGER_KEY.exists():
        return False
    wanted = note.parse_vkey(public.read_text(encoding="utf-8").strip())[1]
    try:
        here = keys.load_or_create_ledger_key(settings.LEDGER_KEY).public_key()
    except keys.KeyFileError:
        return True
    return keys.ledger_fingerprint(here) != keys.ledger_fingerprint(wanted)


def _anchors(source: Path) -> None:
    """Take the anchors over where there are none; those that lie here know more than a backup."""
    if (source / making.ANCHORS).exists() and not settings.ANCHOR_FILE.exists():
        settings.ANCHOR_FILE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / making.ANCHORS, settings.ANCHOR_FILE)


def _verify(source: Path, every: Path) -> dict[str, object]:
    """Check the whole history against the backup's checkpoint and every anchor there is."""
    lines = []
    for file in (source / making.ANCHORS, settings.ANCHOR_FILE):
        if file.exists():
            lines += file.read_text(encoding="utf-8").splitlines()
    if (source / making.CHECKPOINT).exists():
        text = (source / making.CHECKPOINT).read_text(encoding="utf-8")
        lines.append(json.dumps({"at": "", "note": text}, ensure_ascii=False))
    every.write_text("".join(f"{line}\n" for line in lines if line.strip()), encoding="utf-8")
    said, known = io.StringIO(), ("--anchors", str(every)) if lines else ()
    with suppress(SystemExit):
        call_command("verify_ledger", "--json", *known, stdout=said)
    report: dict[str, object] = json.loads(said.getvalue())
    return report

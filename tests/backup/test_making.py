"""Making a backup: where it may lie, and that no key gets into it unasked."""

import tarfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ops.backup import dumping, making
from ops.backup.trouble import BackupError
from records.ledger import book


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    """Places of their own, and a dump that needs no server of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LEDGER_KEY = tmp_path / "keys" / "ledger.pem"
    settings.SEAL_KEY = tmp_path / "keys" / "seal.p12"
    settings.ANCHOR_FILE = tmp_path / "anchors.log"
    monkeypatch.setattr(dumping, "dump", lambda _address, target: target.write_bytes(b"dump"))


def names(path):
    with tarfile.open(path) as tar:
        return set(tar.getnames())


def content(path):
    with tarfile.open(path) as tar:
        return b"".join(tar.extractfile(one).read() for one in tar.getmembers())


def test_keys_stay_out_unless_they_are_asked_for(people, settings, tmp_path):
    book.sequence()
    (settings.MEDIA_ROOT / "packs").mkdir(parents=True)
    (settings.MEDIA_ROOT / "packs" / "a.pdf").write_bytes(b"pack")
    secret = settings.LEDGER_KEY.read_bytes()

    without = making.make(tmp_path / "without.tar", address="", with_key=False)
    with_key = making.make(tmp_path / "with.tar", address="", with_key=True)

    plain = {"database.dump", "checkpoint.txt", "keys/ledger.vkey", "files/packs/a.pdf"}
    assert names(without.path) == plain | {"manifest.json"}
    assert names(with_key.path) == plain | {"manifest.json", "keys/ledger.pem"}
    assert secret not in content(without.path)
    assert secret in content(with_key.path)
    assert (without.files, without.with_key, with_key.with_key) == (1, False, True)


def test_a_key_among_the_kept_files_stops_the_backup(people, settings, tmp_path):
    settings.LEDGER_KEY = settings.MEDIA_ROOT / "ledger.pem"
    book.sequence()

    with pytest.raises(BackupError, match="lies among the kept files"):
        making.make(tmp_path / "saved.tar", address="", with_key=False)

    assert list(tmp_path.glob("saved*")) == []


def test_an_existing_file_is_never_written_over(db, tmp_path):
    path = tmp_path / "saved.tar"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(CommandError, match=r"exists already.*No backup was made"):
        call_command("backup", str(path))

    assert path.read_text(encoding="utf-8") == "mine"


def test_a_backup_does_not_lie_in_what_it_saves(db, settings, tmp_path):
    settings.MEDIA_ROOT.mkdir()

    with pytest.raises(BackupError, match="choose a place outside"):
        making.make(settings.MEDIA_ROOT / "saved.tar", address="", with_key=False)


def test_a_dump_that_fails_leaves_nothing_behind(db, tmp_path, monkeypatch):
    def fails(_address, _target):
        raise BackupError("PostgreSQL's pg_dump failed: no answer.")

    monkeypatch.setattr(dumping, "dump", fails)

    with pytest.raises(BackupError, match="pg_dump failed"):
        making.make(tmp_path / "saved.tar", address="", with_key=False)

    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_password_stands_in_the_environment_of_the_dump_and_in_no_command():
    given = dumping.surroundings("postgresql://kai:s3cret@db.example:6543/gov?sslmode=require")

    wanted = {
        "PGHOST": "db.example",
        "PGPORT": "6543",
        "PGUSER": "kai",
        "PGPASSWORD": "s3cret",
        "PGDATABASE": "gov",
        "PGSSLMODE": "require",
    }
    assert {name: given.get(name) for name in wanted} == wanted

"""The archive file: what goes in comes out, and nothing else does."""

import hashlib
import io
import json
import stat
import tarfile

import pytest

from ops.backup.archive import FORMAT, MANIFEST, Writer, unpack
from ops.backup.trouble import BackupError


@pytest.fixture
def saved(tmp_path):
    """An archive of two files."""
    source = tmp_path / "source"
    source.write_bytes(b"records")
    path = tmp_path / "saved.tar"
    writer = Writer(path)
    writer.add("database.dump", source)
    writer.add("files/packs/a.pdf", source)
    writer.close({"version": "1"})
    return path


def rewritten(path, change):
    """Write the archive anew, each member passed through `change`; None leaves one out."""
    with tarfile.open(path) as tar:
        members = [(one, tar.extractfile(one).read()) for one in tar.getmembers()]
    with tarfile.open(path, "w") as tar:
        for member, content in members:
            changed = change(member, content)
            if changed is not None:
                member.size = len(changed)
                tar.addfile(member, io.BytesIO(changed))


def added(path, member, content=b""):
    """Add a member at the end."""
    with tarfile.open(path, "a") as tar:
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))


def test_what_was_saved_is_unpacked_with_its_manifest(saved, tmp_path):
    manifest = unpack(saved, tmp_path / "out")

    assert (manifest["format"], manifest["version"]) == (FORMAT, "1")
    assert manifest["files"]["files/packs/a.pdf"] == {
        "size": 7,
        "sha256": hashlib.sha256(b"records").hexdigest(),
    }
    assert (tmp_path / "out/files/packs/a.pdf").read_bytes() == b"records"


def test_the_file_is_for_its_owner_alone_and_no_draft_is_left(saved, tmp_path):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert list(tmp_path.glob("*.part")) == []


def test_a_broken_off_backup_leaves_nothing(tmp_path):
    writer = Writer(tmp_path / "saved.tar")

    writer.give_up()

    assert list(tmp_path.iterdir()) == []


def test_a_changed_byte_is_found_and_named(saved, tmp_path):
    def change(member, content):
        return b"recordz" if member.name == "files/packs/a.pdf" else content

    rewritten(saved, change)

    with pytest.raises(BackupError, match=r"“files/packs/a.pdf” is not what the manifest says"):
        unpack(saved, tmp_path / "out")


def test_a_missing_member_is_found(saved, tmp_path):
    rewritten(saved, lambda member, content: None if "dump" in member.name else content)

    with pytest.raises(BackupError, match=r"“database.dump” is missing"):
        unpack(saved, tmp_path / "out")


def test_a_member_that_no_manifest_names_is_refused(saved, tmp_path):
    added(saved, tarfile.TarInfo("files/more"), b"x")

    with pytest.raises(BackupError, match="in the backup but not in its manifest"):
        unpack(saved, tmp_path / "out")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside"])
def test_a_member_that_leads_outside_is_refused(tmp_path, name):
    path = tmp_path / "evil.tar"
    manifest = {"format": FORMAT, "files": {name: {"size": 1, "sha256": "x"}}}
    with tarfile.open(path, "w"):
        pass
    added(path, tarfile.TarInfo(name), b"x")
    added(path, tarfile.TarInfo(MANIFEST), json.dumps(manifest).encode())

    with pytest.raises(BackupError, match="may not stand in a backup"):
        unpack(path, tmp_path / "out")

    assert not (tmp_path / "outside").exists()


def test_a_link_is_refused(tmp_path):
    path = tmp_path / "evil.tar"
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    manifest = {"format": FORMAT, "files": {"files/link": {"size": 0, "sha256": "x"}}}
    with tarfile.open(path, "w"):
        pass
    added(path, link)
    added(path, tarfile.TarInfo(MANIFEST), json.dumps(manifest).encode())

    with pytest.raises(BackupError, match="may not stand in a backup"):
        unpack(path, tmp_path / "out")


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (None, "no manifest"),
        (b"{", "cannot be read"),
        (b"[]", "the file says none"),
        (b'{"format": "other/9"}', "the file says other/9"),
        (json.dumps({"format": FORMAT}).encode(), "names no files"),
    ],
    ids=["none", "no json", "a list", "another format", "no files"],
)
def test_what_is_no_backup_is_refused(tmp_path, manifest, words):
    path = tmp_path / "other.tar"
    with tarfile.open(path, "w"):
        pass
    if manifest is not None:
        added(path, tarfile.TarInfo(MANIFEST), manifest)

    with pytest.raises(BackupError, match=words):
        unpack(path, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"plain text, and no archive at all"])
def test_any_other_file_is_refused_in_words(tmp_path, content):
    path = tmp_path / "text"
    path.write_bytes(content)

    with pytest.raises(BackupError):
        unpack(path, tmp_path / "out")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BackupError, match="cannot be read as a backup"):
        unpack(tmp_path / "nothing", tmp_path / "out")

"""The embedded PostgreSQL: what is decided before and after its programs run."""

import os
import tempfile
from pathlib import Path

import pytest

from ops.bootstrap import places, postgres, postmaster
from ops.bootstrap.accounts import ServerAccount
from ops.bootstrap.trouble import Trouble


def test_data_of_another_major_is_refused_with_the_way_out():
    said = postgres.major_refused(on_disk="17", program="18", data=Path("/data/postgres"))

    assert said.startswith(
        "The data in /data/postgres was written by PostgreSQL 17, and this version brings "
        "PostgreSQL 18."
    )
    assert "pg_dump" in said


def test_data_of_the_same_major_is_opened():
    assert postgres.major_refused(on_disk="18", program="18", data=Path("/data")) is None


def test_address_names_the_folder_of_the_socket():
    found = postgres.address("countersign_app", Path("/tmp/with space"))

    assert found == "postgresql://countersign_app@/countersign?host=/tmp/with%20space"


@pytest.mark.parametrize(
    ("logged", "sentence", "again"),
    [
        pytest.param(
            "FATAL:  pre-existing shared memory block (key 5) is still in use",
            "Another PostgreSQL still uses the data of this installation. Stop it first.",
            True,
            id="children of a killed server",
        ),
        pytest.param(
            'FATAL:  could not write lock: "No space left on device"',
            "The disk is full, so the database cannot start. Free some space; see /log.",
            False,
            id="disk full",
        ),
        pytest.param(
            "LOG:  starting\n2026 [5] FATAL:  data directory has wrong ownership\nHINT:  x",
            "The embedded PostgreSQL does not start: data directory has wrong ownership. "
            "Its log is /log.",
            False,
            id="any other reason",
        ),
        pytest.param("LOG:  starting", None, False, id="no reason"),
    ],
)
def test_reason_of_a_failed_start_is_read_out_of_the_log(logged, sentence, again):
    assert postmaster.start_refused(logged, Path("/log")) == (sentence, again)


def server_with_note(folder, pid):
    (folder / "postmaster.pid").write_text(f"{pid}\n{folder}\n1\n5432\n/tmp/x\n", encoding="utf-8")
    return postgres.Cluster(folder, folder, folder / "log", folder, ServerAccount())


def test_number_that_belongs_to_another_program_is_forgotten(tmp_path):
    server = server_with_note(tmp_path, os.getpid())

    postmaster.forget_stranger(server)

    assert postmaster.running(server) is None
    assert not (tmp_path / "postmaster.pid").exists()


def test_number_that_went_to_a_process_of_another_server_is_forgotten(tmp_path, monkeypatch):
    server = server_with_note(tmp_path, os.getpid())
    monkeypatch.setattr(postmaster, "program_of", lambda _pid: "postgres")

    found = postmaster.running(server)
    postmaster.forget_stranger(server)

    assert found is None
    assert not (tmp_path / "postmaster.pid").exists()


def test_server_is_known_by_the_folder_it_works_in(tmp_path, monkeypatch):
    server = server_with_note(tmp_path, os.getpid())
    monkeypatch.setattr(postmaster, "program_of", lambda _pid: "postgres")
    monkeypatch.chdir(tmp_path)

    postmaster.forget_stranger(server)

    assert postmaster.running(server) == Path("/tmp/x")


def test_server_whose_folder_may_not_be_seen_is_left_alone(tmp_path, monkeypatch):
    server = server_with_note(tmp_path, os.getpid())
    monkeypatch.setattr(postmaster, "program_of", lambda _pid: "postgres")

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "readlink", refuse)

    postmaster.forget_stranger(server)

    assert postmaster.running(server) == Path("/tmp/x")
    assert (tmp_path / "postmaster.pid").exists()


def test_note_of_a_dead_server_stays_for_postgresql_to_judge(tmp_path):
    server = server_with_note(tmp_path, 2**22 + 1)

    postmaster.forget_stranger(server)

    assert postmaster.running(server) is None
    assert (tmp_path / "postmaster.pid").exists()


def test_socket_lies_in_the_temporary_folder_when_that_is_short():
    assert places.sockets_path("abc", temporary="/var/tmp") == Path("/var/tmp/countersign-abc")


def test_socket_moves_when_the_temporary_folder_is_too_long():
    assert places.sockets_path("abc", temporary="/" + "x" * 90) == Path("/tmp/countersign-abc")


@pytest.fixture
def short_path():
    """A temporary folder whose path leaves room for a socket; that of a test may be too long."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


def test_folder_for_sockets_that_is_open_to_others_is_refused(short_path, monkeypatch):
    installation = places.InstallationPaths(short_path)
    monkeypatch.setattr(places.tempfile, "gettempdir", lambda: str(short_path))
    (short_path / f"countersign-{installation.digest}").mkdir(mode=0o755)

    with pytest.raises(Trouble, match="open to others"):
        places.sockets(installation)

"""The sentences told before anything is started."""

import socket
from pathlib import Path

import pytest

from ops.bootstrap import checks

GIB = 1024**3


@pytest.mark.parametrize(
    ("port", "taken", "expected"),
    [
        (8000, False, None),
        (
            8000,
            True,
            (
                "Port 8000 on this machine is taken by another program. Stop that program, or "
                "choose another port: python3 manage.py up --port 8001"
            ),
        ),
        (0, False, "0 is no port. Choose one from 1024 to 65535 with --port."),
        (70000, False, "70000 is no port. Choose one from 1024 to 65535 with --port."),
    ],
)
def test_port_is_refused_in_a_sentence(port, taken, expected):
    assert checks.port_refused(port, taken=taken) == expected


def test_last_port_proposes_the_default_one():
    assert checks.port_refused(65535, taken=True).endswith("--port 8000")


def test_port_somebody_listens_on_is_seen_as_taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert checks.is_taken(port)
    assert not checks.is_taken(port)


def test_full_disk_is_told_with_figures_and_remedy():
    said = checks.space_refused(free=GIB // 10, needed=GIB // 2, folder=Path("/data"))

    assert said == (
        "The disk that holds /data has 0.1 GB free, and Countersign needs 0.5 GB to start. "
        "Free some space, or move the data with COUNTERSIGN_STATE."
    )


def test_disk_with_just_enough_space_passes():
    assert checks.space_refused(free=GIB, needed=GIB, folder=Path("/data")) is None


def test_second_start_is_told_where_the_first_one_is():
    said = checks.already_running(pid=12, port=8123, state=Path("/data"))

    assert said.startswith(
        "Countersign already runs on the data in /data, as process 12, at http://localhost:8123."
    )

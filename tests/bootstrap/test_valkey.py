"""The embedded Valkey's door and configuration."""

import socket
from pathlib import Path

from ops.bootstrap import valkey
from ops.bootstrap.places import InstallationPaths
from ops.bootstrap.valkey import Door


def test_configuration_keeps_every_message_and_stays_on_this_machine():
    text = valkey.configuration(Door(6400, "secret"), Path("/data/valkey"))

    assert "bind 127.0.0.1\n" in text
    assert "requirepass secret\n" in text
    assert "appendonly yes\nappendfsync everysec\n" in text


def test_door_is_read_back_from_the_configuration():
    door = Door(6400, "secret")

    assert valkey.read_door(valkey.configuration(door, Path("/data"))) == door


def test_configuration_without_a_door_gives_none():
    assert valkey.read_door("bind 127.0.0.1\n") is None


def test_address_carries_the_password():
    assert Door(6400, "secret").url == "redis://:secret@127.0.0.1:6400/0"


def test_door_stays_the_same_and_is_closed_to_other_users(tmp_path):
    places = InstallationPaths(tmp_path)

    first, second = valkey.door(places), valkey.door(places)

    assert first == second
    assert (tmp_path / "valkey" / "valkey.conf").stat().st_mode & 0o777 == 0o600


def test_stranger_on_the_port_is_not_taken_for_our_server(monkeypatch):
    monkeypatch.setattr(valkey, "ANSWER_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        assert not valkey.answers(Door(stranger.getsockname()[1], "secret"))

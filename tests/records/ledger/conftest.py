"""Keys that last for a whole run: making RSA keys is slow."""

from functools import lru_cache
from threading import Timer

import pytest

from records.ledger import verify
from tests.records.ledger import packs


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """The keys of the installation whose packs are checked."""
    return packs.make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def forger(tmp_path_factory):
    """The keys of somebody else who uses the same names."""
    return packs.make_keys(tmp_path_factory.mktemp("forger"))


@pytest.fixture(scope="session")
def pack(keys):
    """A sealed pack in which all is well."""
    return packs.pack(keys)


@pytest.fixture
def same_signatures_checked_once(monkeypatch):
    """Check a signature once: of thousands of packs, most have the same, and it takes longest."""
    monkeypatch.setattr(verify, "ed25519_verify", lru_cache(verify.ed25519_verify))


@pytest.fixture
def told_of(monkeypatch, capsys):
    """Return a function that runs the verifier on some bytes and gives its code and what it said.

    Without a file and without the clock's thread, which of thousands of runs took most of the time;
    that both are there is shown by the tests that start the program.
    """
    data = b""
    monkeypatch.setattr(verify, "read_file", lambda _path: data)
    monkeypatch.setattr(verify, "_limit", lambda seconds, **_how: Timer(seconds, print))

    def run(given, *arguments):
        nonlocal data
        data = given
        return verify.main(["pack.pdf", *arguments]), capsys.readouterr().out

    return run

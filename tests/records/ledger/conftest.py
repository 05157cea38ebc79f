"""Keys that last for a whole run: making RSA keys is slow."""

from functools import lru_cache

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

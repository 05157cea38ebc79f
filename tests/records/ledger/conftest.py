"""Keys that last for a whole run: making RSA keys is slow."""

import pytest

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

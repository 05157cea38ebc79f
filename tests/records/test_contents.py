"""Files kept by their content: named by digest, checked when read, reached by no other name."""

import pytest
from django.core.files.storage import default_storage

from records import contents
from records.errors import RuleError


@pytest.fixture
def sha256():
    return contents.keep(b"As it was sent.", folder="imports")


def test_what_is_kept_is_read_by_its_digest(sha256):
    assert contents.read(sha256, folder="imports") == b"As it was sent."


@pytest.mark.parametrize("name", ["../secret_key", "", "0" * 63, "0" * 64])
def test_what_is_no_digest_or_not_kept_is_refused(sha256, name):
    with pytest.raises(RuleError, match="no longer kept"):
        contents.read(name, folder="imports")


def test_what_was_exchanged_on_the_disk_is_refused_until_it_is_handed_in_again(sha256):
    path = f"imports/{sha256}"
    default_storage.delete(path)
    with default_storage.open(path, "wb") as file:
        file.write(b"Something else.")

    with pytest.raises(RuleError, match="not the one that was handed in"):
        contents.read(sha256, folder="imports")

    contents.keep(b"As it was sent.", folder="imports")
    assert contents.read(sha256, folder="imports") == b"As it was sent."

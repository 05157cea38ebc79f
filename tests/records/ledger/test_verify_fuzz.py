"""Packs changed at random, the attachments beneath the seal too: each ends in a sentence."""

import random

import pytest

from tests.records.ledger import hostile, packs

pytestmark = pytest.mark.usefixtures("same_signatures_checked_once")

PIECES = [b"", b"[", b"]", b"{", b'"', b"\\", b"-1", b"9" * 40, b"null", b"\xff", b"<<", b">>",
          b"0 R", b"(", b"%", b"1e9", b"\0", "\u0301".encode() * 40, b"[" * 90]  # fmt: skip


def mutated(data, dice):
    """Change some places: a bit, a piece, a length, a repetition, a cut."""
    for _ in range(dice.randrange(1, 4)):
        one, two = sorted(dice.randrange(len(data) + 1) for _ in range(2))
        two = min(two, one + dice.randrange(1, 60))
        data = dice.choice(
            [
                data[:one] + dice.choice(PIECES) + data[two:],
                data[:one] + data[one:two] * dice.randrange(2, 40) + data[two:],
                data[:one] + bytes(dice.randrange(256) for _ in range(3)) + data[one + 3 :],
                data[:one] + str(dice.randrange(10**12)).encode() + data[one + 2 :],
                data[:one] + data[two:] + data[one:two],
            ]
        )
        data = data or b"x"
    return data


@pytest.mark.slow
def test_files_changed_at_random_end_in_a_sentence(pack, told_of):
    dice = random.Random(11)
    for number in range(2000):
        code, said = told_of(mutated(pack, dice), "--all")
        assert code in (1, 2), number
        assert "Error)" not in said, (number, said)


@pytest.mark.slow
def test_attachments_changed_at_random_end_in_a_sentence(keys, told_of):
    dice = random.Random(12)
    files = packs.usual_files(keys)
    names = ["manifest.json", "proof.json", "records/UC-0042.json"]
    for number in range(3000):
        name = dice.choice(names)
        changed = {**files, name: mutated(files[name], dice)}
        if name != "manifest.json" and dice.random() < 0.9:
            rest = {key: data for key, data in changed.items() if key != "manifest.json"}
            try:
                changed = packs.with_manifest(rest)
            except (ValueError, LookupError, AttributeError):
                continue  # the maker itself cannot read what was made of it
        code, said = told_of(hostile.attached(changed), "--all")
        assert code in (1, 2), number
        assert "Error)" not in said, (number, said)


@pytest.mark.slow
def test_seals_changed_at_random_end_in_a_sentence(pack, told_of):
    dice = random.Random(13)
    start = pack.index(b"/Contents <3082") + len(b"/Contents <")
    der = bytes.fromhex(pack[start : start + 5000].decode())
    der = der[: 4 + int.from_bytes(der[2:4], "big")]
    for number in range(2000):
        changed = bytearray(mutated(der, dice))
        if dice.random() < 0.7 and len(changed) > 4:
            changed[:4] = b"\x30\x82" + (len(changed) - 4 & 0xFFFF).to_bytes(2, "big")
        code, said = told_of(hostile.seal_of(bytes(changed)), "--all")
        assert code in (1, 2), number
        assert "Error)" not in said, (number, said)

"""Signed checkpoints: text, keys, and what is refused."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from records.ledger import note
from records.ledger.note import NoteError, TreeHead

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
CHECKPOINT = TreeHead("countersign.example/ledger", 42, bytes(range(32)))
SIGNED = note.sign(CHECKPOINT, KEY)


def test_text_is_origin_size_and_root():
    assert CHECKPOINT.text() == (
        "countersign.example/ledger\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    )


def test_signature_line_names_the_key_by_its_hash():
    line = SIGNED.removeprefix(CHECKPOINT.text() + "\n")
    dash, name, packed = line.removesuffix("\n").split(" ")
    raw = KEY.public_key().public_bytes_raw()

    assert (dash, name) == ("—", "countersign.example/ledger")
    assert (
        base64.b64decode(packed)[:4]
        == (hashlib.sha256(b"countersign.example/ledger\n\x01" + raw).digest()[:4])
    )
    KEY.public_key().verify(base64.b64decode(packed)[4:], CHECKPOINT.text().encode())


def test_signed_note_is_read_and_verified():
    assert note.parse(SIGNED) == CHECKPOINT
    assert note.verify(SIGNED, KEY.public_key()) == CHECKPOINT


def test_signature_of_a_witness_is_left_alone():
    witness = note.sign(TreeHead("witness", 42, bytes(range(32))), OTHER).split("\n\n")[1]

    assert note.verify(SIGNED + witness, KEY.public_key()) == CHECKPOINT


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(note.sign(CHECKPOINT, OTHER), "not signed by the key", id="other key"),
        pytest.param(SIGNED.replace("\n42\n", "\n43\n"), "was altered", id="size"),
        pytest.param(SIGNED.replace("AAEC", "AAED"), "was altered", id="root"),
    ],
)
def test_wrong_signature_is_refused(text, told):
    with pytest.raises(NoteError, match=told):
        note.verify(text, KEY.public_key())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(CHECKPOINT.text(), id="no signature"),
        pytest.param(SIGNED.replace("\n42\n", "\n042\n"), id="leading zero"),
        pytest.param(SIGNED.replace("\n42\n", "\n-42\n"), id="negative"),
        pytest.param(SIGNED.replace("\n42\n", "\n٤٢\n"), id="other digits"),
        pytest.param(SIGNED.replace("AAEC", "AA"), id="short root"),
        pytest.param(SIGNED.replace("Hh8=", "Hh9="), id="other base64 of the same root"),
        pytest.param(SIGNED.replace("\n\n", "\nmore\n\n"), id="further line"),
        pytest.param(SIGNED.replace("— ", "- "), id="dash"),
        pytest.param(SIGNED.removesuffix("\n"), id="no line end"),
        pytest.param(SIGNED + "x" * 20_000, id="too long"),
        pytest.param("a b" + SIGNED, id="space in origin"),
    ],
)
def test_malformed_note_is_refused(text):
    with pytest.raises(NoteError):
        note.parse(text)


def test_verifier_key_is_written_and_read():
    line = note.vkey("countersign.example/ledger", KEY.public_key())
    origin, hash_, packed = line.split("+", 2)

    assert origin == "countersign.example/ledger"
    assert hash_ == note.key_hash(origin, KEY.public_key()).hex()
    assert base64.b64decode(packed) == b"\x01" + KEY.public_key().public_bytes_raw()
    assert note.parse_vkey(line + "\n") == (origin, KEY.public_key())


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x+y",
        note.vkey("a", KEY.public_key()).replace("a+", "b+", 1),
        note.vkey("a", KEY.public_key())[:-8],
    ],
)
def test_wrong_verifier_key_is_refused(line):
    with pytest.raises(NoteError):
        note.parse_vkey(line)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, bytes(32)),
        ("a b", 1, bytes(32)),
        ("a+b", 1, bytes(32)),
        ("a\nb", 1, bytes(32)),
        ("a", -1, bytes(32)),
        ("a", 1, bytes(31)),
    ],
)
def test_impossible_checkpoint_is_refused(origin, size, root):
    with pytest.raises(NoteError):
        TreeHead(origin, size, root)

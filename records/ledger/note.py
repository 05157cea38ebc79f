"""Checkpoints of the ledger as signed notes (C2SP tlog-checkpoint, signed-note, Ed25519)."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = b"\x01"  # Ed25519, as registered by C2SP
HASH_BYTES = 32
LARGEST_NOTE = 16_384
MOST_SIGNATURES = 16
_NAME = re.compile(r"[^\s+]+")
_BEGINS = "— "
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NoteError(ValueError):
    """A checkpoint is malformed, or not signed by the key that was asked for."""


@dataclass(frozen=True)
class TreeHead:
    """Say what the tree was: its origin, its number of leaves and its root."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.origin):
            raise NoteError(
                f"The origin {self.origin!r} must be text without spaces and plus signs."
            )
        if self.size < 0 or len(self.root) != HASH_BYTES:
            raise NoteError("A checkpoint has a size from 0 up and a root of 32 bytes.")

    def text(self) -> str:
        """Give the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: TreeHead, key: Ed25519PrivateKey) -> str:
    """Give the checkpoint's text with one signature line."""
    text = checkpoint.text()
    signed = key_hash(checkpoint.origin, key.public_key()) + key.sign(text.encode())
    return f"{text}\n— {checkpoint.origin} {base64.b64encode(signed).decode()}\n"


def parse(note: str) -> TreeHead:
    """Read a note's checkpoint without judging its signatures."""
    return _split(note)[0]


def verify(note: str, public_key: Ed25519PublicKey) -> TreeHead:
    """Read a note's checkpoint, signed by this key in the name of its origin, or raise NoteError.

    Signature lines of others (witnesses) are left alone.
    """
    checkpoint, signatures = _split(note)
    expected = key_hash(checkpoint.origin, public_key)
    ours = [
        signature[len(expected) :]
        for name, signature in signatures
        if name == checkpoint.origin and signature.startswith(expected)
    ]
    if not ours:
        raise NoteError(
            f"The checkpoint of {checkpoint.origin} at size {checkpoint.size} is not signed by "
            f"the key {expected.hex()}. Check which key the ledger uses."
        )
    _check(ours[0], checkpoint, public_key)
    return checkpoint


def vkey(origin: str, public_key: Ed25519PublicKey) -> str:
    """Write a public key with its origin as one line that can be handed to others."""
    packed = base64.b64encode(ALGORITHM + public_key.public_bytes_raw()).decode()
    return f"{origin}+{key_hash(origin, public_key).hex()}+{packed}"


def parse_vkey(text: str) -> tuple[str, Ed25519PublicKey]:
    """Read origin and public key from the line that `vkey` writes."""
    origin, _, rest = text.strip().partition("+")
    packed = _decoded(rest.partition("+")[2])
    if not _NAME.fullmatch(origin) or len(packed) != 1 + HASH_BYTES or packed[:1] != ALGORITHM:
        raise NoteError("A verifier key reads <origin>+<hash>+<base64 of an Ed25519 key>.")
    public_key = Ed25519PublicKey.from_public_bytes(packed[1:])
    if vkey(origin, public_key) != text.strip():
        raise NoteError(f"The hash in the verifier key of {origin} does not fit its key.")
    return origin, public_key


def key_hash(origin: str, public_key: Ed25519PublicKey) -> bytes:
    """Give the four bytes by which a signature line names its key."""
    named = origin.encode() + b"\n" + ALGORITHM + public_key.public_bytes_raw()
    return hashlib.sha256(named).digest()[:4]


def _check(signature: bytes, checkpoint: TreeHead, public_key: Ed25519PublicKey) -> None:
    try:
        public_key.verify(signature, checkpoint.text().encode())
    except InvalidSignature:
        raise NoteError(
            f"The signature under the checkpoint of {checkpoint.origin} at size "
            f"{checkpoint.size} is wrong: the text or the signature was altered."
        ) from None


def unwrapped(note: str) -> str:
    """Join signature lines that were wrapped, as where a note was copied off a printed page."""
    text, gap, tail = note.replace("\r\n", "\n").strip().partition("\n\n")
    lines: list[str] = []
    for line in map(str.strip, tail.split("\n")):
        if lines and not line.startswith(_BEGINS):
            # It breaks between name and signature, or within the signature.
            lines[-1] += line if lines[-1].count(" ") > 1 else f" {line}"
        else:
            lines.append(line)
    return f"{text}{gap}{'\n'.join(lines)}\n"


def _split(note: str) -> tuple[TreeHead, list[tuple[str, bytes]]]:
    if len(note) > LARGEST_NOTE or note.count("\n") > 4 + MOST_SIGNATURES:
        raise NoteError(f"A checkpoint has three lines and at most {MOST_SIGNATURES} signatures.")
    text, gap, lines = note.partition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise NoteError("A checkpoint is a text, an empty line and signature lines.")
    return _checkpoint(text + "\n"), [_signature(line) for line in lines[:-1].split("\n")]


def _checkpoint(text: str) -> TreeHead:
    parts = text.split("\n")
    if len(parts) != 4 or not re.fullmatch(r"0|[1-9][0-9]{0,15}", parts[1], re.ASCII):
        raise NoteError("A checkpoint has three lines: origin, size and root.")
    checkpoint = TreeHead(origin=parts[0], size=int(parts[1]), root=_decoded(parts[2]))
    if checkpoint.text() != text:
        raise NoteError("The root of the checkpoint is not written in plain base64.")
    return checkpoint


def _signature(line: str) -> tuple[str, bytes]:
    match = _SIGNATURE.fullmatch(line)
    if not match:
        raise NoteError("A line under the checkpoint is not a signature: — <name> <base64>.")
    return match[1], _decoded(match[2])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("The checkpoint holds text that is not base64.") from None

#!/usr/bin/env python3
"""Check an evidence pack offline: python3 verify.py PACK.pdf [--key FILE_OR_FINGERPRINT]...

Needs Python 3.9 or newer and nothing else. It is one file, longer than the others of its
project, because it travels inside every pack and is meant to be read by whoever relies on it.
In order: DER, RSA, Ed25519, the Merkle tree, JSON, PDF, the seal, the pack's parts, the verdict.

A verifier and a key that came with the pack prove nothing: a forger replaces both. Take this
file and the fingerprints from the installation itself, once, and give the fingerprints (or a
file holding the certificate and the public key) with --key. A checkpoint kept from an earlier
pack or mail, given with --checkpoint, shows that the history was not forked since.

Whatever is read is bounded beforehand in size, number, depth and time: a hostile file ends in a
sentence. Where the seal fails, nothing behind it is read, except that attachments are compared
with the list of files, to name the one that was changed; --all reads all of it all the same.

Exit code: 0 nothing failed (the verdict says whether the signer is established), 1 something
failed, 2 wrong use or an unreadable file.
"""
# ruff: noqa: UP047  (the syntax that the rule wants needs Python 3.12; this file runs on 3.9)

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import threading
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

LARGEST_FILE = 128 * 2**20  # a pack takes in 100 MiB of evidence
LARGEST_UNPACKED = 128 * 2**20  # all attachments together: a small stream may unpack to anything
LARGEST_JSON = 8 * 2**20
LARGEST_NOTE = 16_384  # a checkpoint with its signature lines
LARGEST_KEY_FILE = 65_536
LONGEST_TOKEN = 131_072  # of a PDF; the seal's own bytes are the longest that a pack has
DEEPEST = 64
MOST_WORK = 250_000  # steps in reading the PDF: a pack takes some thousands
MOST_TABLES = 100  # sections of the PDF's cross-reference tables; a pack has a handful
MOST_FILES = 1_000
MOST_VALUES = 300_000  # of JSON, in all files together
MOST_MARKS = 30  # combining marks in a row (UAX 15, stream-safe text)
MOST_KEYS = 8
MOST_SIGNATURES = 16
MOST_LINES = 20  # of one kind; the rest is counted
LONGEST_TIME = 60  # seconds; --seconds gives more to a slow machine

ROLES = ("ledger", "seal")  # whose keys there are

T = TypeVar("T")


class Unreadable(Exception):
    """The file, or an argument, cannot be read at all."""


class Wrong(Exception):
    """A part of the pack is not as it must be; the message tells what."""


# --- DER: the encoding of certificates and signatures -------------------------------------------

INTEGER, BITS, OCTETS, NULL, OID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0x31
CONTEXT = 0xA0


class Der(NamedTuple):
    """One encoded value: tag, content, and the bytes it came from."""

    tag: int
    body: bytes
    raw: bytes


def der_items(data: bytes) -> list[Der]:
    """Split a run of values; only the one (shortest, definite) form of a length is taken."""
    items, at = [], 0
    while at < len(data):
        start, tag = at, data[at]
        length = int.from_bytes(data[at + 1 : at + 2], "big")
        at += 2
        if length >= 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(data[at : at + count], "big"), at + count
            if not 1 <= count <= 4 or length < 0x80 or length < 1 << 8 * (count - 1):
                raise Wrong("it holds a length that is not DER")
        if tag & 0x1F == 0x1F or at + length > len(data):
            raise Wrong("it is cut off or not DER")
        items.append(Der(tag, data[at : at + length], data[start : at + length]))
        at += length
    return items


def der_parts(value: Der, tag: int = SEQUENCE, least: int = 1) -> list[Der]:
    """Open a constructed value of the expected tag."""
    parts = der_items(value.body) if value.tag == tag else []
    if len(parts) < least:
        raise Wrong("it is not built as expected")
    return parts


def der_one(data: bytes) -> Der:
    """Read the one value that there is."""
    items = der_items(data)
    if len(items) != 1:
        raise Wrong("it is not built as expected")
    return items[0]


def der_pair(value: Der) -> tuple[Der, Der]:
    """Open a sequence of two."""
    parts = der_parts(value, least=2)
    if len(parts) != 2:
        raise Wrong("it is not built as expected")
    return parts[0], parts[1]


def der_encode(tag: int, *contents: bytes) -> bytes:
    """Encode a value from its content."""
    body = b"".join(contents)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def oid(dotted: str) -> bytes:
    """Encode an object identifier."""
    first, second, *rest = map(int, dotted.split("."))
    body = b""
    for number in (40 * first + second, *rest):
        group = bytes([number & 0x7F])
        while number := number >> 7:
            group = bytes([0x80 | number & 0x7F]) + group
        body += group
    return der_encode(OID, body)


SIGNED_DATA, DATA = oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.7.1")
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE = oid("1.2.840.113549.1.9.16.2.47")
RSA, PSS, MGF1 = (oid("1.2.840.113549.1.1." + end) for end in ("1", "10", "8"))
RSA_WITH = {
    oid("1.2.840.113549.1.1.11"): "sha256",
    oid("1.2.840.113549.1.1.12"): "sha384",
    oid("1.2.840.113549.1.1.13"): "sha512",
}
HASHES = {
    oid("2.16.840.1.101.3.4.2.1"): "sha256",
    oid("2.16.840.1.101.3.4.2.2"): "sha384",
    oid("2.16.840.1.101.3.4.2.3"): "sha512",
}
HASH_OIDS = {name: encoded for encoded, name in HASHES.items()}
NOTHING, ONE = der_encode(NULL), der_encode(INTEGER, b"\1")


def hash_name(algorithm: Der) -> str:
    """Name the hash of an algorithm identifier whose parameters are absent or null."""
    parts = der_parts(algorithm)
    if parts[0].raw not in HASHES or [part.raw for part in parts[1:]] not in ([], [NOTHING]):
        raise Wrong("it uses a hash that this verifier does not know")
    return HASHES[parts[0].raw]


# --- RSA (RFC 8017) -----------------------------------------------------------------------------


class RsaKey(NamedTuple):
    """A public key."""

    modulus: int
    exponent: int

    def open(self, signature: bytes) -> bytes:
        """Apply the public key; the result has the length of the modulus, or is empty."""
        length = (self.modulus.bit_length() + 7) // 8
        number = int.from_bytes(signature, "big")
        if len(signature) != length or number >= self.modulus:
            return b""
        return pow(number, self.exponent, self.modulus).to_bytes(length, "big")


def rsa_key(spki: Der) -> RsaKey:
    """Read a public key of 2048 to 8192 bits."""
    algorithm, bits = der_pair(spki)
    if algorithm.body != RSA + NOTHING or bits.tag != BITS or bits.body[:1] != b"\0":
        raise Wrong("its key is not RSA, which is the only kind this verifier checks")
    numbers = der_pair(der_one(bits.body[1:]))
    modulus, exponent = (int.from_bytes(number.body, "big") for number in numbers)
    if not (2048 <= modulus.bit_length() <= 8192 and exponent & 1 and 3 <= exponent < 2**33):
        raise Wrong("its RSA key has an unusual size")
    return RsaKey(modulus, exponent)


def rsa_verify(key: RsaKey, message: bytes, signature: bytes, hash_: str) -> bool:
    """Verify RSASSA-PKCS1-v1_5 by building the one padded block that is right."""
    algorithm = der_encode(SEQUENCE, HASH_OIDS[hash_], NOTHING)
    digest = der_encode(OCTETS, hashlib.new(hash_, message).digest())
    info = der_encode(SEQUENCE, algorithm, digest)
    padding = b"\xff" * ((key.modulus.bit_length() + 7) // 8 - len(info) - 3)
    return key.open(signature) == b"\0\1" + padding + b"\0" + info


def pss_verify(key: RsaKey, message: bytes, signature: bytes, hash_: str, salt_length: int) -> bool:
    """Verify RSASSA-PSS with the same hash in MGF1 (RFC 8017, 9.1.2)."""
    bits, size = key.modulus.bit_length() - 1, hashlib.new(hash_).digest_size
    block = key.open(signature)[-((bits + 7) // 8) :]
    split = len(block) - size - 1
    start = split - salt_length - 1
    if start < 0 or salt_length < 0 or block[-1] != 0xBC:
        return False
    seed = block[split:-1]
    masks = [
        hashlib.new(hash_, seed + n.to_bytes(4, "big")).digest() for n in range(split // size + 1)
    ]
    mask = b"".join(masks)[:split]
    opened = int.from_bytes(block[:split], "big") ^ int.from_bytes(mask, "big")
    spare = 8 * len(block) - bits
    if block[0] >> (8 - spare) or key.open(signature)[: -len(block)].strip(b"\0"):
        return False
    plain = (opened & ((1 << 8 * split - spare) - 1)).to_bytes(split, "big")
    if plain[:start] != bytes(start) or plain[start] != 1:
        return False
    inner = bytes(8) + hashlib.new(hash_, message).digest() + plain[start + 1 :]
    return hashlib.new(hash_, inner).digest() == seed


# --- Ed25519 (RFC 8032) -------------------------------------------------------------------------

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
Point = tuple[int, int, int, int]  # x and y times z, z, and x*y*z
ZERO: Point = (0, 1, 1, 0)


def point_add(p: Point, q: Point) -> Point:
    """Add two points; the formula also doubles."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % PRIME, (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c, d = 2 * p[3] * q[3] * CURVE % PRIME, 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def point_times(number: int, p: Point) -> Point:
    """Multiply a point."""
    total = ZERO
    while number:
        if number & 1:
            total = point_add(total, p)
        p, number = point_add(p, p), number >> 1
    return total


def point_read(encoded: bytes) -> Point | None:
    """Decode a point; None where it is not on the curve or not in its one encoding."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if y >= PRIME or (x * x - square) % PRIME or (x == 0 and sign):
        return None
    x = PRIME - x if x & 1 != sign else x
    return x, y, 1, x * y % PRIME


def point_write(p: Point) -> bytes:
    """Encode a point."""
    inverse = pow(p[2], PRIME - 2, PRIME)
    x, y = p[0] * inverse % PRIME, p[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Verify strictly: S below the group order, no cofactor, no key of small order."""
    key = point_read(public) if len(public) == 32 and len(signature) == 64 else None
    scalar = int.from_bytes(signature[32:], "little")
    # Under a key of small order one signature fits many messages.
    if key is None or scalar >= ORDER or point_write(point_times(8, key)) == point_write(ZERO):
        return False
    seed = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(seed, "little") % ORDER
    minus = (PRIME - key[0], key[1], key[2], PRIME - key[3])
    found = point_add(point_times(scalar, BASE), point_times(challenge, minus))
    return point_write(found) == signature[:32]


BASE = point_read((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little")) or ZERO


# --- The Merkle tree (RFC 6962) and its checkpoints (C2SP) ----------------------------------------


def leaf_hash(body: bytes) -> bytes:
    """Hash an entry."""
    return hashlib.sha256(b"\0" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


Span = tuple[int, int]


def siblings(index: int, size: int) -> list[Span]:
    """List the subtrees (start, end) beside the way from a leaf to the root, nearest first."""
    spans, start, end = [], 0, size
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        spans.append((middle, end) if index < middle else (start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    return spans[::-1]


def climb(leaf: bytes, index: int, size: int, proof: list[bytes]) -> dict[Span, bytes]:
    """Compute every node that a proof speaks of; the root is the one of span (0, size)."""
    spans = siblings(index, size) if 0 <= index < size else []
    if len(spans) != len(proof) or not 0 <= index < size:
        raise Wrong("its proof does not have the length that its position asks for")
    nodes, node, start, end = {(index, index + 1): leaf}, leaf, index, index + 1
    for span, sibling in zip(spans, proof):  # noqa: B905  (Python 3.9; the lengths are equal)
        nodes[span] = sibling
        node = node_hash(node, sibling) if span[0] > index else node_hash(sibling, node)
        start, end = min(start, span[0]), max(end, span[1])
        nodes[start, end] = node
    return nodes


def consistent(first: Checkpoint, second: Checkpoint, proof: list[bytes]) -> bool:
    """Say whether the first tree is a beginning of the second (RFC 9162, 2.1.4.2)."""
    if not 0 < first.size < second.size:
        return not proof and (first.size == 0 or first[1:3] == second[1:3])
    node, last = first.size - 1, second.size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    path = list(proof) if node else [first.root, *proof]
    older = newer = path[0] if path else b""
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and older == first.root and newer == second.root


class Checkpoint(NamedTuple):
    """The state of a ledger: whose, how many entries, the root, and the signatures under it."""

    origin: str
    size: int
    root: bytes
    text: bytes
    signatures: list[tuple[str, bytes]]


def read_checkpoint(note: str) -> Checkpoint:
    """Read a signed note of origin, size and root."""
    if len(note) > LARGEST_NOTE or note.count("\n") > MOST_SIGNATURES + 4:
        raise Wrong(f"the checkpoint is longer than three lines and {MOST_SIGNATURES} signatures")
    text, gap, tail = note.partition("\n\n")
    lines = text.split("\n")
    signatures = re.findall(r"^— ([^\s+]+) ([A-Za-z0-9+/=]+)$", tail, re.MULTILINE)
    if not gap or len(lines) != 3 or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        raise Wrong("the checkpoint is not origin, size, root and signature lines")
    if len(signatures) != tail.count("\n") or not tail.endswith("\n"):
        raise Wrong("the checkpoint has a line that is no signature")
    signed = [(name, unbase64(packed)) for name, packed in signatures]
    if len({(name, signature[:4]) for name, signature in signed}) != len(signed):
        raise Wrong("two signatures under the checkpoint are by the same key")
    root = unbase64(lines[2], 32)
    return Checkpoint(lines[0], int(lines[1]), root, (text + "\n").encode(), signed)


def unbase64(text: str, length: int | None = None) -> bytes:
    """Decode base64, refusing every spelling but the usual one."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    if not data or base64.b64encode(data).decode() != text or length not in (None, len(data)):
        raise Wrong("it holds text that is not the base64 expected there")
    return data


# --- JSON: one spelling for each value (RFC 8785 without floats) ----------------------------------


class Allowance:
    """How many JSON values the files of one pack may still hold, all together."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def spend(self, data: bytes) -> None:
        """Count values and depth of a text before it is parsed: small text may make many values."""
        plain = data.replace(b"\\\\", b"").replace(b'\\"', b"")  # no quote within a text is left
        if plain.count(b'"') > 4 * MOST_VALUES:
            raise Wrong("it holds more values than this verifier reads")
        outside = re.sub(rb'"[^"]*"', b"", plain)
        opened = outside.count(b"[") + outside.count(b"{")
        self.left -= 1 + opened + outside.count(b",")
        if self.left < 0 or outside.count(b"]") + outside.count(b"}") > opened:
            raise Wrong("it holds more values than this verifier reads, or is not JSON")
        depth = 0
        for bracket in re.findall(rb"[\[\]{}]", outside):
            depth += 1 if bracket in b"[{" else -1
            if depth > DEEPEST:
                raise Wrong("it nests too deep")


def read_json(data: bytes, allowance: Allowance) -> object:
    """Parse JSON of text, integers, true, false, null, lists and objects with ordered keys."""
    if len(data) > LARGEST_JSON:
        raise Wrong("it is larger than this verifier reads")
    allowance.spend(data)
    try:
        return json.loads(
            data.decode(),
            object_pairs_hook=_ordered_keys,
            parse_int=_integer,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError):
        raise Wrong("it is not JSON of the restricted kind, or not in its order") from None


def _ordered_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Take an object whose keys stand once each, and in the order of RFC 8785."""
    keys = [key.encode("utf-16-be", "surrogatepass") for key, _ in pairs]
    if any(one >= next_ for one, next_ in zip(keys, keys[1:])):  # noqa: B905, RUF007  (Python 3.9)
        raise ValueError("a key stands twice or not in order")
    return dict(pairs)


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > 2**53:
        raise ValueError("a number is too large")
    return int(text)


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is not allowed")


def write_json(value: object) -> bytes:
    """Write the canonical bytes of what `read_json` gave."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if has_long_run(text):
        raise Wrong(f"it holds more than {MOST_MARKS} combining marks in a row")
    return unicodedata.normalize("NFC", text).encode()


# Of class 0 themselves, but nothing but marks once they are decomposed.
_MADE_OF_MARKS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")


def has_long_run(text: str) -> bool:
    """Say whether marks follow each other without end: to normalise those takes their square."""
    if text.isascii():
        return False
    marks = [sign for sign in set(text) if unicodedata.combining(sign) or sign in _MADE_OF_MARKS]
    pattern = f"[{re.escape(''.join(marks))}]{{{MOST_MARKS + 1}}}"
    return bool(marks) and re.search(pattern, text) is not None


def canonical(data: bytes, allowance: Allowance | None = None) -> object:
    """Parse JSON that must be in its canonical spelling."""
    value = read_json(data, allowance or Allowance())
    try:
        spelling = write_json(value)
    except UnicodeEncodeError:
        spelling = b""
    if spelling != data:
        raise Wrong("it is not in canonical form (RFC 8785, NFC)")
    return value


def field(holder: object, key: str, kind: type[T]) -> T:
    """Take a value of the expected type out of an object."""
    value = holder.get(key) if isinstance(holder, dict) else None
    if type(value) is not kind:
        raise Wrong(f"its {key!r} is missing or of the wrong type")
    return value


def unhex(text: object) -> bytes:
    """Read a SHA-256 in lower-case hex."""
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{64}", text):
        raise Wrong("it holds something else where a SHA-256 in hex is expected")
    return bytes.fromhex(text)


# --- PDF: as much as is needed to find the seal and the attachments -------------------------------


class Name(str):
    """A PDF name."""

    __slots__ = ()


class Ref(NamedTuple):
    """A reference to an object."""

    number: int
    generation: int


class Stream(NamedTuple):
    """A stream: its dictionary and where its bytes begin."""

    about: dict[str, object]
    start: int


_SPACE = re.compile(rb"[\0\t\n\f\r ]+|%[^\r\n]*")
_TOKEN = re.compile(rb"<<|>>|[\[\](]|<[0-9A-Fa-f\0\t\n\f\r ]*>|/?[^\0\t\n\f\r ()<>\[\]{}/%]+|/")
_REF = re.compile(
    rb"(\d{1,10})[\0\t\n\f\r ]{1,8}(\d{1,5})[\0\t\n\f\r ]{1,8}R(?![^\0\t\n\f\r ()<>\[\]{}/%])"
)
_TEXT_PART = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|[()]")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \n| \r|\r\n)")
_SUBSECTION = re.compile(rb"\s{0,8}(\d{1,10}) (\d{1,10}) {0,2}(?:\r\n|\n|\r)")
_OBJECT = re.compile(rb"\s{0,8}(\d{1,10})\s{1,8}(\d{1,5})\s{1,8}obj")
_STREAM = re.compile(rb"stream\r?\n")
_STREAM_END = re.compile(rb"\s{0,2}endstream")
_WORDS = {b"true": True, b"false": False, b"null": None}


class Pdf:
    """Read objects through classic cross-reference tables, newest revision first.

    Every step is counted, so that no arrangement of a file makes reading it endless.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.packed = self.unpacked = 0  # bytes of streams, before and after unpacking
        self._work = MOST_WORK
        self._known: dict[Ref, object] = {}
        self._tables: list[tuple[int, int, int]] = []  # first object, how many, where
        self.trailer = self._read_tables()
        if "Encrypt" in self.trailer:
            raise Unreadable("The PDF is encrypted. Packs are not.")
        self.root = self.dictionary(self.trailer.get("Root"))

    def spend(self, steps: int) -> None:
        """Count steps; a file that asks for too many is refused."""
        self._work -= steps
        if self._work < 0:
            raise Unreadable("The PDF takes more steps to read than a pack does.")

    def _read_tables(self) -> dict[str, object]:
        end = re.match(
            rb"startxref\s{1,8}(\d{1,12})\s", self.data[self.data.rfind(b"startxref") :][:64]
        )
        at: object = int(end[1]) if end and self.data.startswith(b"%PDF-") else None
        newest: dict[str, object] = {}
        seen: set[int] = set()
        while at is not None:
            if not isinstance(at, int) or at in seen or len(seen) > MOST_TABLES:
                raise Unreadable("The cross-reference tables of the PDF run in a circle.")
            seen.add(at)
            trailer = self._read_table(at)
            newest, at = newest or trailer, trailer.get("Prev")
        if not newest:
            raise Unreadable("This is not a PDF, or its end was cut off.")
        return newest

    def _read_table(self, at: int) -> dict[str, object]:
        if at < 0 or not self.data.startswith(b"xref", at):
            raise Unreadable("The PDF has no classic cross-reference table where it should be.")
        at += 4
        while match := _SUBSECTION.match(self.data, at):
            first, count = int(match[1]), int(match[2])
            self._tables.append((first, count, match.end()))
            if len(self._tables) > MOST_TABLES:
                raise Unreadable("The PDF has more cross-reference tables than a pack does.")
            at = match.end() + 20 * count
        at = self._skip(at)
        if not self.data.startswith(b"trailer", at):
            raise Unreadable("A cross-reference table of the PDF is damaged.")
        trailer, _ = self._value(at + 7)
        if not isinstance(trailer, dict) or "XRefStm" in trailer:
            raise Unreadable("A trailer of the PDF is damaged.")
        return trailer

    def get(self, value: object) -> object:
        """Follow references until something else comes."""
        for _ in range(DEEPEST):
            if not isinstance(value, Ref):
                return value
            if value not in self._known:
                self._known[value] = self._load(value)
            value = self._known[value]
        raise Unreadable("References in the PDF run in a circle.")

    def dictionary(self, value: object) -> dict[str, object]:
        """Follow references to a dictionary."""
        found = self.get(value)
        if not isinstance(found, dict):
            raise Unreadable("The PDF lacks a dictionary where one must be.")
        return found

    def array(self, value: object) -> list[object]:
        """Follow references to an array; an absent one is empty."""
        found = self.get(value)
        if not isinstance(found, list):
            return []
        self.spend(1 + len(found) // 16)
        return found

    def _load(self, ref: Ref) -> object:
        self.spend(1 + len(self._tables) // 8)
        for first, count, at in self._tables:
            if first <= ref.number < first + count:
                entry = _ENTRY.match(self.data, at + 20 * (ref.number - first))
                if not entry:
                    raise Unreadable("A cross-reference table of the PDF is damaged.")
                return self._load_at(ref, int(entry[1])) if entry[3] == b"n" else None
        return None

    def _load_at(self, ref: Ref, at: int) -> object:
        head = _OBJECT.match(self.data, at)
        if not head or Ref(int(head[1]), int(head[2])) != ref:
            raise Unreadable(f"Object {ref.number} of the PDF is not where it should be.")
        value, at = self._value(head.end())
        body = _STREAM.match(self.data, self._skip(at))
        return Stream(value, body.end()) if body and isinstance(value, dict) else value

    def unpack(self, stream: Stream) -> bytes:
        """Give a stream's content; raises Wrong where it is damaged or too large."""
        length, filters = self.get(stream.about.get("Length")), self.get(stream.about.get("Filter"))
        if type(length) is not int or length < 0:
            raise Wrong("its length is missing")
        if not _STREAM_END.match(self.data, stream.start + length):
            raise Wrong("it does not end where it says")
        self.packed += length
        if self.packed > LARGEST_FILE:
            raise Wrong("the attachments hold more than this verifier reads")
        data = self.data[stream.start : stream.start + length]
        if filters in ("FlateDecode", ["FlateDecode"]) and "DecodeParms" not in stream.about:
            data = self._inflate(data)
        elif filters not in (None, []):
            raise Wrong("it is packed in a way this verifier does not read")
        self.unpacked += len(data)
        if self.unpacked > LARGEST_UNPACKED:
            raise Wrong("the attachments unpack to more than this verifier reads")
        return data

    def _inflate(self, data: bytes) -> bytes:
        unpacker, left = zlib.decompressobj(), max(0, LARGEST_UNPACKED - self.unpacked)
        try:
            content = unpacker.decompress(data, left + 1)
        except zlib.error:
            raise Wrong("its packed bytes are damaged") from None
        if not unpacker.eof and len(content) <= left:
            raise Wrong("its packed bytes are cut off")
        return content

    def walk(self, root: object) -> Iterator[dict[str, object]]:
        """Go through a tree of dictionaries joined by Kids; a loop ends it."""
        waiting, seen = [root], set()
        while waiting:
            node = waiting.pop()
            self.spend(1)
            if isinstance(node, Ref) and node in seen:
                raise Unreadable("A tree in the PDF runs in a circle.")
            seen.update([node] if isinstance(node, Ref) else [])
            value = self.dictionary(node)
            yield value
            waiting += [kid for kid in self.array(value.get("Kids")) if isinstance(kid, Ref)]

    def _match(self, pattern: re.Pattern[bytes], at: int) -> re.Match[bytes] | None:
        """Match one part of bounded length, and count it."""
        match = pattern.match(self.data, at, at + LONGEST_TOKEN)
        length = match.end() - at if match else 0
        if length == LONGEST_TOKEN:
            raise Unreadable("The PDF holds a value or a comment that is too long.")
        self.spend(1 + length // 16)
        return match

    def _skip(self, at: int) -> int:
        while match := self._match(_SPACE, at):
            at = match.end()
        return at

    def _value(self, at: int, depth: int = 0) -> tuple[object, int]:
        """Read one value and where it ends."""
        at = self._skip(at)
        if ref := _REF.match(self.data, at):
            self.spend(1)
            return Ref(int(ref[1]), int(ref[2])), ref.end()
        match = self._match(_TOKEN, at)
        if not match or depth > DEEPEST:
            raise Unreadable("The PDF holds something that is no value, or nests too deep.")
        token, at = match[0], match.end()
        if token == b"(":
            return self._text(at)
        if token in (b"<<", b"["):
            return self._group(at, depth, b">>" if token == b"<<" else b"]")
        return _scalar(token), at

    def _group(self, at: int, depth: int, end: bytes) -> tuple[object, int]:
        items: list[object] = []
        while not self.data.startswith(end, at := self._skip(at)):
            value, at = self._value(at, depth + 1)
            items.append(value)
        at += len(end)
        if end == b"]":
            return items, at
        keys, values = items[::2], items[1::2]
        named = {key: value for key, value in zip(keys, values) if isinstance(key, Name)}  # noqa: B905
        if len(keys) != len(values) or len(named) != len(keys):
            raise Unreadable("A dictionary of the PDF is damaged or names something twice.")
        return named, at

    def _text(self, at: int) -> tuple[bytes, int]:
        parts, depth = [], 1
        for match in _TEXT_PART.finditer(self.data, at, at + LONGEST_TOKEN):
            self.spend(1 + (match.end() - at) // 16)
            parts.append(self.data[at : match.start()])
            at = match.end()
            depth += {b"(": 1, b")": -1}.get(match[0], 0)
            if not depth:
                return b"".join(parts), at
            parts.append(_unescaped(match[1]) if match[1] else match[0])
        raise Unreadable("A text in the PDF does not end, or not soon enough.")


def _scalar(token: bytes) -> object:
    if token[:1] == b"/":
        plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), token)
        return Name(plain[1:].decode("latin-1"))
    if token[:1] == b"<":
        digits = re.sub(rb"[\s\0]+", b"", token[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    if token in _WORDS:
        return _WORDS[token]
    if re.fullmatch(rb"[+-]?\d{1,15}", token):
        return int(token)
    if re.fullmatch(rb"[+-]?[\d.]+", token):
        return token  # a fraction: nothing here asks for one
    raise Unreadable("The PDF holds a word that is no value.")


def _unescaped(code: bytes) -> bytes:
    if code[:1] in b"01234567":
        return bytes([int(code, 8) & 0xFF])
    return b"" if code in (b"\r\n", b"\n", b"\r") else _ESCAPES.get(code, code)


def text_of(value: object) -> str:
    """Decode a PDF text string."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("utf-8-sig" if value.startswith(b"\xef\xbb\xbf") else "latin-1", "replace")


# --- What is said ---------------------------------------------------------------------------------


class Line(NamedTuple):
    """One finding: its status, a code for programs, a sentence for people.

    A pack "says" what is proved to stand in it, be it good news or bad; a "limit" is of any check.
    """

    status: str
    code: str
    text: str


class Report:
    """Collect findings and give the verdict."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.keys: dict[str, str] = {}
        self.established: dict[str, bool] = {}
        self.pack = ""
        self.content: dict[str, object] = {}
        self.unread: set[str] = set()
        self.allowance = Allowance()
        self._counts: dict[tuple[str, str], int] = {}

    def proved(self, code: str, text: str) -> None:
        """Add something that was shown."""
        self._add("proved", code, text)

    def failed(self, code: str, text: str) -> None:
        """Add something that is wrong."""
        self._add("failed", code, text)

    def not_shown(self, code: str, text: str) -> None:
        """Add something that this check cannot tell."""
        self._add("not shown", code, text)

    def says(self, code: str, text: str) -> None:
        """Add something that the pack says of its records."""
        self._add("says", code, text)

    def limit(self, code: str, text: str) -> None:
        """Add something that no such check can tell."""
        self._add("limit", code, text)

    def _add(self, status: str, code: str, text: str) -> None:
        """Add a line; many of one kind are counted instead of told."""
        count = self._counts[status, code] = self._counts.get((status, code), 0) + 1
        if count <= MOST_LINES:
            self.lines.append(Line(status, code, printable(text)))
        elif count == MOST_LINES + 1:
            self.lines.append(Line(status, code, f"... and more of the same kind ({code})."))

    @property
    def has_failed(self) -> bool:
        """Say whether anything is wrong so far."""
        return any(line.status == "failed" for line in self.lines)

    @property
    def outcome(self) -> str:
        """Say failed, proved, or consistent where the signer is not established."""
        if self.has_failed:
            return "failed"
        signers = self.established.get("seal") and self.established.get("ledger")
        return "proved" if signers else "consistent"

    @property
    def exit_code(self) -> int:
        """Give the exit code of the program."""
        return 1 if self.outcome == "failed" else 0

    @property
    def verdict(self) -> str:
        """Say in a sentence whether the file is unaltered, and whose it is."""
        if self.outcome == "failed":
            return "FAILED. Do not rely on this pack: see the lines marked failed."
        if self.outcome == "proved":
            return "PROVED. Pack and history are unaltered and signed by the keys you gave."
        given = [role for role in ROLES if self.established.get(role)]
        missing = " and ".join(f"the {role}'s" for role in ROLES if role not in given)
        return (
            "CONSISTENT, SIGNER NOT ESTABLISHED. Nothing in the pack contradicts itself, but a "
            f"forger could have made all of it. {len(given)} of {len(ROLES)} keys given; still "
            f"needed: {missing}. Take the fingerprints from the installation and give them with "
            "--key."
        )

    @property
    def told(self) -> str:
        """Say in a sentence what stands in it: whether it is signed, and what is open."""
        return str(
            self.content.get("says", "Not told: what is in the file is not to be relied on.")
        )


def count_of(number: int, one: str, many: str = "") -> str:
    """Count things by their name."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def printable(text: str) -> str:
    """Keep control characters of a hostile pack off the terminal."""
    return "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:600]
    )


# --- The seal: a PAdES signature over the whole file ----------------------------------------------


class Seal(NamedTuple):
    """What stands in a CMS signature."""

    certificate: Der
    spki: Der
    hash: str
    attributes: dict[bytes, Der]
    signed: bytes
    algorithm: Der
    signature: bytes
    others: int


def check_seal(pdf: Pdf, report: Report) -> None:
    """Find the seal, check what it covers, and its signature."""
    seals = [found for found in _signatures(pdf) if _range_of(pdf, found)]
    if not seals:
        report.failed("seal.missing", "The file bears no seal: it was removed, or never set.")
        return
    if len(seals) > 1:
        text = f"The file bears {len(seals)} seals, a pack one: it was changed and sealed again."
        report.failed("seal.several", text)
    outermost = max(seals, key=lambda found: sum(_range_of(pdf, found)[2:]))
    try:
        content, digest_of = _covered(pdf, outermost, report)
        seal = read_cms(content)
        _check_content(seal, digest_of, report)
        _check_signature(seal, report)
    except Wrong as error:
        report.failed("seal.damaged", f"The seal cannot be accepted: {error}.")


def _signatures(pdf: Pdf) -> Iterator[dict[str, object]]:
    form = pdf.get(pdf.root.get("AcroForm"))
    for top in pdf.array(form.get("Fields")) if isinstance(form, dict) else []:
        for node in pdf.walk(top):
            value = pdf.get(node.get("V"))
            if isinstance(value, dict) and "ByteRange" in value:
                yield value


def _range_of(pdf: Pdf, signature: dict[str, object]) -> list[int]:
    listed = pdf.array(signature.get("ByteRange"))
    numbers = [pdf.get(number) for number in listed] if len(listed) == 4 else []
    whole = [number for number in numbers if type(number) is int and number >= 0]
    return whole if len(whole) == 4 else []


def _covered(
    pdf: Pdf, signature: dict[str, object], report: Report
) -> tuple[bytes, Callable[[str], bytes]]:
    """Give the signature's bytes and the digest of all others, after checking there are no more."""
    start, first, second, length = _range_of(pdf, signature)
    data, end = pdf.data, second + length
    if start or not first < second <= first + LONGEST_TOKEN or end > len(data):
        raise Wrong("it leaves out more than its own bytes")
    gap = data[first:second]
    digits = gap[1:-1]
    if gap[:1] + gap[-1:] != b"<>":
        raise Wrong("it leaves out more than its own bytes")
    # One spelling, or the same seal could stand in files of different bytes.
    if len(digits) % 2 or not re.fullmatch(rb"[0-9A-F]+", digits):
        raise Wrong("its own bytes are not plain hex in capitals")
    content = bytes.fromhex(digits.decode())
    subfilter = pdf.get(signature.get("SubFilter"))
    if pdf.get(signature.get("Contents")) != content or subfilter != "ETSI.CAdES.detached":
        raise Wrong("it is not a PAdES signature in the place it names")
    if end < len(data):
        extra = count_of(len(data) - end, "byte")
        text = f"{extra} appended after the seal, which does not cover that."
        report.failed("seal.appended", text)
    view = memoryview(data)

    def digest_of(hash_: str) -> bytes:
        state = hashlib.new(hash_, view[:first])
        state.update(view[second:end])
        return state.digest()

    return content, digest_of


def read_cms(padded: bytes) -> Seal:
    """Take a detached CMS signature apart; whatever is not in its one expected form is refused."""
    length = 4 + int.from_bytes(padded[2:4], "big") if padded[:2] == b"\x30\x82" else 0
    content = padded[:length]
    if not length or padded[length:].strip(b"\0"):
        raise Wrong("its bytes do not end where they should")
    kind, explicit = der_pair(der_one(content))
    parts = der_parts(der_parts(explicit, CONTEXT)[0], least=5)
    certificates = der_parts(parts[3], CONTEXT)
    signer = der_parts(der_parts(parts[4], SET)[0], least=6)
    digest, attributes, algorithm, signature, *rest = signer[2:]
    found = _attributes(attributes)
    certificate = _bound_certificate(certificates, found)
    issuer, serial, spki = _names_of(certificate)
    who = der_encode(SEQUENCE, issuer, serial)
    information = [part.raw for part in (digest, attributes, algorithm, signature, *rest)]
    rebuilt = _rebuilt(digest.raw, certificates, der_encode(SEQUENCE, ONE, who, *information))
    if kind.raw != SIGNED_DATA or rebuilt != content or signature.tag != OCTETS:
        raise Wrong("it carries parts that a seal does not have")
    if [part.tag for part in rest] not in ([], [CONTEXT | 1]):
        raise Wrong("its signer part is not built as expected")
    signed = der_encode(SET, attributes.body)
    others = len(certificates) - 1 + len(rest)
    hash_ = hash_name(digest)
    if digest.body != HASH_OIDS[hash_] + NOTHING:  # unsigned, so it has one spelling only
        raise Wrong("it names its hash in another form than a seal does")
    return Seal(certificate, spki, hash_, found, signed, algorithm, signature.body, others)


def _rebuilt(digest: bytes, certificates: list[Der], signer: bytes) -> bytes:
    """Build the signature that has just these parts, so that nothing can hide beside them."""
    body = der_encode(
        SEQUENCE,
        ONE,
        der_encode(SET, digest),
        der_encode(SEQUENCE, DATA),
        der_encode(CONTEXT, *[one.raw for one in certificates]),
        der_encode(SET, signer),
    )
    return der_encode(SEQUENCE, SIGNED_DATA, der_encode(CONTEXT, body))


def _attributes(attributes: Der) -> dict[bytes, Der]:
    found = {}
    for attribute in der_parts(attributes, CONTEXT, least=3):
        kind, values = der_pair(attribute)
        if kind.raw in found or len(der_parts(values, SET)) != 1:
            raise Wrong("a signed attribute stands twice")
        found[kind.raw] = der_parts(values, SET)[0]
    if not {CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE} <= set(found):
        raise Wrong("a signed attribute that PAdES asks for is missing")
    return found


def _bound_certificate(certificates: list[Der], attributes: dict[bytes, Der]) -> Der:
    """Find the certificate that the signed attributes name by its hash."""
    bound = der_parts(der_parts(der_parts(attributes[SIGNING_CERTIFICATE])[0])[0])
    hash_ = hash_name(bound.pop(0)) if bound[0].tag == SEQUENCE else "sha256"
    for certificate in certificates:
        if bound and hashlib.new(hash_, certificate.raw).digest() == bound[0].body:
            return certificate
    raise Wrong("its certificate is not the one that was signed along")


def _names_of(certificate: Der) -> tuple[bytes, bytes, Der]:
    """Give issuer, serial number and public key of a certificate."""
    fields = der_parts(der_parts(certificate, least=3)[0], least=6)
    fields = fields[1:] if fields[0].tag == CONTEXT else fields
    if len(fields) < 6:
        raise Wrong("its certificate is not built as expected")
    return fields[2].raw, fields[0].raw, fields[5]


def _check_content(seal: Seal, digest_of: Callable[[str], bytes], report: Report) -> None:
    if seal.attributes[CONTENT_TYPE].raw != DATA:
        raise Wrong("it is not a signature over data")
    if seal.attributes[MESSAGE_DIGEST].raw == der_encode(OCTETS, digest_of(seal.hash)):
        report.proved("seal.content", "No byte was changed in what the seal covers.")
    else:
        report.failed("seal.altered", "At least one byte in the sealed range was changed.")


def _check_signature(seal: Seal, report: Report) -> None:
    fingerprint = hashlib.sha256(seal.certificate.raw).hexdigest()
    report.keys["seal"] = fingerprint
    report.keys["seal public key"] = hashlib.sha256(seal.spki.raw).hexdigest()
    if not _signature_fits(seal):
        text = "The seal's signature does not fit its certificate: one of them was altered."
        report.failed("seal.signature", text)
        return
    text = f"The seal was made with the key of certificate {fingerprint} (SHA-256)."
    report.proved("seal.signature", text)
    if seal.others:
        text = "The seal also carries certificates or a time stamp, which are not judged here."
        report.not_shown("seal.others", text)


def _signature_fits(seal: Seal) -> bool:
    key, parts = rsa_key(seal.spki), der_parts(seal.algorithm)
    kind, parameters = parts[0].raw, b"".join(part.raw for part in parts[1:])
    if kind == PSS:
        salt = _pss_salt(parts, seal.hash)
        return pss_verify(key, seal.signed, seal.signature, seal.hash, salt)
    if parameters != NOTHING or RSA_WITH.get(kind) != seal.hash:
        raise Wrong("its algorithm is not one this verifier checks")
    return rsa_verify(key, seal.signed, seal.signature, seal.hash)


def _pss_salt(parts: list[Der], hash_: str) -> int:
    """Read the salt length of PSS parameters that use one hash throughout."""
    if len(parts) != 2:
        raise Wrong("its PSS parameters are missing")
    options = {option.tag: option.body for option in der_parts(parts[1])}
    algorithm = {der_encode(SEQUENCE, HASH_OIDS[hash_], *rest) for rest in ([], [NOTHING])}
    masks = {der_encode(SEQUENCE, MGF1, one) for one in algorithm}
    salt = der_one(options.get(CONTEXT | 2, der_encode(INTEGER, b"\x14")))
    usual = options.get(CONTEXT) in algorithm and options.get(CONTEXT | 1) in masks
    if not usual or not 1 <= len(salt.body) <= 2 or options.keys() - {0xA0, 0xA1, 0xA2}:
        raise Wrong("its PSS parameters are not ones this verifier checks")
    return int.from_bytes(salt.body, "big", signed=True)


# --- The attachments and their manifest -----------------------------------------------------------


class File(NamedTuple):
    """An attachment; the bytes of evidence are not kept, only what they are known by."""

    sha256: bytes
    size: int
    data: bytes


READ = ("manifest.json", "proof.json", "salts.json")  # and the records, as signed and as they are


def read_attachments(pdf: Pdf, report: Report) -> dict[str, File]:
    """Unpack every attachment; one that cannot be read is told and left out."""
    files: dict[str, File] = {}
    seen: set[str] = set()
    for spec in _specs(pdf):
        name = text_of(pdf.get(spec.get("UF"))) or text_of(pdf.get(spec.get("F")))
        embedded = pdf.dictionary(spec.get("EF"))
        stream = pdf.get(embedded.get("UF") or embedded.get("F"))
        if name in seen or not isinstance(stream, Stream):
            report.failed("attachment.twice", f"The attachment {name} is there twice, or empty.")
            continue
        seen.add(name)
        try:
            data = pdf.unpack(stream)
        except Wrong as error:
            report.failed("attachment.unreadable", f"The attachment {name} is unreadable: {error}.")
            report.unread.add(name)
            continue
        is_read = name in READ or name.startswith((*RECORD_NAMES, SIGNED_NAMES))
        kept = data if is_read else b""
        files[name] = File(hashlib.sha256(data).digest(), len(data), kept)
    return files


def _specs(pdf: Pdf) -> Iterator[dict[str, object]]:
    names = pdf.get(pdf.root.get("Names"))
    tree = names.get("EmbeddedFiles") if isinstance(names, dict) else None
    listed = (
        [item for node in pdf.walk(tree) for item in pdf.array(node.get("Names"))[1::2]]
        if tree
        else []
    )
    seen: set[object] = set()
    for item in [*listed, *pdf.array(pdf.root.get("AF"))]:
        if not isinstance(item, Ref) or len(seen) > MOST_FILES:
            raise Unreadable(
                "An attachment of the PDF is not listed by reference, or is one of "
                f"more than {MOST_FILES}."
            )
        if item not in seen:
            seen.add(item)
            yield pdf.dictionary(item)


class Gap(NamedTuple):
    """A line of the manifest's list of what the pack lacks and what is in order."""

    level: str
    code: str
    about: str


class Pack(NamedTuple):
    """What the manifest says of the pack."""

    size: int
    moment: str
    subject: tuple[str, str]
    ref: str
    is_sample: bool
    gaps: tuple[Gap, ...]


def check_manifest(files: dict[str, File], report: Report) -> Pack | None:
    """Compare the attachments with the manifest, both ways."""
    if "manifest.json" not in files:
        report.failed("manifest.none", "The file has no manifest.json: it is no evidence pack.")
        return None
    file = files["manifest.json"]
    report.pack = file.sha256.hex()
    try:
        manifest = canonical(file.data, report.allowance)
        files_listed = field(manifest, "files", list)
        listed = {field(item, "name", str): item for item in files_listed}
        if len(listed) != len(files_listed):
            raise Wrong("it lists a file twice")
        pack = _pack_of(manifest)
        wrong = sum(
            [_check_file(name, files, listed, report) for name in sorted({*files, *listed})]
        )
    except Wrong as error:
        report.failed("manifest.damaged", f"The manifest cannot be accepted: {error}.")
        return None
    if not wrong:
        text = (
            f"{count_of(len(listed), 'attachment')}, as the manifest lists them; the pack is "
            f"{report.pack}."
        )
        report.proved("manifest", text)
    _tell_completeness(pack, report)
    return pack


def _pack_of(manifest: object) -> Pack:
    about = field(manifest, "pack", dict)
    subject = field(about, "subject", dict)
    if field(manifest, "v", int) != 1:
        raise Wrong("it has a version that this verifier does not know")
    return Pack(
        size=field(about, "size", int),
        moment=moment_of(about, "moment"),
        subject=(field(subject, "kind", str), field(subject, "id", str)),
        ref=field(subject, "ref", str),
        is_sample=field(about, "sample", bool),
        gaps=tuple(_gap(item) for item in field(manifest, "completeness", list)),
    )


def _gap(item: object) -> Gap:
    return Gap(field(item, "level", str), field(item, "code", str), field(item, "about", str))


def moment_of(holder: object, key: str) -> str:
    """Take a moment, whose one spelling makes that texts compare as moments do."""
    text = field(holder, key, str)
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text, re.ASCII):
        raise Wrong(f"its {key!r} is no moment in UTC with microseconds")
    return text


def _check_file(
    name: str, files: dict[str, File], listed: dict[str, object], report: Report
) -> bool:
    """Say whether one file is wrong."""
    if name == "manifest.json" and name not in listed:
        return False
    if name not in listed:
        text = f"The attachment {name} is not in the manifest: it was added."
        report.failed("manifest.extra", text)
    elif name in report.unread:
        return True  # that was told
    elif name not in files:
        text = f"The manifest lists {name}, which is not attached: it was removed."
        report.failed("manifest.missing", text)
    elif unhex(field(listed[name], "sha256", str)) != files[name].sha256:
        text = f"The attachment {name} is not the file that the manifest lists: it was changed."
        report.failed("attachment.altered", text)
    elif field(listed[name], "size", int) != files[name].size:
        report.failed("attachment.altered", f"The manifest states a wrong size for {name}.")
    else:
        return False
    return True


def _tell_completeness(pack: Pack, report: Report) -> None:
    if pack.is_sample:
        report.says("sample", "This is a SAMPLE pack: its records are made up.")
    if told := told_levels(pack):
        report.says("completeness", f"The pack says of itself that it has gaps: {told}.")


def told_levels(pack: Pack) -> str:
    """Count the lines of a pack's own list by what they are, leaving out what is in order."""
    counts = levels_of(pack).items()
    return ", ".join(f"{count} {level.replace('_', ' ')}" for level, count in counts)


def levels_of(pack: Pack) -> dict[str, int]:
    """Count the lines of a pack's own list that tell something else than good order."""
    levels = [gap.level for gap in pack.gaps]
    return {level: levels.count(level) for level in sorted(set(levels)) if level != "ok"}


# --- The ledger's checkpoint and entries ----------------------------------------------------------


class Entry(NamedTuple):
    """One entry of the ledger that is proved to be in the tree."""

    pos: int
    body: dict[str, object]

    @property
    def subject(self) -> tuple[str, str]:
        """Name the record it speaks of."""
        about = field(self.body, "object", dict)
        return field(about, "kind", str), field(about, "id", str)

    @property
    def told(self) -> str:
        """Name it for people."""
        about = field(self.body, "object", dict)
        return f"{about.get('ref') or about.get('kind')} at position {self.pos}"


def check_checkpoint(proof: object, pack: Pack | None, report: Report) -> Checkpoint:
    """Check the checkpoint's signature by a key that travels along, and remember which."""
    checkpoint = read_checkpoint(field(proof, "checkpoint", str))
    key = _signing_key(checkpoint, field(proof, "keys", list))
    if key is None:
        text = "The checkpoint is not signed by a ledger key that the pack names, or was altered."
        report.failed("checkpoint.signature", text)
    else:
        fingerprint = report.keys["ledger"] = ledger_fingerprint(key)
        text = (
            f"The checkpoint of {checkpoint.origin} with {checkpoint.size} entries and root "
            f"{checkpoint.root.hex()} is signed by ledger key {fingerprint} (SHA-256)."
        )
        report.proved("checkpoint.signature", text)
    if pack and pack.size != checkpoint.size:
        report.failed("checkpoint.size", "The manifest and the checkpoint name different sizes.")
    return checkpoint


def _signing_key(checkpoint: Checkpoint, keys: list[object]) -> bytes | None:
    if len(keys) > MOST_KEYS:
        raise Wrong(f"it names more than {MOST_KEYS} ledger keys")
    for key in keys:
        public = unbase64(field(key, "ed25519", str), 32)
        if field(key, "sha256", str) != ledger_fingerprint(public):
            raise Wrong("it states a wrong fingerprint for a ledger key")
        named = hashlib.sha256(checkpoint.origin.encode() + b"\n\1" + public).digest()[:4]
        for name, signature in checkpoint.signatures:
            ours = name == checkpoint.origin and signature[:4] == named
            if ours and ed25519_verify(public, checkpoint.text, signature[4:]):
                return public
    return None


ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")


def ledger_fingerprint(public: bytes) -> str:
    """Give the SHA-256 of a ledger key's SubjectPublicKeyInfo."""
    return hashlib.sha256(ED25519_SPKI + public).hexdigest()


def check_entries(proof: object, checkpoint: Checkpoint, report: Report) -> list[Entry]:
    """Prove each entry to be in the tree, and give those that are."""
    found: list[Entry] = []
    known: dict[Span, bytes] = {(0, checkpoint.size): checkpoint.root}
    doubtful: list[tuple[int, dict[Span, bytes]]] = []
    listed, last = field(proof, "entries", list), -1
    for item in listed:
        pos, body = field(item, "pos", int), field(item, "body", str)
        try:
            if pos <= last:
                raise Wrong("it is out of order or there twice")
            last = pos
            hashes = [unhex(one) for one in field(item, "proof", list)]
            data = body.encode("utf-8", "replace")
            nodes = climb(leaf_hash(data), pos, checkpoint.size, hashes)
            if nodes[0, checkpoint.size] != checkpoint.root:
                doubtful.append((pos, nodes))
                continue
            known.update(nodes)
            found.append(Entry(pos, _entry_body(data, report.allowance)))
        except Wrong as error:
            report.failed("entry.damaged", f"The entry at position {pos} is not accepted: {error}.")
    for pos, nodes in doubtful:
        _tell_doubt(pos, nodes, known, report)
    if len(found) == len(listed):
        text = f"{count_of(len(found), 'entry', 'entries')}: in the tree at the positions stated."
        report.proved("entries", text)
    return found


def _entry_body(data: bytes, allowance: Allowance) -> dict[str, object]:
    body = canonical(data, allowance)
    if field(body, "v", int) != 1:
        raise Wrong("its version is not known to this verifier")
    assert isinstance(body, dict)  # noqa: S101 - else it has no version
    for key in ("act", "verb"):
        field(body, key, str)
    moment_of(body, "at")
    about = field(body, "object", dict)
    field(about, "kind", str), field(about, "id", str)
    return body


def _tell_doubt(
    pos: int, nodes: dict[Span, bytes], known: dict[Span, bytes], report: Report
) -> None:
    """Tell an altered proof from an altered body by the nodes that other proofs share."""
    spans = siblings(pos, max(end for _, end in nodes))
    if any(known.get(span, nodes[span]) != nodes[span] for span in spans):
        text = f"The proof of the entry at position {pos} is wrong: it contradicts the others."
        report.failed("proof.wrong", text)
    else:
        text = f"The entry at position {pos} was altered: its proof does not lead to the root."
        report.failed("entry.altered", text)


def check_consistency(
    proof: object, checkpoint: Checkpoint, kept: str | None, report: Report
) -> None:
    """Compare with earlier checkpoints: the one the pack names, and the one the reader kept."""
    offered = proof.get("consistency") if isinstance(proof, dict) else None
    since = field(offered, "from", int) if offered is not None else 0
    hashes = [unhex(one) for one in field(offered, "proof", list)] if offered is not None else []
    if isinstance(offered, dict) and "checkpoint" in offered:
        _check_offered(
            proof, checkpoint, read_checkpoint(field(offered, "checkpoint", str)), report
        )
    if kept is None:
        text = (
            "That the history was not forked or cut: that needs a checkpoint kept elsewhere "
            "(an earlier pack or mail), given with --checkpoint."
        )
        if since:
            text += f" This pack can be compared with one of size {since}."
        report.not_shown("fork", text)
        return
    first, second = sorted((read_checkpoint(kept), checkpoint), key=lambda one: one.size)
    if first.size in (0, second.size):
        hashes = []
    elif first is checkpoint or first.size != since:
        text = f"The pack has no proof between sizes {first.size} and {second.size}."
        report.not_shown("fork", text)
        return
    if first.origin == second.origin and consistent(first, second, hashes):
        text = f"The history of size {first.size} that you kept is a beginning of the pack's."
        report.proved("consistency", text)
    else:
        text = "The pack's history does not continue the one that you kept: it was forked."
        report.failed("consistency", text)


def _check_offered(
    proof: object, checkpoint: Checkpoint, earlier: Checkpoint, report: Report
) -> None:
    """Check the way from the earlier checkpoint that travels along: signed alike, and continued."""
    offered = field(proof, "consistency", dict)
    hashes = [unhex(one) for one in field(offered, "proof", list)]
    key = _signing_key(earlier, field(proof, "keys", list))
    is_ours = key is not None and report.keys.get("ledger") == ledger_fingerprint(key)
    if not is_ours or earlier.origin != checkpoint.origin:
        text = "The earlier checkpoint in the pack is not signed by the key of the pack's own."
        report.failed("earlier.signature", text)
    elif earlier.size != field(offered, "from", int) or earlier.size > checkpoint.size:
        report.failed("earlier.size", "The earlier checkpoint in the pack is of another size.")
    elif consistent(earlier, checkpoint, hashes):
        text = (
            f"The ledger continues its earlier checkpoint of {earlier.size} entries, root "
            f"{earlier.root.hex()}: nothing before it was changed, removed or moved since."
        )
        report.proved("earlier", text)
    else:
        text = (
            f"The ledger does not continue its own earlier checkpoint of {earlier.size} entries: "
            "its history was rewritten or forked, or the proof was altered."
        )
        report.failed("earlier.broken", text)


# --- The records and the signatures on them -------------------------------------------------------


RECORD_NAMES = ("record-", "records/")  # as packs name them now, and as older ones did


class Snapshot(NamedTuple):
    """The state of a record in the pack."""

    ref: str
    digest: str
    commits: tuple[tuple[str, str, str], ...]  # kind and id of the row, path of the value, hex


def check_records(
    files: dict[str, File], entries: list[Entry], report: Report
) -> dict[tuple[str, str], Snapshot]:
    """Compare each record with what its last entry recorded."""
    last = {entry.subject: entry for entry in entries if "after" in entry.body}
    found: dict[tuple[str, str], Snapshot] = {}
    right = 0
    for name in sorted(files):
        if not name.startswith(RECORD_NAMES):
            continue
        try:
            subject, snapshot = _snapshot(name, files[name].data, report.allowance)
            if subject in found:
                raise Wrong("the same record is there twice")
            found[subject] = snapshot
            right += _is_recorded(snapshot, last.get(subject), report)
        except Wrong as error:
            report.failed("record.damaged", f"{name} cannot be accepted: {error}.")
    if found and right == len(found):
        text = f"{count_of(right, 'record')}: in the state that the last entry of each recorded."
        report.proved("records", text)
    if len(found) == sum(name.startswith(RECORD_NAMES) for name in files):
        for entry in [one for subject, one in last.items() if subject not in found]:
            text = f"The pack lacks the record of which {entry.told} tells: it was taken out."
            report.failed("record.absent", text)
    return found


def _snapshot(name: str, data: bytes, allowance: Allowance) -> tuple[tuple[str, str], Snapshot]:
    value = canonical(data, allowance)
    ref = field(value, "ref", str)
    if field(value, "schema", int) != 1 or name not in [
        f"{start}{ref}.json" for start in RECORD_NAMES
    ]:
        raise Wrong("its schema or its name is not the expected one")
    subject = field(value, "kind", str), field(value, "id", str)
    commits = tuple(_commits(*subject, value))
    for kind, rows in field(value, "parts", dict).items():
        for row in rows if isinstance(rows, list) else []:
            commits += tuple(_commits(kind, field(row, "id", str), row))
    return subject, Snapshot(ref, hashlib.sha256(data).hexdigest(), commits)


def _commits(kind: str, key: str, row: object) -> Iterator[tuple[str, str, str]]:
    """Name the values about people in a row, which stand there as commitments."""
    for name, value in field(row, "fields", dict).items():
        if isinstance(value, dict) and list(value) == ["commit"]:
            yield f"{kind}/{key}", f"{kind}.{name}", unhex(value["commit"]).hex()


def _is_recorded(snapshot: Snapshot, entry: Entry | None, report: Report) -> bool:
    if entry is None:
        text = f"No proved entry of the ledger speaks of the record {snapshot.ref}."
        report.failed("record.unrecorded", text)
    elif entry.body["after"] != snapshot.digest:
        text = f"The record {snapshot.ref} was altered: {entry.told} recorded another state."
        report.failed("record.altered", text)
    else:
        return True
    return False


def check_links(entries: list[Entry], report: Report) -> None:
    """Tell where entries of a record are left out: each begins in the state the last one ended."""
    state: dict[tuple[str, str], Entry] = {}
    gaps = []
    for entry in entries:
        before = state.get(entry.subject)
        if before and entry.body.get("before", before.body["after"]) != before.body["after"]:
            gaps.append(f"before {entry.told}")
        if "after" in entry.body:
            state[entry.subject] = entry
    if gaps:
        told = "; ".join(gaps[:MOST_LINES])
        report.not_shown("entries.gaps", f"What happened in entries that are left out: {told}.")


def check_erasures(entries: list[Entry], report: Report) -> set[str]:
    """Tell which values about people were erased, and give their commitments."""
    erased: set[str] = set()
    for entry in entries:
        facts = entry.body.get("facts")
        if not isinstance(facts, dict) or "erased" not in facts:
            continue
        try:
            named = [field(item, "commits", list) for item in field(facts, "erased", list)]
            commits = [unhex(one).hex() for listed in named for one in listed]
        except Wrong as error:
            report.failed("erased.damaged", f"The erasure {entry.told}: {error}.")
            continue
        erased.update(commits)
        day = str(entry.body["at"])[:10]
        told = count_of(len(commits), "value about people was", "values about people were")
        text = (
            f"{told} erased on {day} ({entry.told}): what commits to them stands, and cannot be "
            "opened any more."
        )
        report.proved("erased", text)
    return erased


def check_salts(
    files: dict[str, File],
    records: dict[tuple[str, str], Snapshot],
    erased: set[str],
    report: Report,
) -> None:
    """Ask for the salt of every value about people that was not erased, and for no others."""
    wanted = {(row, path): commit for one in records.values() for row, path, commit in one.commits}
    salts = set()
    if "salts.json" in files:
        opened = canonical(files["salts.json"].data, report.allowance)
        if not isinstance(opened, dict):
            raise Wrong("it holds no salts")
        for row in opened:
            for path, salt in field(opened, row, dict).items():
                if not isinstance(salt, str) or not re.fullmatch("[0-9a-f]{32}", salt):
                    raise Wrong("it holds something else where a salt in hex is expected")
                salts.add((row, path))
    if salts - wanted.keys():
        raise Wrong("it holds salts that belong to no record of the pack")
    missing = [place for place in wanted.keys() - salts if wanted[place] not in erased]
    if missing:
        told = count_of(len(missing), "value about people is", "values about people are")
        text = (
            f"What {told}: the salts that open the commitments are not in the pack. They were "
            "taken out, or erased after its moment."
        )
        report.not_shown("salts", text)


SIGNED_NAMES = "signed-"


def check_signed(
    files: dict[str, File], entries: list[Entry], report: Report
) -> set[tuple[str, str, str]]:
    """Compare each state that was signed earlier with what was recorded; give kind, id, digest."""
    recorded = {
        (*entry.subject, str(entry.body["after"])) for entry in entries if "after" in entry.body
    }
    found: set[tuple[str, str, str]] = set()
    for name in sorted(files):
        if not name.startswith(SIGNED_NAMES):
            continue
        try:
            value = canonical(files[name].data, report.allowance)
            state = field(value, "kind", str), field(value, "id", str), files[name].sha256.hex()
        except Wrong as error:
            report.failed("signed.damaged", f"{name} cannot be accepted: {error}.")
            continue
        found.add(state)
        if state not in recorded:
            text = f"{name} is a state that no proved entry of the ledger recorded."
            report.failed("signed.unrecorded", text)
    return found


def check_signatures(
    entries: list[Entry],
    records: dict[tuple[str, str], Snapshot],
    earlier: set[tuple[str, str, str]],
    report: Report,
) -> dict[str, bool]:
    """Say of each signature whether it covers the state in this pack.

    Gives, by the reference of what was signed, whether a signature that assents covers its state.
    """
    standing: dict[str, bool] = {}
    for entry in entries:
        facts = entry.body.get("facts")
        if isinstance(facts, dict) and "signs" in facts:
            try:
                ref, is_current = _tell_signature(entry, facts, records, earlier, report)
                is_assent = facts.get("meaning") not in ("dissented", "changes_requested")
                standing[ref] = standing.get(ref, False) or (is_current and is_assent)
            except Wrong as error:
                report.failed("signature.damaged", f"The signature {entry.told}: {error}.")
    return standing


def _tell_signature(
    entry: Entry,
    facts: dict[str, object],
    records: dict[tuple[str, str], Snapshot],
    earlier: set[tuple[str, str, str]],
    report: Report,
) -> tuple[str, bool]:
    """Tell of one signature; give what it is on, and that no record of the pack contradicts it."""
    changed, absent, kept = [], [], []
    signs = field(facts, "signs", list)
    for signed in signs:
        ref, subject = (
            field(signed, "ref", str),
            (field(signed, "kind", str), field(signed, "id", str)),
        )
        if subject not in records:
            absent.append(ref)
        elif records[subject].digest != field(signed, "digest", str):
            changed.append(ref)
            kept += [ref] if (*subject, field(signed, "digest", str)) in earlier else []
    who = f"The signature {entry.told} ({facts.get('meaning')}, {entry.body['at']})"
    if facts.get("meaning") == "dissented":
        report.says("signature.dissent", f"{who} is a DISSENT: it approves nothing.")
    if changed:
        text = f"{who} is stale: {', '.join(changed)} changed since it was given."
        text += f" What was signed of {', '.join(kept)} is attached." if kept else ""
        report.says("signature.stale", text)
    elif not absent:
        report.proved("signature.current", f"{who} covers the state in this pack.")
    if absent:
        text = f"{who}: whether {', '.join(absent)} is unchanged; it is not in the pack."
        report.not_shown("signature.absent", text)
    return field(signs[0] if signs else None, "ref", str), not changed


def check_claims(
    pack: Pack,
    entries: list[Entry],
    records: dict[tuple[str, str], Snapshot],
    standing: dict[str, bool],
    report: Report,
) -> None:
    """Hold what the manifest says of itself against what the ledger proves.

    What cannot be held against anything is named among the limits.
    """
    latest = max((str(entry.body["at"]) for entry in entries), default="")
    if latest > pack.moment:
        text = f"The manifest is dated {pack.moment}, before an entry of {latest} that it carries."
        report.failed("manifest.moment", text)
    subject = records.get(pack.subject)
    if subject is None or subject.ref != pack.ref:
        text = f"The record that the pack is about, {pack.ref}, is not in it."
        report.failed("manifest.subject", text)
    told: dict[str, set[str]] = {}
    for gap in pack.gaps:
        if gap.code.startswith("signoff.") or gap.code.endswith(".signed"):
            told.setdefault(gap.about, set()).add(gap.level)
    for ref in sorted({pack.ref, *standing, *told}):
        _check_standing(ref, told.get(ref, set()), is_signed=standing.get(ref, False), to=report)
    if not report.has_failed:
        present = {one.ref for one in records.values()}
        held = {ref: is_signed for ref, is_signed in standing.items() if ref in present}
        report.content = content_of(
            pack, held, {ref for ref in held if told.get(ref, {"ok"}) != {"ok"}}
        )


def content_of(pack: Pack, standing: dict[str, bool], doubted: set[str]) -> dict[str, object]:
    """Tell what a sound pack says: of what, as of when, what is signed, and what is open.

    `doubted` are those of which the pack itself says that they are not signed as they stand.
    """
    signed = sorted(ref for ref, is_signed in standing.items() if is_signed and ref not in doubted)
    others = sorted(standing.keys() - signed)
    parts = [f"{pack.ref} as of {pack.moment[:19].replace('T', ' ')} UTC."]
    parts += ["SAMPLE: its records are made up."] if pack.is_sample else []
    parts += [f"Signed as it stands: {listed_refs(signed)}."] if signed else []
    parts += [f"Signatures that do not carry what stands: {listed_refs(others)}."] if others else []
    parts += ["Nothing in it bears a signature."] if not standing else []
    told = told_levels(pack)
    parts.append(f"By its own list: {told}." if told else "Its own list names no gap.")
    return {
        "says": " ".join(parts),
        "of": pack.ref,
        "as_of": pack.moment,
        "sample": pack.is_sample,
        "signed": signed,
        "not_signed": others,
        "gaps": levels_of(pack),
    }


def listed_refs(refs: list[str]) -> str:
    """Name some references, and count the others."""
    more = f" and {len(refs) - MOST_LINES} more" if len(refs) > MOST_LINES else ""
    return ", ".join(refs[:MOST_LINES]) + more


def _check_standing(ref: str, levels: set[str], *, is_signed: bool, to: Report) -> None:
    """Compare what is said of a record's sign-off with its signatures."""
    if "ok" in levels and not is_signed:
        text = f"The manifest says that {ref} is signed; no signature covers the state in the pack."
        to.failed("manifest.standing", text)
    elif not levels and not is_signed:
        text = f"The manifest leaves out that no signature covers the state of {ref} in the pack."
        to.failed("manifest.standing", text)


# --- The keys that were given ---------------------------------------------------------------------


class Given(NamedTuple):
    """A fingerprint given by the reader, with the role it is for where that is known."""

    role: str
    fingerprint: str


def read_keys(arguments: Sequence[str]) -> list[Given]:
    """Read fingerprints, or files of certificates, public keys, verifier keys, fingerprints."""
    given: list[Given] = []
    for argument in arguments:
        plain = argument.replace(":", "").lower()
        found = [Given("", plain)] if re.fullmatch("[0-9a-f]{64}", plain) else _key_file(argument)
        if not found:
            raise Unreadable(f"{argument} is neither a fingerprint nor a file with a public key.")
        given += found
    return given


def _key_file(path: str) -> list[Given]:
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST_KEY_FILE)
    except (OSError, ValueError):
        return []
    if data[:1] == b"\x30":  # a certificate or key in DER
        return [Given("", hashlib.sha256(data).hexdigest())]
    text = data.decode("utf-8", "replace")
    if "PRIVATE KEY" in text:
        raise Unreadable(f"{path} holds a private key. Give the public one, and keep that safe.")
    found = []
    pem = r"-----BEGIN (CERTIFICATE|PUBLIC KEY)-----([A-Za-z0-9+/=\s]+)-----END"
    for kind, packed in re.findall(pem, text):
        encoded = base64.b64decode(packed)
        ledger = kind == "PUBLIC KEY" and encoded.startswith(ED25519_SPKI)
        found.append(Given("ledger" if ledger else "seal", hashlib.sha256(encoded).hexdigest()))
    vkey = r"^[^\s+]+\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)\s*$"
    packed_keys = [base64.b64decode(key) for key in re.findall(vkey, text, re.MULTILINE)]
    found += [Given("ledger", ledger_fingerprint(key[1:])) for key in packed_keys]
    plain = re.findall(r"\b(?:[0-9a-f]{64}|(?:[0-9a-f]{2}:){31}[0-9a-f]{2})\b", text.lower())
    return found + [Given("", one.replace(":", "")) for one in plain]


def check_keys(given: list[Given], report: Report) -> None:
    """Hold the keys that signed against those that were given."""
    used = {
        "ledger": {report.keys.get("ledger", "")},
        "seal": {report.keys.get("seal", ""), report.keys.get("seal public key", "")},
    }
    everything = used["ledger"] | used["seal"]
    strangers = {one.role for one in given if one.fingerprint not in everything}
    for role, fingerprints in used.items():
        what = "seal" if role == "seal" else "checkpoint"
        report.established[role] = any(one.fingerprint in fingerprints for one in given)
        if report.established[role]:
            report.proved(f"key.{role}", f"The {what} is by a key that you gave.")
        elif strangers & {role, ""}:
            report.failed("key.unknown", f"The {what} is not by a key that you gave.")
        else:
            text = f"Who made the {what}: no key for it was given with --key."
            report.not_shown(f"key.{role}", text)


# --- All of it ------------------------------------------------------------------------------------

_CLAIMS = (
    "What the manifest says of itself: whether the records are SAMPLES, that the pack is of no "
    "later moment, and what it lists as lacking, except that a record is without signature. "
    "That rests on the seal alone; the installation can tell whether it made this pack."
)
LIMITS = (
    ("truth", "That what was recorded was true: the ledger shows what was recorded, not more."),
    ("holder", "Who held the keys, and that the clock of the installation was right."),
    ("pages", "That the printed pages tell what the attached records hold: the seal covers both."),
    ("claims", _CLAIMS),
    ("later", "That the pack leaves out no entry, and what happened after its checkpoint."),
)


def verify(
    data: bytes,
    keys: Sequence[str] = (),
    checkpoint: str | None = None,
    *,
    everything: bool = False,
) -> Report:
    """Check a pack; raises Unreadable where there is nothing to check.

    A file whose seal fails may be anybody's: it is read no further, except for `everything`. Only
    where bytes were changed, its attachments are compared with its own list, to name the changed.
    """
    given, report = read_keys(keys), Report()
    pdf = Pdf(data)
    check_seal(pdf, report)
    is_altered = any(line.code == "seal.altered" for line in report.lines)
    stops = report.has_failed and not everything
    files: dict[str, File] = {}
    pack: Pack | None = None
    if is_altered or not stops:
        files, pack = _check_files(pdf, report)
    if stops:
        text = "What the file holds: its seal failed, so no more of it was read. --all reads it."
        report.not_shown("stopped", text)
        return report
    try:
        _check_ledger(files, pack, checkpoint, report)
    except Wrong as error:
        report.failed("proof.damaged", f"proof.json cannot be accepted: {error}.")
    check_keys(given, report)
    for code, text in LIMITS:
        report.limit(code, text)
    return report


def _check_files(pdf: Pdf, report: Report) -> tuple[dict[str, File], Pack | None]:
    try:
        files = read_attachments(pdf, report)
    except Unreadable as error:
        report.failed("attachment.unreadable", f"The attachments cannot be read. {error}")
        files = {}
    return files, check_manifest(files, report)


def _check_ledger(
    files: dict[str, File], pack: Pack | None, kept: str | None, report: Report
) -> None:
    if "proof.json" not in files:
        report.failed("proof.none", "The file has no proof.json: nothing ties it to the ledger.")
        return
    proof = canonical(files["proof.json"].data, report.allowance)
    if field(proof, "v", int) != 1:
        raise Wrong("its version is not known to this verifier")
    checkpoint = check_checkpoint(proof, pack, report)
    entries = check_entries(proof, checkpoint, report)
    check_consistency(proof, checkpoint, kept, report)
    records = check_records(files, entries, report)
    check_links(entries, report)
    erased = check_erasures(entries, report)
    try:
        check_salts(files, records, erased, report)
    except Wrong as error:
        report.failed("salts.damaged", f"salts.json cannot be accepted: {error}.")
    earlier = check_signed(files, entries, report)
    standing = check_signatures(entries, records, earlier, report)
    if pack and not report.has_failed:  # else there is nothing proved to hold them against
        check_claims(pack, entries, records, standing, report)


def read_file(path: str, largest: int = LARGEST_FILE) -> bytes:
    """Read a file of bearable size."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path} cannot be read: {error}.") from error
    if len(data) > largest:
        raise Unreadable(f"{path} is larger than this verifier reads.")
    return data


def read_kept(path: str) -> str:
    """Read a checkpoint that was kept; what cannot be read is no fault of the pack's."""
    data = read_file(path, LARGEST_NOTE)
    try:
        kept = unwrapped(data.decode("utf-8-sig"))
        read_checkpoint(kept)
    except UnicodeDecodeError:
        raise Unreadable(f"{path} cannot be read: it is no text.") from None
    except Wrong as error:
        raise Unreadable(f"{path} cannot be read: {error}.") from None
    return kept


def unwrapped(note: str) -> str:
    """Join signature lines that were wrapped, as where a note was copied off a printed page."""
    text, gap, tail = note.replace("\r\n", "\n").strip().partition("\n\n")
    lines: list[str] = []
    for line in (one.strip() for one in tail.split("\n")):
        if lines and not line.startswith("— "):
            # It breaks between name and signature, or within the signature.
            lines[-1] += line if lines[-1].count(" ") > 1 else f" {line}"
        else:
            lines.append(line)
    return text + gap + "\n".join(lines) + "\n"


WORST_FIRST = ("failed", "says", "not shown", "proved")


def tell(report: Report, *, as_json: bool) -> None:
    """Print both verdicts, then what they rest on, the worst first."""
    if as_json:
        told = {
            "verdict": report.verdict,
            "content": {**report.content, "says": report.told},
            "outcome": report.outcome,
            "exit": report.exit_code,
            "pack": report.pack,
            "keys": report.keys,
            "checks": [line._asdict() for line in report.lines],
        }
        print(json.dumps(told, indent=2))
        return
    print(f"verdict    {report.verdict}\ncontent    {report.told}\n")
    for status in WORST_FIRST:
        for line in report.lines:
            if line.status == status:
                print(f"{line.status:<10} {line.text}")
    limits = [line.text for line in report.lines if line.status == "limit"]
    if limits:
        print("\nWhat no such check can show:\n" + "\n".join(f"- {text}" for text in limits))


def tell_unreadable(text: str, *, as_json: bool) -> int:
    """Print why there is no verdict, and give the exit code."""
    told = {
        "verdict": f"UNREADABLE. {printable(text)}",
        "content": {},
        "outcome": "unreadable",
        "exit": 2,
        "checks": [],
    }
    print(json.dumps(told) if as_json else f"verdict    {told['verdict']}", flush=True)
    return 2


def _limit(seconds: float, *, as_json: bool) -> threading.Timer:
    """End the program in a sentence where it takes longer than that."""

    def give_up() -> None:
        text = f"It takes longer than {seconds:g} seconds to read; --seconds gives it more."
        os._exit(tell_unreadable(text, as_json=as_json))

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    return timer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(
        description="Check an evidence pack offline: is it unaltered, and what does it say?",
        epilog="Example: python3 verify.py UC-0042-PK-0007.pdf --key LEDGER --key SEAL, with the "
        "two fingerprints that the page /trust/ of the installation tells. On Windows: py "
        "verify.py ... Exit code: 0 nothing failed, 1 something failed, 2 wrong use or unreadable.",
    )
    parser.add_argument("pack", metavar="PACK.pdf")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FILE_OR_FINGERPRINT",
        help="a SHA-256 fingerprint, or a file with a certificate or public key; give two, that "
        "of the ledger and that of the seal, taken from the installation and not from the pack",
    )
    parser.add_argument("--checkpoint", metavar="FILE", help="a checkpoint kept from earlier")
    parser.add_argument("--all", action="store_true", help="go on where the seal failed")
    parser.add_argument("--seconds", type=float, default=LONGEST_TIME, help="the longest to take")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    timer = _limit(options.seconds, as_json=options.json)
    try:
        kept = None
        if options.checkpoint:
            kept = read_kept(options.checkpoint)
        report = verify(read_file(options.pack), options.key, kept, everything=options.all)
    except Exception as error:  # a hostile file must end in a sentence, never in a traceback
        timer.cancel()
        known = isinstance(error, (Unreadable, Wrong))
        text = str(error) if known else f"It cannot be read ({type(error).__name__})."
        return tell_unreadable(text, as_json=options.json)
    timer.cancel()
    tell(report, as_json=options.json)
    return report.exit_code


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())

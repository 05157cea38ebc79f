"""The tree, and what was signed of it."""

from base64 import b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.second_checker.reading import rows_of, sha256


class Tree:
    """The tree of RFC 6962 over leaves that are hashed already."""

    def __init__(self, leaves):
        """Keep the leaves; what was hashed once is remembered."""
        self.leaves, self.size, self.known = leaves, len(leaves), {}

    def root(self, start, end):
        """Return the root over the leaves from start up to end."""
        if end - start < 2:
            return self.leaves[start] if end > start else sha256()
        if (start, end) not in self.known:
            middle = start + (1 << (end - start - 1).bit_length() - 1)
            children = self.root(start, middle), self.root(middle, end)
            self.known[start, end] = sha256(b"\1", *children)
        return self.known[start, end]

    def peaks(self, size):
        """Return the roots of the full trees that one of this size is made of, largest first."""
        start, peaks = 0, []
        while start < size:
            end = start + (1 << (size - start).bit_length() - 1)
            peaks.append(self.root(start, end).hex())
            start = end
        return peaks


def check_roots(cursor, tree, anchors):
    """Compare the tree with all checkpoints, those kept here and those kept elsewhere."""
    checkpoints = rows_of(cursor, "records_checkpoint")
    sizes = {row["size"] for row in checkpoints}
    noted = rows_of(cursor, "records_anchor")
    noted += rows_of(cursor, "records_settledmoment")
    # A tree of nothing needs no checkpoint; that no moment may rest on it is checked apart.
    handed_out = {row["size"] for row in noted if row["size"]}
    covered = max((size for size in sizes if size <= tree.size), default=0)
    if handed_out - sizes or tree.size > covered:
        yield "checkpoint"
    if max([*sizes, *handed_out, *(size for size, _ in anchors)], default=0) > tree.size:
        yield "cut"
    for row in checkpoints:
        if row["size"] <= tree.size and (
            row["root"] != tree.root(0, row["size"]) or row["frontier"] != tree.peaks(row["size"])
        ):
            yield "checkpoint"
    for size, root in anchors:
        if size <= tree.size and root != tree.root(0, size):
            yield "anchor"


def check_settled(entries, places, settled):
    """Check that the size of a settled moment covers every entry dated up to it."""
    positions = {row["entry_id"]: row["pos"] for row in places}
    for row in settled:
        dated = [key for key, entry in entries.items() if entry["occurred_at"] <= row["moment"]]
        if row["size"] < 1 or any(positions.get(key, row["size"]) >= row["size"] for key in dated):
            yield "checkpoint"


def check_notes(checkpoints, key):
    """Check that each note names one ledger, its size and root, and is signed by the key."""
    if len({row["note"].partition("\n")[0] for row in checkpoints}) > 1:
        yield "checkpoint"
    for row in checkpoints:
        text, _, signatures = row["note"].partition("\n\n")
        origin, *told = text.split("\n")
        try:
            fits = (int(told[0]), b64decode(told[1])) == (row["size"], row["root"])
        except (ValueError, IndexError):
            fits = False
        if not fits:
            yield "checkpoint"
        if key and not any(
            is_signed(f"{text}\n", origin, line, key) for line in signatures.splitlines()
        ):
            yield "signature"


def is_signed(text, origin, line, key):
    """Return whether a line below a note (C2SP signed-note) is a signature by this key."""
    try:
        _, name, encoded = line.split(" ")
        data = b64decode(encoded, validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(data[4:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return name == origin and data[:4] == sha256(origin.encode(), b"\n\x01", key)[:4]


def check_blocks(tree, stored, block):
    """Compare the stored roots of so many neighbouring leaves with the tree's."""
    blocks = range(tree.size // block)
    fit = {number: tree.root(number * block, (number + 1) * block) for number in blocks}
    if {row["index"]: row["root"] for row in stored} != fit:
        yield "block"

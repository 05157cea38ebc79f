"""The Merkle tree of RFC 6962: hashes, the growing edge, proofs and their verification."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

HASH_BYTES = 32
Span = tuple[int, int]  # leaves from (included) and to (excluded)
EMPTY_ROOT = hashlib.sha256(b"").digest()


class TreeError(ValueError):
    """A size, position or stored edge does not fit the tree."""


def leaf_hash(body: bytes) -> bytes:
    """Hash an entry's body as a leaf."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """Hold the right-hand edge of a tree: the roots of its complete subtrees, largest first.

    It is all that is needed to let the tree grow and to know its root.
    """

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.hashes):
            raise TreeError(
                f"A tree of {self.size} leaves does not have an edge of {len(self.hashes)} hashes."
            )
        if any(len(one) != HASH_BYTES for one in self.hashes):
            raise TreeError(f"Every hash of a tree's edge has {HASH_BYTES} bytes.")

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the end."""
        for _ in range((self.size ^ (self.size + 1)).bit_count() - 1):
            leaf = node_hash(self.hashes.pop(), leaf)
        self.hashes.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> Self:
        """Add leaf hashes in order and return the frontier itself."""
        for leaf in leaves:
            self.append(leaf)
        return self

    def root(self) -> bytes:
        """Give the root of the whole tree."""
        if not self.hashes:
            return EMPTY_ROOT
        *others, result = self.hashes
        for one in reversed(others):
            result = node_hash(one, result)
        return result


class Tree:
    """Hold all complete subtrees of a sequence of leaf hashes, so that each proof is a look-up.

    A level is one byte string: a million leaves take 64 MB. Every proof can be asked for any
    size the tree once had.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [b"".join(leaves)]
        if len(self._levels[0]) % HASH_BYTES:
            raise TreeError(f"Every leaf hash has {HASH_BYTES} bytes.")
        while len(self._levels[-1]) >= 2 * HASH_BYTES:
            self._levels.append(_parents(self._levels[-1]))

    @property
    def size(self) -> int:
        """Give the number of leaves."""
        return len(self._levels[0]) // HASH_BYTES

    def root(self, size: int | None = None) -> bytes:
        """Give the root of the first `size` leaves, of all by default."""
        size = self._checked(self.size if size is None else size)
        return self._range(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Prove that the leaf at `index` is among the first `size`; nearest sibling first."""
        size = self._checked(self.size if size is None else size)
        return [self._range(*span) for span in inclusion_spans(index, size)]

    def consistency_proof(self, first: int, second: int | None = None) -> list[bytes]:
        """Prove that the first `first` leaves are a beginning of the first `second`."""
        second = self._checked(self.size if second is None else second)
        return [self._range(*span) for span in consistency_spans(first, second)]

    def _checked(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise TreeError(f"The tree holds {self.size} leaves, not {size}.")
        return size

    def _range(self, start: int, end: int) -> bytes:
        """Hash leaves start to end; start is a multiple of the largest power of two inside."""
        size = end - start
        level = size.bit_length() - 1
        if size == 1 << level:
            at = (start >> level) * HASH_BYTES
            return self._levels[level][at : at + HASH_BYTES]
        middle = start + split(size)
        return node_hash(self._range(start, middle), self._range(middle, end))


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Name the subtrees whose hashes lead from a leaf to the root of the first `size`."""
    if not 0 <= index < size:
        raise TreeError(f"A tree of {size} leaves has no leaf at position {index}.")
    spans, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        spans.append((middle, end) if index < middle else (start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    return spans[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """Name the subtrees whose hashes prove the first tree to be a beginning of the second."""
    if not 0 <= first <= second:
        raise TreeError(f"A tree of {first} leaves is no beginning of one of {second}.")
    if first in (0, second):
        return []
    spans, start, end = [], 0, second
    while first < end:
        middle = start + split(end - start)
        is_left = first <= middle
        spans.append((middle, end) if is_left else (start, middle))
        start, end = (start, middle) if is_left else (middle, end)
    # The verifier holds the older root: it is left out where it is a subtree of the newer.
    return ([(start, end)] if start else []) + spans[::-1]


def root(leaves: Iterable[bytes]) -> bytes:
    """Give the root of a sequence of leaf hashes."""
    return Tree(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """Prove one leaf among the first `size`; for many proofs build one Tree."""
    return Tree(leaves[:size]).inclusion_proof(index, size)


def consistency_proof(leaves: Sequence[bytes], first: int, second: int) -> list[bytes]:
    """Prove that `first` leaves are a beginning of `second`; for many proofs build one Tree."""
    return Tree(leaves[:second]).consistency_proof(first, second)


def verify_inclusion(
    leaf: bytes, index: int, *, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether the proof leads from the leaf at `index` to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    node, last = index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            leaf = node_hash(sibling, leaf)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and leaf == root


def verify_consistency(
    first: int, second: int, *, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the older tree is a beginning of the newer one (RFC 9162, 2.1.4.2)."""
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    if first == second:
        return not proof and first_root == second_root
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    return bool(path) and _roots(path, first, second) == (first_root, second_root)


def _roots(path: list[bytes], first: int, second: int) -> tuple[bytes, bytes] | None:
    """Compute both roots from a consistency path, None where its length does not fit."""
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _parents(level: bytes) -> bytes:
    """Hash a level's complete pairs; two siblings already lie side by side."""
    sha256, pair = hashlib.sha256, 2 * HASH_BYTES
    end = len(level) - pair + 1
    return b"".join(
        [sha256(b"\x01" + level[at : at + pair]).digest() for at in range(0, end, pair)]
    )


def split(size: int) -> int:
    """Give the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)

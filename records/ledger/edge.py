"""The growing tree as the whole ledger is read: its edge, and the roots of its blocks."""

from records.ledger import tree

BLOCK = 256


class Edge:
    """Take leaves in order; know size, root and frontier at any time, and each block's root.

    The last, open block and the blocks before it have an edge of their own each; together they
    are the frontier that the sequencer keeps.
    """

    def __init__(self, block: int = BLOCK) -> None:
        self.block = block
        self.size = 0
        self._blocks = tree.Frontier()
        self._open = tree.Frontier()

    @property
    def hashes(self) -> list[bytes]:
        """Return the roots of the complete subtrees, largest first."""
        return self._blocks.hashes + self._open.hashes

    def append(self, leaf: bytes) -> bytes | None:
        """Add a leaf; return the root of the block that it completes, if it does."""
        self.size += 1
        self._open.append(leaf)
        if self._open.size < self.block:
            return None
        (root,) = self._open.hashes
        self._blocks.append(root)
        self._open = tree.Frontier()
        return root

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        return tree.Frontier(self.size, self.hashes).root()

"""Facts of a fixed length, put aside on disk by key, so that memory does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from struct import Struct
from tempfile import SpooledTemporaryFile
from typing import Any

# A million facts of a hundred bytes come to three megabytes in each.
COUNT = 32
# Of each partition; those of a small ledger need no file at all.
BYTES_IN_MEMORY = 2**16

# What a worker hands over: packed facts by the number of their partition.
type Spread = Mapping[int, bytes]


def spread(shape: Struct, facts: Iterable[tuple[Any, ...]]) -> Spread:
    """Pack facts, and sort them by the last byte of their first value, which is a key of bytes."""
    packed: dict[int, bytearray] = defaultdict(bytearray)
    for fact in facts:
        packed[fact[0][-1] % COUNT] += shape.pack(*fact)
    return {number: bytes(some) for number, some in packed.items()}


class Partitions:
    """Take facts in any order; give back, a partition at a time, all that share their keys."""

    def __init__(self, shape: Struct) -> None:
        self._shape = shape
        self._files = [
            SpooledTemporaryFile(BYTES_IN_MEMORY)  # noqa: SIM115 - end with this object
            for _ in range(COUNT)
        ]

    def add(self, some: Spread) -> None:
        """Put facts aside."""
        for number, packed in some.items():
            self._files[number].write(packed)

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the facts of each partition; equal keys are always in one."""
        for file in self._files:
            file.seek(0)
            yield list(self._shape.iter_unpack(file.read()))
            file.seek(0, 2)

"""What a table looks like, for people who map it: samples, frequent values, rows that are equal."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from inventory.imports.actions import tables
from inventory.models import ImportRun
from records.incoming import (
    ColumnKey,
    Table,
    TableColumn,
    clean,
    count_equals,
    excerpt,
    identity_key,
    is_empty,
    read_list,
)
from records.remembered import kept, let_go

SAMPLES = 3
# More different values than this are no closed list.
VALUES = 60
# Kept beside the queue for as long as somebody may be mapping; worked out anew when it is gone.
KEPT_SECONDS = 24 * 3600
SHAPE = 1


@dataclass(frozen=True)
class ColumnProfile:
    """One column: how often it is filled, with what; `values` are the most frequent, with counts.

    `items` are the same for cells that hold lists.
    """

    label: str
    key: ColumnKey
    after: str
    is_repeated: bool
    filled: int
    samples: tuple[str, ...]
    values: tuple[tuple[str, int], ...]
    items: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Profile:
    """A table without its rows."""

    format: str
    encoding: str
    sure: str
    words: tuple[str, ...]
    delimiter: str
    sheet: str
    remarks: tuple[str, ...]
    problem_count: int
    row_count: int
    columns: tuple[ColumnProfile, ...]

    def column(self, key: ColumnKey) -> ColumnProfile | None:
        """Return the column that a mapping names."""
        return next((each for each in self.columns if each.key.folded == key.folded), None)


@dataclass(frozen=True)
class Equals:
    """Rows that some columns leave equal: how many beyond the first, and the largest group."""

    rows: int = 0
    largest: int = 1
    example: str = ""
    blank: int = 0


def profile_of(run: ImportRun) -> Profile:
    """Return what the file of an import looks like, as it is read now."""
    key = _cache_key(run, "profile")
    return kept(key, lambda: profile(tables.table_of(run)), seconds=KEPT_SECONDS)


def forget(run: ImportRun) -> None:
    """Let go of what is kept of the file beside the queue: samples hold its values."""
    let_go(_cache_key(run, "profile"))


def equals_of(run: ImportRun, identity: Sequence[ColumnKey]) -> Equals:
    """Return how many rows the identifying columns leave equal."""
    key = _cache_key(run, "equals", *(str(each.folded) for each in identity))
    return kept(key, lambda: equals(tables.table_of(run), identity), seconds=KEPT_SECONDS)


def _cache_key(run: ImportRun, *parts: str) -> str:
    text = json.dumps([SHAPE, run.sha256, run.chosen, *parts], sort_keys=True)
    return f"import:{sha256(text.encode()).hexdigest()}"


def profile(table: Table) -> Profile:
    """Look through a table."""
    encoding = table.encoding
    return Profile(
        format=table.format,
        encoding=encoding.name if encoding else "",
        sure=encoding.sure if encoding else "",
        words=encoding.samples if encoding else (),
        delimiter=table.delimiter or "",
        sheet=table.sheet or "",
        remarks=tuple(tables.in_words(remark) for remark in table.remarks),
        problem_count=len({problem.row for problem in table.problems}),
        row_count=len(table.rows),
        columns=tuple(_column(table, column) for column in table.columns),
    )


def _column(table: Table, column: TableColumn) -> ColumnProfile:
    texts = [clean(row.cells[column.position]) for row in table.rows]
    counts = Counter(text for text in texts if not is_empty(text))
    frequent = tuple((text, n) for text, n in counts.most_common(VALUES) if len(text) <= 300)
    return ColumnProfile(
        label=column.label,
        key=column.key,
        after=column.after if column.is_repeated else "",
        is_repeated=column.is_repeated,
        filled=sum(counts.values()),
        samples=tuple(excerpt(text, 70) for text, _count in counts.most_common(SAMPLES)),
        values=frequent,
        items=_items(counts),
    )


def _items(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for text, count in counts.most_common(VALUES * 5):
        value = read_list(text, {}).value
        for item in value if isinstance(value, tuple) else ():
            found[item] += count
    return tuple((text, count) for text, count in found.most_common(VALUES) if len(text) <= 300)


def equals(table: Table, identity: Sequence[ColumnKey]) -> Equals:
    """Count the rows that these columns leave equal."""
    places = {column.key.folded: column.position for column in table.columns}
    wanted = [places[key.folded] for key in identity if key.folded in places]
    keys = [identity_key(row.cells[place] for place in wanted) for row in table.rows]
    blank = sum(not key for key in keys)
    keys = [key for key in keys if key]
    numbers = count_equals(keys)
    largest = max((total for _number, total in numbers), default=1)
    example = next((k for k, (_n, t) in zip(keys, numbers, strict=True) if t == largest), "")
    return Equals(
        rows=sum(number > 1 for number, _total in numbers),
        largest=largest,
        example=excerpt(example, 120) if largest > 1 else "",
        blank=blank,
    )

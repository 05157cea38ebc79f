"""The difference between what comes in and what is there, before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from records.incoming.identity import numbered, split
from records.incoming.incoming import IncomingRow
from records.incoming.values import clean, fold

Values = Mapping[str, object]
EXTERNAL = "external"
# Rows that only their number tells apart are paired by likeness, each with each; beyond this
# many pairs in one group they are paired in order.
MAX_PAIRS = 2_500


@dataclass(frozen=True)
class PlannedChange:
    """A field that would get another value."""

    field: str
    old: object
    new: object


@dataclass(frozen=True)
class Conflict:
    """A field that both the file and a person have changed since the last import."""

    field: str
    current: object
    new: object


@dataclass(frozen=True)
class Update:
    """A row whose record is there already, and how the two differ."""

    incoming: IncomingRow
    changes: tuple[PlannedChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def difference(self) -> int:
        """Return in how many fields the two differ."""
        return len(self.changes) + len(self.conflicts)


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do; each row of the file is in exactly one of the first four."""

    adds: list[IncomingRow] = field(default_factory=list)
    changes: list[Update] = field(default_factory=list)
    unchanged: list[IncomingRow] = field(default_factory=list)
    refusals: list[IncomingRow] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)  # identities; nothing is deleted for them


def plan(
    incoming: Iterable[IncomingRow],
    existing: Mapping[str, Values],
    *,
    imported: Mapping[str, Values] | None = None,
) -> ImportPlan:
    """Compare rows with the current values of the records, by identity.

    `imported` are the values of the last import. With them a field that only a person has
    edited since is left alone, and one that both have changed is a conflict; without them every
    difference is a change.
    """
    made = ImportPlan()
    groups = defaultdict[str, list[IncomingRow]](list)
    for row in incoming:
        groups[row.key].append(row)
    there = defaultdict[str, list[str]](list)
    for identity in sorted(existing, key=split):
        there[split(identity)[0]].append(identity)
    for key, rows in groups.items():
        known = {identity: existing[identity] for identity in there.pop(key, [])}
        _plan_group(made, rows, known, imported or {})
    made.vanished.extend(identity for identities in there.values() for identity in identities)
    return _in_order(made)


def _in_order(made: ImportPlan) -> ImportPlan:
    def by_row(row: IncomingRow) -> int:
        return row.row_number

    return ImportPlan(
        adds=sorted(made.adds, key=by_row),
        changes=sorted(made.changes, key=lambda update: update.incoming.row_number),
        unchanged=sorted(made.unchanged, key=by_row),
        refusals=sorted(made.refusals, key=by_row),
        vanished=sorted(made.vanished),
    )


def _plan_group(
    made: ImportPlan,
    rows: Sequence[IncomingRow],
    existing: Mapping[str, Values],
    imported: Mapping[str, Values],
) -> None:
    pairs = _pairs(rows, existing)
    numbers = (numbered(rows[0].key, number) for number in count(1))
    free = (identity for identity in numbers if identity not in existing)
    for position, row in enumerate(rows):
        identity = pairs.get(position)
        if row.problems:
            made.refusals.append(replace(row, identity=identity or row.identity))
        elif identity is None:
            made.adds.append(replace(row, identity=next(free)))
        else:
            update = _compare(row, existing[identity], imported.get(identity))
            update = replace(update, incoming=replace(row, identity=identity))
            if update.difference:
                made.changes.append(update)
            else:
                made.unchanged.append(update.incoming)
    made.vanished.extend(set(existing) - set(pairs.values()))


def _pairs(rows: Sequence[IncomingRow], existing: Mapping[str, Values]) -> dict[int, str]:
    """Give each row at most one record: first its own if equal, then the most alike.

    When one of six equals leaves the file, the numbers of those below it move up; pairing by
    number alone would write each into the record of its neighbour.
    """
    pairs: dict[int, str] = {}
    for position, row in enumerate(rows):
        own = existing.get(row.identity)
        if not row.problems and own is not None and not _compare(row, own).difference:
            pairs[position] = row.identity
    taken = set(pairs.values())
    for are_refused in (False, True):
        left = [n for n, row in enumerate(rows) if bool(row.problems) is are_refused]
        left = [n for n in left if n not in pairs]
        records = [identity for identity in existing if identity not in taken]
        for position, identity in _ranked(rows, left, existing, records):
            if position not in pairs and identity not in taken:
                pairs[position] = identity
                taken.add(identity)
    return pairs


def _ranked(
    rows: Sequence[IncomingRow],
    positions: list[int],
    existing: Mapping[str, Values],
    identities: list[str],
) -> list[tuple[int, str]]:
    if len(positions) * len(identities) > MAX_PAIRS:
        return list(zip(positions, identities, strict=False))
    ranked = [
        (_compare(rows[position], existing[identity]).difference, position, place)
        for position in positions
        for place, identity in enumerate(identities)
    ]
    return [(position, identities[place]) for _difference, position, place in sorted(ranked)]


def _compare(row: IncomingRow, current: Values, last: Values | None = None) -> Update:
    changes: list[PlannedChange] = []
    conflicts: list[Conflict] = []
    for name, new in row.values.items():
        old = current.get(name)
        if _same(old, new):
            continue
        if last is None or _same(old, last.get(name)):
            changes.append(PlannedChange(name, old, new))
        elif not _same(new, last.get(name)):
            conflicts.append(Conflict(name, old, new))
    changes += _cleared(row, current, last)
    changes += _external(row, current)
    return Update(row, tuple(changes), tuple(conflicts))


def _cleared(row: IncomingRow, current: Values, last: Values | None) -> list[PlannedChange]:
    # Only what the file itself brought may be emptied by the file.
    return [
        PlannedChange(name, old, None)
        for name, old in (last or {}).items()
        if name not in row.values and name != EXTERNAL
        if not _same(old, None) and _same(current.get(name), old)
    ]


def _external(row: IncomingRow, current: Values) -> list[PlannedChange]:
    # Nobody edits these by hand: they are the file's, so they follow it whole.
    known = current.get(EXTERNAL)
    old = known if isinstance(known, Mapping) else {}
    keys = [key for key in {**old, **row.external} if old.get(key) != row.external.get(key)]
    if not keys:
        return []
    before = {key: old[key] for key in keys if key in old}
    after = {key: row.external[key] for key in keys if key in row.external}
    return [PlannedChange(EXTERNAL, before, after)]


def _same(one: object, other: object) -> bool:
    return _plain(one) == _plain(other)


def _plain(value: object) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return tuple(fold(str(item)) for item in value) or None
    return value

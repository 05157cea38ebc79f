"""A first mapping proposed from the headings and values of a table; a person decides."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

from records.incoming.dates import evident_order
from records.incoming.mapping import FieldRule, FieldSpec, Identity, TableMapping
from records.incoming.table import ColumnKey, Table, TableColumn
from records.incoming.values import choice_key, fold

# Below this, proposals were more often wrong than right on the headings tried.
LEAST_LIKENESS = 0.62
SAMPLE_ROWS = 1_000


def suggest(table: Table, fields: Sequence[FieldSpec], *, name: str = "") -> TableMapping:
    """Propose for each field the column whose heading is most like its name or label."""
    chosen = _pairs(table, fields)
    rules = tuple(
        FieldRule(spec.name, (chosen[spec.name].key,), day_first=_day_first(table, spec, chosen))
        for spec in fields
        if spec.name in chosen
    )
    return TableMapping(
        name=name, title=table.name, rules=rules, identity=_identity(table, fields, chosen)
    )


def _pairs(table: Table, fields: Sequence[FieldSpec]) -> dict[str, TableColumn]:
    ranked = sorted(
        (
            (_likeness(column, spec), -column.position, -place)
            for column in table.columns
            for place, spec in enumerate(fields)
        ),
        reverse=True,
    )
    chosen: dict[str, TableColumn] = {}
    for likeness, position, place in ranked:
        column, spec = table.columns[-position], fields[-place]
        if likeness < LEAST_LIKENESS:
            break
        if spec.name not in chosen and column not in chosen.values():
            chosen[spec.name] = column
    return chosen


def _likeness(column: TableColumn, spec: FieldSpec) -> float:
    heading = choice_key(column.heading).replace("_", " ")
    return max(
        _alike(heading, fold(spec.name.replace("_", " "))), _alike(heading, fold(spec.label))
    )


def _alike(heading: str, wanted: str) -> float:
    if heading == wanted:
        return 1.0
    words, asked = set(heading.split()), set(wanted.split())
    if asked and asked <= words:
        # "Use Case Name" for "Name": every word is there, and few others.
        return 0.55 + 0.4 * len(asked) / len(words)
    return 0.9 * SequenceMatcher(None, heading, wanted).ratio()


def _day_first(table: Table, spec: FieldSpec, chosen: dict[str, TableColumn]) -> bool | None:
    if spec.kind != "date":
        return None
    texts = _texts(table, chosen[spec.name])
    found = {order for text in texts if (order := evident_order(text)) is not None}
    return found.pop() if len(found) == 1 else None


def _texts(table: Table, column: TableColumn) -> Iterator[str]:
    return (row.cells[column.position] for row in islice(table.rows, SAMPLE_ROWS))


def _identity(
    table: Table, fields: Sequence[FieldSpec], chosen: dict[str, TableColumn]
) -> Identity:
    # What is told at length is likely to be reworded, a choice to be made anew: either would then
    # identify another row.
    identifying = [f.name for f in fields if f.required and f.kind not in ("long", "choice")]
    identifying += [f.name for f in fields if f.kind == "unit"]
    keys: list[ColumnKey] = [
        chosen[name].key for name in dict.fromkeys(identifying) if name in chosen
    ]
    return Identity(tuple(keys) or (table.columns[0].key,))

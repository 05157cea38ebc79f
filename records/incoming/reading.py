"""Each field with its columns and the way its kind is read."""

from collections import abc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from records.incoming.dates import read_date
from records.incoming.mapping import FieldRule, FieldSpec, Kind, TableMapping
from records.incoming.problems import SourceError, told
from records.incoming.problems import gettext_noop as _
from records.incoming.table import TableColumn
from records.incoming.values import (
    CellReading,
    Value,
    choice_key,
    is_empty,
    read_boolean,
    read_choice,
    read_integer,
    read_list,
    read_text,
)

# How the place of a row is written: the names of its units, the topmost first.
UNIT_SEPARATOR = " > "


@dataclass(frozen=True)
class Slot:
    """One field, the columns that fill it and how their texts become its value."""

    spec: FieldSpec
    rule: FieldRule
    columns: tuple[TableColumn, ...] = ()
    choices: abc.Mapping[str, str | None] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Return the first column's label, by which a person finds the cell."""
        return self.columns[0].label if self.columns else self.spec.label

    @property
    def default(self) -> Value | None:
        """Return the value of a new record for which the file says nothing usable."""
        return None if self.rule.default is None else self._convert([self.rule.default]).value

    def read(self, texts: Sequence[str]) -> CellReading:
        """Read the clean texts of the columns; blank ones count as absent."""
        if not any(not is_empty(text) for text in texts):
            found = CellReading()
        elif self.spec.kind == "unit":
            found = _read_unit(texts)
        else:
            found = self._convert([text for text in texts if not is_empty(text)])
        return found if found.problem else self._required(found)

    def _convert(self, filled: list[str]) -> CellReading:
        found = READERS[self.spec.kind](self, filled)
        if found.remark and found.value is None and self.rule.refuse_unknown:
            return CellReading(problem=found.remark)
        return found

    def _required(self, found: CellReading) -> CellReading:
        if not self.spec.required or found.value is not None or self.rule.default is not None:
            return found
        template = _("“%(field)s” must be filled, and this row holds nothing for it.")
        return CellReading(problem=told(template, field=self.spec.label))


def slots(
    mapping: TableMapping,
    fields: Sequence[FieldSpec],
    by_key: abc.Mapping[tuple[str, int], TableColumn],
) -> list[Slot]:
    """Bring rules, fields and columns together, in the order of the mapping."""
    specs = {spec.name: spec for spec in fields}
    return [
        Slot(
            specs[rule.target],
            rule,
            tuple(by_key[key.folded] for key in rule.columns),
            _choices(specs[rule.target], rule.values),
        )
        for rule in mapping.rules
    ]


def constants(mapping: TableMapping, fields: Sequence[FieldSpec]) -> dict[str, Value]:
    """Read the values that the mapping gives to every row."""
    specs = {spec.name: spec for spec in fields}
    found: dict[str, Value] = {}
    for name, text in mapping.constants.items():
        spec = specs[name]
        read = Slot(spec, FieldRule(name, ()), (), _choices(spec, {})).read([text])
        if read.value is None or not read.is_whole:
            raise SourceError(_("The constant for “%(field)s” cannot be used."), field=spec.label)
        found[name] = read.value
    return found


def _choices(spec: FieldSpec, values: abc.Mapping[str, str | None]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for code, label in spec.choices:
        found[choice_key(label)] = code
    for code, _label in spec.choices:
        found[choice_key(code)] = code
    return found | {choice_key(source): code for source, code in values.items()}


def _read_unit(texts: Sequence[str]) -> CellReading:
    levels = ["" if is_empty(text) else text for text in texts]
    while levels and not levels[-1]:
        levels.pop()
    if not all(levels):
        return CellReading(remark=told(_("The unit is named, but the unit above it is blank.")))
    parts = [" ".join(part.split()) for text in levels for part in text.split(UNIT_SEPARATOR)]
    return CellReading(tuple(part for part in parts if part))


def _read_line(slot: Slot, filled: list[str]) -> CellReading:
    line = ", ".join(" ".join(text.split()) for text in filled)
    return read_text(line, max_length=slot.spec.max_length)


def _read_long(slot: Slot, filled: list[str]) -> CellReading:
    return read_text("\n\n".join(filled), max_length=slot.spec.max_length)


def _read_choices(slot: Slot, filled: list[str]) -> CellReading:
    found = read_list("\n".join(filled), slot.choices, is_closed=bool(slot.spec.choices))
    items = found.value if isinstance(found.value, tuple) else ()
    checks = (read_text(item, max_length=slot.spec.max_length) for item in items)
    return next((check for check in checks if check.problem), found)


# Where a kind takes one value and several columns are named, the first that is filled counts.
READERS: dict[Kind, Callable[[Slot, list[str]], CellReading]] = {
    "text": _read_line,
    "person": _read_line,
    "long": _read_long,
    "date": lambda slot, filled: read_date(filled[0], day_first=slot.rule.day_first),
    "choice": lambda slot, filled: read_choice(filled[0], slot.choices),
    "choices": _read_choices,
    "bool": lambda _slot, filled: read_boolean(filled[0]),
    "unit": lambda _slot, filled: _read_unit(filled),
    "integer": lambda _slot, filled: read_integer(filled[0]),
}

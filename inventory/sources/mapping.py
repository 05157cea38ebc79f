"""A mapping: which column fills which field, and how values, dates and identity are read."""

import json
from collections import abc
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from inventory.sources.problems import SourceError
from inventory.sources.problems import gettext_noop as _
from inventory.sources.shape import Shape
from inventory.sources.table import ColumnKey, Table

Kind = Literal["text", "long", "date", "choice", "choices", "bool", "unit", "person", "integer"]
Unmapped = Literal["keep", "drop"]
FORMAT = 1
READY_MADE = Path(__file__).parent / "mappings"


@dataclass(frozen=True)
class FieldSpec:
    """A field that can be filled; `choices` are pairs of stored value and label."""

    name: str
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    max_length: int | None = None


@dataclass(frozen=True)
class FieldRule:
    """How one field is filled from one or several columns.

    `values` leads from what stands in the file to the choice; None leaves the field open. An
    unlisted value refuses the row or stays as text beside the record; `default` is used where
    nothing else is known, and only when the record is new.
    """

    target: str
    columns: tuple[ColumnKey, ...]
    values: abc.Mapping[str, str | None] = field(default_factory=dict)
    default: str | None = None
    refuse_unknown: bool = False
    day_first: bool | None = None


@dataclass(frozen=True)
class Identity:
    """The columns that identify a row; `numbers_equals` tells equal rows apart by their order."""

    columns: tuple[ColumnKey, ...]
    numbers_equals: bool = True


@dataclass(frozen=True)
class Mapping:
    """A reusable way to read one sort of table."""

    name: str
    title: str
    rules: tuple[FieldRule, ...]
    identity: Identity
    constants: abc.Mapping[str, str] = field(default_factory=dict)
    unmapped: Unmapped = "keep"

    @property
    def columns(self) -> tuple[ColumnKey, ...]:
        """Return every column that the mapping speaks of."""
        return tuple(key for rule in self.rules for key in rule.columns) + self.identity.columns

    def to_json(self) -> dict[str, object]:
        """Return plain values for storing; `from_json` reads them back equal."""
        return {
            "format": FORMAT,
            "name": self.name,
            "title": self.title,
            "fields": [_rule_json(rule) for rule in self.rules],
            "identity": {
                "columns": [_key_json(key) for key in self.identity.columns],
                "numbers_equals": self.identity.numbers_equals,
            },
            "constants": dict(self.constants),
            "unmapped": self.unmapped,
        }

    @classmethod
    def from_json(cls, value: object) -> "Mapping":
        """Read stored values strictly: unknown keys and wrong types raise `SourceError`."""
        shape = Shape.of(value, "mapping")
        if shape.take("format", int) != FORMAT:
            raise SourceError(_("This mapping has a format that is not known here."))
        mapping = cls(
            name=shape.take("name", str),
            title=shape.maybe("title", str) or "",
            rules=tuple(_rule(each) for each in shape.shapes("fields")),
            identity=_identity(shape.shape("identity")),
            constants=shape.texts("constants"),
            unmapped=_unmapped(shape.maybe("unmapped", str) or "keep"),
        )
        shape.finish()
        _check_targets_once(mapping)
        return mapping


def ready_made() -> list[str]:
    """Return the names of the mappings that come with the product."""
    return sorted(path.stem for path in READY_MADE.glob("*.json"))


def load_ready_made(name: str) -> Mapping:
    """Load a mapping that comes with the product, by its name."""
    if name not in ready_made():
        known = ", ".join(ready_made())
        raise SourceError(_("No mapping “%(name)s”. Known: %(known)s."), name=name, known=known)
    return parse((READY_MADE / f"{name}.json").read_text(encoding="utf-8"))


def parse(text: str) -> Mapping:
    """Read a mapping from JSON text; a key that stands twice is refused, not overwritten."""
    try:
        value = json.loads(text, object_pairs_hook=_unique)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SourceError(_("The mapping is not JSON: %(why)s."), why=str(error)) from error
    return Mapping.from_json(value)


def missing_columns(mapping: Mapping, table: Table) -> list[ColumnKey]:
    """Return the columns that the mapping needs and the table lacks, each once."""
    present = {column.key.folded for column in table.columns}
    missing = {key.folded: key for key in mapping.columns if key.folded not in present}
    return list(missing.values())


def check(mapping: Mapping, fields: Sequence[FieldSpec]) -> None:
    """Raise `SourceError` where the mapping names a field or a choice that does not exist."""
    specs = {spec.name: spec for spec in fields}
    for name in [rule.target for rule in mapping.rules] + list(mapping.constants):
        if name not in specs:
            raise SourceError(_("The mapping fills “%(name)s”, which is no field."), name=name)
    for rule in mapping.rules:
        spec = specs[rule.target]
        if spec.kind != "choice":
            continue
        codes = {code for code, _label in spec.choices}
        for code in [*rule.values.values(), rule.default]:
            if code is not None and code not in codes:
                raise SourceError(
                    _("The mapping gives “%(field)s” the value “%(value)s”, which is no choice."),
                    field=spec.label,
                    value=code,
                )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise SourceError(_("The mapping holds the key “%(key)s” twice."), key=key)
        found[key] = value
    return found


def _key_json(key: ColumnKey) -> str | dict[str, str | int]:
    if key.occurrence == 1:
        return key.heading
    return {"heading": key.heading, "occurrence": key.occurrence}


def _key(value: object) -> ColumnKey:
    if isinstance(value, str):
        return ColumnKey(value)
    shape = Shape.of(value, "column")
    key = ColumnKey(shape.take("heading", str), shape.take("occurrence", int))
    shape.finish()
    if key.occurrence < 1:
        raise SourceError(_("Occurrences of a heading are counted from 1."))
    return key


def _rule_json(rule: FieldRule) -> dict[str, object]:
    value: dict[str, object] = {
        "target": rule.target,
        "columns": [_key_json(key) for key in rule.columns],
    }
    if rule.values:
        value["values"] = dict(rule.values)
    if rule.default is not None:
        value["default"] = rule.default
    if rule.refuse_unknown:
        value["refuse_unknown"] = True
    if rule.day_first is not None:
        value["day_first"] = rule.day_first
    return value


def _rule(shape: Shape) -> FieldRule:
    rule = FieldRule(
        target=shape.take("target", str),
        columns=tuple(_key(each) for each in shape.items("columns")),
        values=shape.open_texts("values"),
        default=shape.maybe("default", str),
        refuse_unknown=shape.maybe("refuse_unknown", bool) or False,
        day_first=shape.maybe("day_first", bool),
    )
    shape.finish()
    return rule


def _identity(shape: Shape) -> Identity:
    identity = Identity(
        columns=tuple(_key(each) for each in shape.items("columns")),
        numbers_equals=shape.maybe("numbers_equals", bool) is not False,
    )
    shape.finish()
    return identity


def _unmapped(value: str) -> Unmapped:
    if value == "keep":
        return "keep"
    if value == "drop":
        return "drop"
    raise SourceError(_("Unmapped columns are either kept (keep) or dropped (drop)."))


def _check_targets_once(mapping: Mapping) -> None:
    targets = [rule.target for rule in mapping.rules] + list(mapping.constants)
    for target in targets:
        if targets.count(target) > 1:
            raise SourceError(_("The mapping fills “%(name)s” twice."), name=target)

"""A mapping: which column fills which field, and how values, dates and identity are read."""

from collections import abc
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from records.incoming.problems import SourceError
from records.incoming.problems import gettext_noop as _
from records.incoming.schemas import faults
from records.incoming.strict_yaml import ContentError, parse_json
from records.incoming.table import ColumnKey, Table
from records.ledger.canonical import JSON

Kind = Literal["text", "long", "date", "choice", "choices", "bool", "unit", "person", "integer"]
Unmapped = Literal["keep", "drop"]
FORMAT = 1
SCHEMA = Path(__file__).with_name("mapping.schema.json")


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
class TableMapping:
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
    def from_json(cls, value: object) -> "TableMapping":
        """Read stored values strictly: whatever the schema does not know raises `SourceError`."""
        for fault in faults(value, SCHEMA):
            raise SourceError(_("The mapping cannot be used: %(what)s"), what=str(fault))
        stored: Any = value
        mapping = cls(
            name=stored["name"],
            title=stored.get("title", ""),
            rules=tuple(map(_rule, stored["fields"])),
            identity=Identity(
                tuple(map(_key, stored["identity"]["columns"])),
                stored["identity"].get("numbers_equals", True),
            ),
            constants=dict(stored.get("constants", {})),
            unmapped=stored.get("unmapped", "keep"),
        )
        _check_targets_once(mapping)
        return mapping


def parse(text: str) -> TableMapping:
    """Read a mapping from JSON text; a key that stands twice is refused, not overwritten."""
    try:
        return TableMapping.from_json(parse_json(text.encode(), file="mapping").value)
    except ContentError as error:
        raise SourceError(_("The mapping cannot be used: %(what)s"), what=str(error)) from error


def missing_columns(mapping: TableMapping, table: Table) -> list[ColumnKey]:
    """Return the columns that the mapping needs and the table lacks, each once."""
    present = {column.key.folded for column in table.columns}
    missing = {key.folded: key for key in mapping.columns if key.folded not in present}
    return list(missing.values())


def check(mapping: TableMapping, fields: Sequence[FieldSpec]) -> None:
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


def _key_json(key: ColumnKey) -> str | dict[str, str | int]:
    if key.occurrence == 1:
        return key.heading
    return {"heading": key.heading, "occurrence": key.occurrence}


def _key(value: Any) -> ColumnKey:
    if isinstance(value, str):
        return ColumnKey(value)
    return ColumnKey(value["heading"], value["occurrence"])


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


def _rule(value: abc.Mapping[str, JSON]) -> FieldRule:
    return FieldRule(
        target=value["target"],
        columns=tuple(map(_key, value["columns"])),
        values=dict(value.get("values", {})),
        default=value.get("default"),
        refuse_unknown=value.get("refuse_unknown", False),
        day_first=value.get("day_first"),
    )


def _check_targets_once(mapping: TableMapping) -> None:
    targets = [rule.target for rule in mapping.rules] + list(mapping.constants)
    for target in targets:
        if targets.count(target) > 1:
            raise SourceError(_("The mapping fills “%(name)s” twice."), name=target)

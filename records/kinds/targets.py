"""Kinds whose records come in from tables: which fields can be filled, what is there, what is set.

Any kind whose form has only plain fields, a unit and an owner can be one: what it declares for its
form is what a table may fill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import override

from records.incoming.mapping import FieldSpec
from records.incoming.mapping import Kind as Reading
from records.incoming.plan import EXTERNAL
from records.kinds.kind import MenuPlace, RecordKind
from records.models import Record
from records.shapes import Text
from records.values import AnyField, is_person, label_of
from records.verbs import Verb

# These first, in this order: they say which row it is.
FIRST = ("name", "unit", "owner")
READINGS: tuple[tuple[type[AnyField], Reading], ...] = (
    (ArrayField, "choices"),
    (models.DateField, "date"),
    (models.TextField, "long"),
    (models.IntegerField, "integer"),
    (models.BooleanField, "bool"),
    (models.CharField, "text"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class ImportTarget:
    """Say that records of a kind come in from tables, by which verb, and how that is offered.

    `source`, `identity` and `external` name the fields that keep where a record came from, what it
    is there, and the texts that fill no field. A kind without the last keeps no such texts: a cell
    that its field cannot take refuses the row. `ready_made` is a folder of mappings.
    """

    kind: RecordKind
    verb: Verb
    offer: Text
    source: str = ""
    identity: str = ""
    external: str = ""
    ready_made: Path | None = None

    @property
    def model(self) -> type[Record]:
        """Return the model of what comes in."""
        return self.kind.model

    @property
    def noun(self) -> str:
        """Return what one record is called, in English: reports are the same for every reader."""
        with override(None):
            return str(self.model._meta.verbose_name)

    @property
    def keeps_texts(self) -> bool:
        """Say whether texts that fill no field are kept beside the record."""
        return bool(self.external)

    @cached_property
    def fields(self) -> list[AnyField]:
        """Return the fields of the form that a table may fill."""
        asked = set(self.kind.field_names)
        held = self.model._meta.concrete_fields
        found = [f for f in held if f.name in asked and f.editable and _reading(f)]
        places = {name: place for place, name in enumerate(FIRST)}
        return sorted(found, key=lambda field: places.get(field.name, len(places)))

    @cached_property
    def title(self) -> str:
        """Return the field by which people know a row."""
        return next(field.name for field in self.fields if _reading(field) in {"text", "long"})

    def specs(self) -> tuple[FieldSpec, ...]:
        """Return every field that a mapping may fill, in the reader's language."""
        return tuple(map(_spec, self.fields))

    def labels(self) -> dict[str, str]:
        """Return the name of each field for people."""
        return {field.name: label_of(field) for field in self.model._meta.concrete_fields}

    def current(self, record: Any, unit_names: tuple[str, ...]) -> dict[str, Any]:
        """Return the values of a record in the way a row states them."""
        found = {field.name: getattr(record, field.attname) for field in self.fields}
        found |= {"unit": unit_names, "owner": record.owner.email if record.owner else None}
        return found | ({EXTERNAL: getattr(record, self.external)} if self.external else {})

    def stored(self, name: str, value: object) -> object:
        """Return what is set on a record for a value of a row; None is what a new one has.

        Unit and owner are looked up by the caller.
        """
        if value is None:
            field: AnyField = self.model._meta.get_field(name)  # type: ignore[assignment] # a column
            return field.get_default()
        return list(value) if isinstance(value, tuple) else value

    def as_plain(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Read back what `as_json` wrote."""
        days = {field.name for field in self.fields if _reading(field) == "date"}
        return {
            name: date.fromisoformat(value) if name in days and value else value
            for name, value in values.items()
        }


def as_json(value: object) -> object:
    """Return a value of a row as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _spec(field: AnyField) -> FieldSpec:
    kind = _reading(field)
    assert kind is not None  # noqa: S101 - only fields that can be read are asked for
    holder: Any = field.base_field if isinstance(field, ArrayField) else field
    return FieldSpec(
        field.name,
        label_of(field),
        kind,
        choices=tuple((str(code), str(label)) for code, label in holder.flatchoices),
        required=not field.blank and not field.has_default() and kind not in {"unit", "person"},
        max_length=holder.max_length,
    )


def _reading(field: AnyField) -> Reading | None:
    """Say how texts become values of a field; nothing where they cannot."""
    if field.name == "unit":
        return "unit"
    if field.is_relation:
        return "person" if is_person(field) else None
    if field.flatchoices:
        return "choice"
    return next((kind for base, kind in READINGS if isinstance(field, base)), None)


_TARGETS: dict[str, ImportTarget] = {}


def register(target: ImportTarget) -> None:
    """Let records of a kind come in from tables."""
    _TARGETS[target.kind.code] = target


def every() -> list[ImportTarget]:
    """Return all kinds that come in from tables, in the order of the menu."""
    return sorted(_TARGETS.values(), key=_place)


def _place(target: ImportTarget) -> tuple[int, str]:
    menu = target.kind.menu
    return (menu.order if menu else MenuPlace.order, target.kind.slug)


def of(code: str) -> ImportTarget | None:
    """Return the target of a kind's code, where its records come in at all."""
    return _TARGETS.get(code)

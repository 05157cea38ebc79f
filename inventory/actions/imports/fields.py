"""The fields of a use case as an import sees them: what can be filled, and what is there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from inventory.models import UseCase
from inventory.sources.mapping import FieldSpec, Kind
from inventory.sources.plan import EXTERNAL
from records.values import AnyField, label_of

# These first, in this order: they say which row it is.
FIRST = ("name", "unit", "owner")
KINDS: tuple[tuple[type[AnyField], Kind], ...] = (
    (ArrayField, "choices"),
    (models.DateField, "date"),
    (models.TextField, "long"),
    (models.IntegerField, "integer"),
    (models.CharField, "text"),
)


def importable() -> list[AnyField]:
    """Return the columns of a use case that a register may fill."""
    found = [field for field in UseCase._meta.concrete_fields if field.editable]
    places = {name: place for place, name in enumerate(FIRST)}
    return sorted(found, key=lambda field: places.get(field.name, len(places)))


def specs() -> tuple[FieldSpec, ...]:
    """Return every field that a mapping may fill."""
    return tuple(_spec(field) for field in importable())


def _spec(field: AnyField) -> FieldSpec:
    kind = _kind(field)
    holder: Any = field.base_field if isinstance(field, ArrayField) else field
    return FieldSpec(
        field.name,
        label_of(field),
        kind,
        choices=tuple((str(code), str(label)) for code, label in holder.flatchoices),
        required=not field.blank and not field.has_default() and kind not in {"unit", "person"},
        max_length=holder.max_length,
    )


def _kind(field: AnyField) -> Kind:
    if field.name == "unit":
        return "unit"
    if field.is_relation:
        return "person"
    if field.flatchoices:
        return "choice"
    return next(kind for base, kind in KINDS if isinstance(field, base))


def labels() -> dict[str, str]:
    """Return the name of each field for people."""
    return {field.name: label_of(field) for field in UseCase._meta.concrete_fields}


def current(use_case: UseCase, unit_names: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of a use case in the way a row states them."""
    found = {field.name: getattr(use_case, field.attname) for field in importable()}
    return found | {
        "unit": unit_names,
        "owner": use_case.owner.email if use_case.owner else None,
        EXTERNAL: use_case.external,
    }


def stored(name: str, value: Any) -> Any:
    """Return what is set on the record for a value of a row; None leaves it as a new one has it.

    Unit and owner are looked up by the caller.
    """
    if value is None:
        return _field(name).get_default()
    return list(value) if isinstance(value, tuple) else value


def _field(name: str) -> AnyField:
    found: AnyField = UseCase._meta.get_field(name)  # type: ignore[assignment] # a column
    return found


def as_json(value: Any) -> Any:
    """Return a value of a row as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Read back what `as_json` wrote."""
    days = {field.name for field in importable() if isinstance(field, models.DateField)}
    return {
        name: date.fromisoformat(value) if name in days and value else value
        for name, value in values.items()
    }

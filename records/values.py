"""How the values of records are told: on pages, in tables for people, and as plain data."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from records import permissions
from records.actors import Actor
from records.addresses import url_of
from records.models import Record
from records.shapes import Link, PersonChip, Text

type Plain = str | int | Decimal | bool | date | datetime | None
type AnyField = models.Field[Any, Any]

# What tells whose a record is, by the property that says so.
REACHED = {"unit": "reach_unit", "owner": "reach_owner"}


@lru_cache(maxsize=2000)
def field_of(model: type[models.Model], name: str) -> AnyField | None:
    """Return the model's column of this name, or None where the value is worked out otherwise."""
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def label_of(field: AnyField) -> str:
    """Return a field's name as it begins a line."""
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]


def is_person(field: AnyField) -> bool:
    """Say whether the field points to somebody who can sign in."""
    return field.related_model is get_user_model()


@lru_cache(maxsize=500)
def choice_words(field: AnyField) -> dict[Any, Any]:
    """Return the labels of a closed list by their codes."""
    return dict(field.flatchoices)


def labels(field: AnyField, value: Any) -> list[str]:
    """Tell the members of an array field, choices by their labels."""
    base = field.base_field  # type: ignore[attr-defined] # array fields have one
    words = choice_words(base)
    return [str(words.get(item, item)) for item in value or ()]


def shown(row: models.Model, field: AnyField, actor: Actor) -> object:
    """Return a value for a page; what it links to is named only where the actor may see it."""
    value = told(row, field)
    if field.is_relation:
        return linked(value, actor)
    if isinstance(field, ArrayField):
        return labels(field, value)
    if isinstance(value, dict):
        return [f"{key}: {item}" for key, item in value.items()]
    if field.flatchoices and value not in (None, ""):
        return sentence(str(choice_words(field).get(value, value)))
    return value


def told(row: models.Model, field: AnyField) -> Any:
    """Return what a row holds; unit and owner are those through which a record is reached.

    What is reached through another record keeps those of its own last change, which no longer say
    whose it is once that record was handed over or moved.
    """
    if field.name in REACHED and isinstance(row, Record):
        return getattr(row, REACHED[field.name])
    return getattr(row, field.name)


def sentence(text: str) -> str:
    """Begin a word of a closed list with a capital, as it stands alone."""
    return text[:1].upper() + text[1:]


def linked(other: object, actor: Actor) -> object:
    """Return how another record is shown: as chip or link, out of reach as mere reference."""
    if other is None:
        return None
    if isinstance(other, get_user_model()):
        return chip(other, actor)
    if not isinstance(other, Record):
        return str(other)
    may_view = _may_view(other, actor)
    if not other.always_today and not may_view:
        return other.ref
    url = url_of(other) if may_view else ""
    note = "" if other.always_today else other.ref
    return Link(str(other), url, note) if url else str(other)


def chip(person: Any, actor: Actor, role: Text = "") -> PersonChip:
    """Show a person; the chip leads to their page only where the actor may open it."""
    url = url_of(person) if person.pk in _people_in_reach(actor) else ""
    return PersonChip(str(person), role, url, active=bool(person.is_active))


def _people_in_reach(actor: Actor) -> set[object]:
    """Return the keys of all people within reach, asked for once: a page shows many chips."""
    if "people_in_reach" not in actor.memory:
        within = permissions.visible(get_user_model()._base_manager.all(), actor)
        actor.memory["people_in_reach"] = set(within.values_list("pk", flat=True))
    found: set[object] = actor.memory["people_in_reach"]
    return found


def _may_view(other: Record, actor: Actor) -> bool:
    """Say whether a linked record may be opened; asked once for each record on a page."""
    known: dict[object, bool] = actor.memory.setdefault("may_view", {})
    if other.pk not in known:
        known[other.pk] = permissions.may(actor, "view", other)
    return known[other.pk]


def plain(row: models.Model, field: AnyField) -> Plain:
    """Return a value for a table that people read elsewhere: labels, names, dates as dates."""
    value = told(row, field)
    if value is None:
        return None
    if field.is_relation:
        return str(value) if getattr(value, "always_today", True) else str(value.ref)
    if isinstance(field, ArrayField):
        return "; ".join(labels(field, value))
    if isinstance(value, dict):
        return "\n".join(f"{key}: {item}" for key, item in value.items())
    if field.flatchoices:
        return str(choice_words(field).get(value, value))
    return as_plain(value)


def coded(row: models.Model, field: AnyField) -> Any:
    """Return a value for programs: codes and references."""
    value = told(row, field)
    if field.is_relation:
        return getattr(value, "ref", None) or (str(value.pk) if value is not None else None)
    return value


_AS_THEY_ARE = (str, bool, int, Decimal, date)


def as_plain(value: Any) -> Plain:
    """Cut any shown value down to what a cell of a file can hold."""
    if value is None or isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(str(as_plain(item)) for item in value)
    for name in ("word", "label", "name", "value"):
        if hasattr(value, name):
            return str(getattr(value, name))
    return str(value)


def in_words(field: AnyField, value: Any, name_of: Callable[[AnyField, Any], str]) -> str:
    """Tell a stored value for a comparison; `name_of` names what a link points to."""
    if value is None or value == "" or value in ([], {}, ()):
        return ""
    if field.is_relation:
        return name_of(field, value)
    if isinstance(field, ArrayField):
        return ", ".join(labels(field, value))
    if field.flatchoices:
        return str(choice_words(field).get(value, value))
    return _written(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        local = localtime(value)
        return f"{date_format(local)}, {date_format(local, 'H:i')} {local.tzname() or ''}".strip()
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {item}" for key, item in value.items())
    return str(value)


def fields_of(model: type[models.Model], names: Sequence[str]) -> list[AnyField]:
    """Return the columns of these names; raises where one does not exist."""
    return [model._meta.get_field(name) for name in names]  # type: ignore[misc] # columns by contract

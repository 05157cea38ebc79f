"""Field-wise differences between stored states, told in words."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from records import values
from records.actors import Actor
from records.history.past import history_model
from records.models import Part, Record
from records.shapes import ChangeLine

# What every act changes, or what never changes: nobody needs to be told.
_SILENT = {"id", "ref", "version", "digest", "created_at", "updated_at", "path"}


class Words:
    """Tell stored values as people read them; what links point to is looked up in sets."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._names: dict[type[models.Model], dict[UUID, str]] = defaultdict(dict)

    def gather(self, model: type[models.Model], rows: Iterable[object]) -> None:
        """Look up everything that these rows of `model` (or of its history) point to."""
        wanted: dict[type[models.Model], set[UUID]] = defaultdict(set)
        listed = list(rows)
        for field in told_fields(model):
            if field.is_relation:
                keys = {getattr(row, field.attname) for row in listed} - {None}
                wanted[field.related_model] |= keys  # type: ignore[index] # a model by now
        for other, keys in wanted.items():
            self._look_up(other, keys - self._names[other].keys())

    def _look_up(self, model: type[models.Model], keys: set[UUID]) -> None:
        if not keys:
            return
        known = self._names[model]
        if issubclass(model, Record) and not model.always_today:
            known.update(model._base_manager.filter(pk__in=keys).values_list("pk", "ref"))
            reachable = model.objects.visible_to(self._actor).filter(pk__in=keys)
            known.update({row.pk: f"{row.ref} {row}" for row in reachable})
        else:
            known.update({row.pk: str(row) for row in model._base_manager.filter(pk__in=keys)})

    def tell(self, field: values.AnyField, value: object) -> str:
        """Tell one stored value."""
        return values.in_words(field, value, self._name)

    def _name(self, field: values.AnyField, key: UUID) -> str:
        model: Any = field.related_model
        if key not in self._names[model]:
            self._look_up(model, {key})
        return self._names[model].get(key, str(key))


def told_fields(model: type[models.Model]) -> list[values.AnyField]:
    """Return the kept fields whose changes people are told."""
    kept = history_model(model).tracked_fields  # type: ignore[attr-defined] # of the library
    parent = getattr(model, "belongs_to", "")
    return [
        field
        for field in kept
        if field.name not in _SILENT and field.name not in {parent, "removed_at"}
    ]


def between(model: type[models.Model], old: object, new: object, words: Words) -> list[ChangeLine]:
    """Tell what differs between two states; no old state means everything is new."""
    found = []
    for field in told_fields(model):
        before = getattr(old, field.attname) if old is not None else None
        after = getattr(new, field.attname) if new is not None else None
        if before == after:
            continue
        if isinstance(before or {}, dict) and isinstance(after or {}, dict):
            found += _by_key(values.label_of(field), before or {}, after or {})
            continue
        told = words.tell(field, before), words.tell(field, after)
        if told != ("", ""):
            found.append(ChangeLine(values.label_of(field), *told))
    return found


def _by_key(label: str, old: Mapping[str, object], new: Mapping[str, object]) -> list[ChangeLine]:
    """Tell a field that holds named details one by one."""
    return [
        ChangeLine(f"{label}: {key}", _detail(old.get(key)), _detail(new.get(key)))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def _detail(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def of_part(model: type[Part], old: Any, new: Any, words: Words) -> list[ChangeLine]:
    """Tell what happened to one part; a removed part is no state."""
    was = old if old is not None and old.removed_at is None else None
    now = new if new is not None and new.removed_at is None else None
    name = values.sentence(str(model._meta.verbose_name))
    if was is None and now is None:
        return []
    if was is None or now is None:
        whole = _whole(model, now or was, words)
        return [ChangeLine(name, "" if was is None else whole, "" if now is None else whole)]
    head = f"{name} “{named(model, now)}”"
    return [
        ChangeLine(f"{head}: {change.label}", change.old, change.new)
        for change in between(model, was, now, words)
    ]


def _whole(model: type[Part], row: object, words: Words) -> str:
    told = ((field, words.tell(field, getattr(row, field.attname))) for field in told_fields(model))
    return "\n".join(f"{values.label_of(field)}: {text}" for field, text in told if text)


def named(model: type[models.Model], row: object) -> str:
    """Name a part by a state of it, as the part itself would say."""
    kept = {field.attname: getattr(row, field.attname) for field in told_fields(model)}
    return str(model(**kept))


def of_parts(
    model: type[Part], old: Mapping[UUID, object], new: Mapping[UUID, object], words: Words
) -> list[ChangeLine]:
    """Tell what happened to all parts of one kind between two sets of states."""
    keys = sorted({*old, *new})
    return [change for key in keys for change in of_part(model, old.get(key), new.get(key), words)]

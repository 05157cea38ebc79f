"""Columns of lists and exports, declared by name or written out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from records import values
from records.actors import Actor
from records.models import Record
from records.shapes import Text


@dataclass(frozen=True, kw_only=True)
class Column:
    """Show one value of each row.

    A column whose `key` is a field of a record needs nothing more. Else `value` works it out from
    the row, without queries: what it needs is joined (`joins`) or annotated by the kind. `sort` is
    what orders by it: an expression of the database, or of a sequence a function of a row; `badge`
    also shows it beside the title of the record. `after` names the column that one added by a
    higher floor stands behind; else it comes last. `hint` says more about the heading.
    `export_joins` is joined in files instead, where `export` tells more than the page does.
    """

    key: str
    label: Text = ""
    value: Callable[[Any], object] | None = None
    export: Callable[[Any], values.Plain] | None = None
    sort: str | Callable[[Any], Any] = ""
    joins: Sequence[str] = ()
    shown: bool = True
    badge: bool = False
    after: str = ""
    export_joins: Sequence[str] = ()
    hint: Text = ""

    def show(self, row: Any, actor: Actor) -> object:
        """Return the value for a page."""
        if self.value is not None:
            return self.value(row)
        field = self._field_of(row)
        return values.shown(row, field, actor) if field else getattr(row, self.key)

    def plain(self, row: Any) -> values.Plain:
        """Return the value for a file."""
        if self.export is not None:
            return self.export(row)
        if self.value is not None:
            return values.as_plain(self.value(row))
        field = self._field_of(row)
        return values.plain(row, field) if field else values.as_plain(getattr(row, self.key))

    def _field_of(self, row: models.Model) -> values.AnyField | None:
        return values.field_of(type(row), self.key)


def placed[T](declared: Sequence[T], added: Sequence[T], key: Callable[[T], str]) -> list[T]:
    """Set what was added behind what it names by `after`; several behind one keep their order."""
    found = list(declared)
    for item in added:
        anchor = getattr(item, "after", "")
        places = [
            place
            for place, other in enumerate(found)
            if anchor and anchor in (key(other), getattr(other, "after", ""))
        ]
        found.insert(places[-1] + 1 if places else len(found), item)
    return found


def key_of(item: str | Column) -> str:
    """Return what a declared column is called in addresses."""
    return item if isinstance(item, str) else item.key


def completed(model: type[Record], declared: Iterable[str | Column]) -> list[Column]:
    """Fill in what the fields of the model already say: label, order, joins."""
    return [_completed(model, item) for item in declared]


def _completed(model: type[Record], item: str | Column) -> Column:
    column = Column(key=item) if isinstance(item, str) else item
    field = values.field_of(model, column.key)
    if field is None:
        if column.value is None and not column.label:
            raise ValueError(f"{model.__name__} has no field {column.key}; give label and value.")
        return column
    return replace(
        column,
        label=column.label or values.label_of(field),
        sort=column.sort or _order(model, field),
        joins=column.joins or _joins(model, field),
    )


def _path(model: type[Record], field: values.AnyField) -> str:
    return model.told_by(field.name) if field.name in values.REACHED else field.name


def _order(model: type[Record], field: values.AnyField) -> str:
    if isinstance(field, ArrayField | models.JSONField):
        return ""
    if not field.is_relation:
        return field.name
    order = field.related_model._meta.ordering  # type: ignore[union-attr] # a model by now
    first = order[0] if order and isinstance(order[0], str) else "ref"
    return f"{_path(model, field)}__{first.lstrip('-')}"


def _joins(model: type[Record], field: values.AnyField) -> Sequence[str]:
    if not field.is_relation:
        return ()
    other = field.related_model
    if isinstance(other, type) and issubclass(other, Record) and not other.always_today:
        return (f"{field.name}__unit",)  # its unit says whether it may be named
    return (_path(model, field),)


def joined(queryset: Any, columns: Iterable[Column]) -> Any:
    """Join what the columns show, so that the number of queries does not grow with the rows."""
    names = sorted({name for column in columns for name in column.joins})
    return queryset.select_related(*names) if names else queryset

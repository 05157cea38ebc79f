"""Changing the parts of an open record from rows of plain values, as forms send them."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.changing.bounds import too_many
from records.models.base import Part, Record


def apply(record: Record, model: type[Part], rows: Sequence[Mapping[str, object]]) -> None:
    """Make the parts of one kind as `rows` say: `id` names an existing one, `remove` takes it out.

    Rows without `id` are added; parts that no row names stay as they are. Raises ValidationError
    for an id that is no part of this record. Call it within acting on the record.
    """
    if not rows:
        return
    if len(rows) > model.at_most:  # refused before each of them is looked at
        raise ValidationError(too_many(model, len(rows), model.at_most))
    present = {
        part.pk: part for part in model._default_manager.filter(**{model.belongs_to: record})
    }
    for row in rows:
        values = dict(row)
        key, remove = values.pop("id", None), values.pop("remove", False)
        part = present.get(key) if key else model(**{model.belongs_to: record})
        if part is None:
            raise ValidationError(_("A row belongs to another record. Reload the page."))
        if remove:
            part.remove()
        elif _differs(part, values):
            part.save()


def _differs(part: Part, values: Mapping[str, object]) -> bool:
    changed = part._state.adding
    for name, value in values.items():
        changed = changed or getattr(part, name) != value
        setattr(part, name, value)
    return changed

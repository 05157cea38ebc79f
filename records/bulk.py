"""Changing the same fields of many records at once: all of them or none."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy

from records import permissions
from records.acting import acting_many, open_act
from records.actors import Actor
from records.models import Record
from records.verbs import Verb


@lru_cache
def bulk_verb(model: type[Record], needs: str) -> Verb:
    """Return the verb of changing many records of a kind."""
    told = gettext_lazy("changed it together with others")
    return Verb(f"{model.kind_code()}.change_many", needs=needs, told=told)


def change_many(
    records: Sequence[Record],
    *,
    actor: Actor,
    values: Mapping[str, Any],
    reason: str,
    needs: str = "change",
) -> list[Record]:
    """Give many records of one kind the same values."""

    def change(record: Record) -> None:
        for name, value in values.items():
            setattr(record, name, value)

    with open_act(actor):
        if "unit" in values:
            permissions.require(actor, "create", type(records[0])(unit=values["unit"]))
        changed = acting_many(
            bulk_verb(type(records[0]), needs), records, actor, change=change, reason=reason
        )
        for record in changed:
            permissions.require(actor, "view", record)
    return changed

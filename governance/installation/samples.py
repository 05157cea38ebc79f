"""The sample organisation: taking it out of sight in one act."""

from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Person, Unit
from records import kinds, permissions
from records.actors import Actor
from records.changing.acting import acting_many, open_act
from records.errors import RuleError
from records.models import Record
from records.verbs import Verb


def sample_units() -> list[Unit]:
    """Return the units at the head of samples that are still in use."""
    return list(Unit.objects.current().filter(is_sample=True, unit__is_sample=False))


def remove(*, actor: Actor) -> int:
    """Archive every record below the sample units and end their people's sign-in; say how many.

    All or nothing, in one act; what was recorded stays readable as of the past.
    """
    heads = sample_units()
    if not heads:
        raise RuleError(_("There is no sample organisation any more."))
    for head in heads:
        permissions.require(actor, "administer", head)
    with open_act(actor):
        return sum(_archive_below(head, actor) for head in heads)


def _archive_below(head: Unit, actor: Actor) -> int:
    count = 0
    for kind in kinds.every():
        within = {f"{kind.model.reach_field}__startswith": head.path}
        rows = list(kind.model.objects.current().filter(**within))
        count += len(rows)
        acting_many(_verb(kind.model), rows, actor, change=_take_out)
    return count


@lru_cache
def _verb(model: type[Record]) -> Verb:
    told = gettext_lazy("removed the sample")
    return Verb(f"{model.kind_code()}.remove_sample", needs="administer", told=told)


def _take_out(record: Record) -> None:
    record.archived_at = timezone.now()
    if isinstance(record, Person):
        record.is_active = False

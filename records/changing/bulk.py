"""Changing the same fields of many records at once: all of them or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import jobs, kinds, values
from records.actors import Actor
from records.changing.acting import acting_many, open_act
from records.changing.repeats import refuse_repeat
from records.errors import Refused, RuleError
from records.models import Record
from records.verbs import Verb
from records.wording import figure

JOB = "records.change_many"
# So many are named where some were left out.
NAMED = 20


@lru_cache
def bulk_verb(model: type[Record], needs: str) -> Verb:
    """Return the verb of changing many records of a kind."""
    told = gettext_lazy("changed it together with others")
    return Verb(f"{model.kind_code()}.change_many", needs=needs, told=told)


@dataclass(frozen=True)
class BulkChoice:
    """Records that somebody wants to change, parted by what they may do."""

    allowed: Sequence[Any]
    barred: Sequence[Any]


def choose(kind: kinds.RecordKind, keys: Iterable[UUID | str], actor: Actor) -> BulkChoice:
    """Return the records of these keys within reach, newest first."""
    model, wanted = kind.model, list(keys)
    found = model.objects.visible_to(actor).filter(pk__in=wanted).select_related("unit", "owner")
    allowed = model.objects.visible_to(actor, kind.writes.change_needs).filter(pk__in=wanted)
    changeable = set(allowed.filter(archived_at__isnull=True).values_list("pk", flat=True))
    records = list(found.order_by("-id"))
    return BulkChoice(
        [record for record in records if record.pk in changeable],
        [record for record in records if record.pk not in changeable],
    )


def differing(records: Iterable[Any], new: Mapping[str, Any]) -> list[Any]:
    """Return the records that do not have all the values yet."""
    return [
        record
        for record in records
        if any(getattr(record, name) != value for name, value in new.items())
    ]


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
        changed = acting_many(
            bulk_verb(type(records[0]), needs), records, actor, change=change, reason=reason
        )
        if "unit" in values or "owner" in values:
            _require_within_reach(changed, actor)
    return changed


def _require_within_reach(changed: Sequence[Record], actor: Actor) -> None:
    """Refuse to put records out of one's own reach."""
    model, keys = type(changed[0]), [record.pk for record in changed]
    if model.objects.visible_to(actor).filter(pk__in=keys).count() != len(keys):
        raise RuleError(_("You would lose sight of some of them. Choose another unit or owner."))


def change_later(
    kind: kinds.RecordKind,
    keys: Iterable[UUID],
    *,
    actor: Actor,
    new: Mapping[str, Any],
    reason: str,
    effect_key: str,
) -> Any:
    """Ask for the same as a job, for so many records that nobody should wait for the page."""
    wanted = [str(key) for key in keys]
    arguments = {
        "kind": kind.code,
        "keys": wanted,
        "values": {name: _as_code(value) for name, value in new.items()},
        "reason": reason,
    }
    title = _("Change of %(count)s records: %(kind)s")
    return jobs.enqueue(
        JOB,
        arguments,
        about=None,
        actor=actor,
        effect_key=f"bulk:{actor.id}:{effect_key}",
        title=title % {"count": figure(len(wanted)), "kind": kind.plural},
    )


@jobs.job(JOB)
def _change(
    run: jobs.Run, *, kind: str, keys: list[str], values: dict[str, Any], reason: str
) -> dict[str, Any]:
    """Change what was chosen, as far as its asker still may; all of it in one transaction."""
    # What an earlier attempt has changed would look as if it had always been so.
    refuse_repeat(run.actor)
    shown = kinds.by_code(kind)
    if shown is None:
        raise RuleError(_("This kind of record is not known any more."))
    run.step(_("Looking at what may be changed"), 5)
    chosen = choose(shown, keys, run.actor)
    if not chosen.allowed and not chosen.barred:
        raise Refused(_("None of these records is within your reach any more."))
    new = {name: _of_code(shown.model, name, code) for name, code in values.items()}
    touched = differing(chosen.allowed, new)
    run.step(_("Changing %(count)s records") % {"count": figure(len(touched))}, 20)
    if touched:
        change_many(
            touched, actor=run.actor, values=new, reason=reason, needs=shown.writes.change_needs
        )
    unchanged = len(chosen.allowed) - len(touched)
    facts: dict[str, Any] = {_("Changed"): len(touched), _("Had these values"): unchanged}
    if chosen.barred:
        facts |= {_("Left out: not yours to change"): named(chosen.barred)}
    return {"url": shown.url("list"), "label": _("Show the list"), "facts": facts}


def named(records: Sequence[Record]) -> str:
    """Name records by their references, not more than can be read."""
    refs = ", ".join(record.ref for record in records[:NAMED])
    more = len(records) - NAMED
    return _("%(refs)s and %(more)s more") % {"refs": refs, "more": more} if more > 0 else refs


def _as_code(value: Any) -> Any:
    if isinstance(value, Record):
        return str(value.pk)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _of_code(model: type[Record], name: str, code: Any) -> Any:
    field = values.fields_of(model, [name])[0]
    if field.is_relation and code is not None:
        other: Any = field.related_model
        return other._base_manager.get(pk=code)
    return field.to_python(code)

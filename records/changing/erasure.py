"""Erasing values about people: from a record, from its past, and from whatever holds copies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import permissions
from records.actors import Actor
from records.changing import open_acts
from records.changing.acting import acting
from records.errors import RuleError
from records.history.past import history_model
from records.ledger.canonical import commit
from records.ledger.erased import ERASED, VERB_END
from records.ledger.guards import REASON
from records.models.base import Part, Record, TrackedRow
from records.models.ledger import Entry, Salt
from records.verbs import Verb


@dataclass(frozen=True)
class ErasureNotice:
    """What was erased, for whoever holds copies: which field of which record, and the values."""

    record: Record
    field: str
    values: frozenset[str]


Forget = Callable[[ErasureNotice], None]

_COPIES: list[Forget] = []


def register(forget: Forget) -> None:
    """Let an app erase its copies in the same transaction."""
    if forget not in _COPIES:
        _COPIES.append(forget)


@lru_cache
def erase_verb(model: type[Record]) -> Verb:
    """Return the verb that erases values about people from records of a kind."""
    told = gettext_lazy("erased values about people from")
    return Verb(f"{model.kind_code()}{VERB_END}", "administer", told, on_archived=True)


def erasable(model: type[Record]) -> dict[str, str]:
    """Return what can be erased from records of a kind and their parts: field names, with labels.

    The reasons that people gave for changes are among it: they are free text.
    """
    models = [model, *model().part_models()]
    labels = {
        column.name: str(column.verbose_name)
        for each in reversed(models)
        for column in each._meta.concrete_fields
        if column.name in each.personal
    }
    return labels | {REASON: _("reasons given for changes")}


def erase[R: Record](record: R, *, field: str, actor: Actor, reason: str) -> R:
    """Erase every value that a field of a record and of its parts has or had.

    The values are replaced in today's rows and in all past ones, the salts of their commitments
    destroyed, and an entry names the commitments. Raises RuleError where there is nothing to erase.
    """
    if open_acts.CURRENT.get() is not None:
        raise TypeError("Erasing is an act of its own; it cannot be part of another.")
    permissions.require(actor, "administer", record)
    if field not in erasable(type(record)):
        raise RuleError(_("“%(field)s” holds no values about people.") % {"field": field})
    with transaction.atomic():
        locked = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        rows = [row for row in _rows(locked) if field in (*row.personal, REASON)]
        named = [item for row in rows if (item := _named(row, field))]
        if not named:
            raise RuleError(_("%(ref)s holds no such value.") % {"ref": record.ref})
        gone = ErasureNotice(locked, field, frozenset(_values(rows, field)))
        with acting(
            erase_verb(type(record)), locked, actor, reason=reason, facts={"erased": named}
        ) as changed:
            _replace(changed, rows, field)
        _erase_past(changed)
        for forget in _COPIES:
            forget(gone)
    return changed


def _rows(record: Record) -> Iterator[TrackedRow]:
    """Yield a record and its parts, the removed ones too."""
    yield record
    for model in record.part_models():
        yield from model._base_manager.filter(**{model.belongs_to: record})


def _named(row: TrackedRow, field: str) -> dict[str, object] | None:
    """Name the commitments to what a field has held, for the entry; nothing where it held none."""
    path = f"{row.kind_code()}.{field}"
    commits = {
        salt.commit
        for salt in Salt.objects.filter(object_id=row.pk, path=path)
        if commit(bytes(salt.salt), path, ERASED) != salt.commit
    }
    if not commits:
        return None
    table = history_model(type(row))._meta.db_table
    return {"table": table, "id": row.pk, "field": field, "commits": sorted(commits)}


def _values(rows: list[TrackedRow], field: str) -> Iterator[str]:
    for row in rows:
        past = history_model(type(row))._base_manager.filter(id=row.pk)
        yield from (
            str(value)
            for value in past.values_list(field, flat=True).distinct()
            if value and value != ERASED
        )


def _replace(record: Record, rows: list[TrackedRow], field: str) -> None:
    """Put the mark into today's rows; what is empty stays so."""
    if field == REASON:
        return
    if getattr(record, field, ""):
        setattr(record, field, ERASED)
    for part in rows:
        if isinstance(part, Part) and getattr(part, field):
            setattr(part, field, ERASED)
            setattr(part, part.belongs_to, record)
            part.save()


def _erase_past(record: Record) -> None:
    """Let the database replace past values and destroy salts, as the newest entry says."""
    own = Entry.objects.filter(object_id=record.pk, verb=erase_verb(type(record)).code)
    entry = own.order_by("-id")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [entry.pk])

"""The states that records had: kept by django-simple-history, read as of a moment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from simple_history.models import HistoricalRecords

from records.ids import new_id

MOMENT: ContextVar[datetime | None] = ContextVar("countersign_moment", default=None)


def _no_person(_row: Any, _person: Any = None) -> None:
    """Refuse the library's look-up of a user: rows hold actor ids without a foreign key."""
    return


def tracked(*, excluded: tuple[str, ...] = ()) -> HistoricalRecords:
    """Keep every state of the model this is set on, except its `excluded` fields."""
    return HistoricalRecords(
        excluded_fields=list(excluded),
        history_id_field=models.UUIDField(default=new_id),
        history_change_reason_field=models.TextField(blank=True, default=""),
        history_user_id_field=models.CharField(max_length=80, blank=True, default=""),
        history_user_getter=_no_person,
        history_user_setter=_no_person,
    )


@cache  # the library makes a new manager class at each access
def history_model(model: type[models.Model]) -> type[models.Model]:
    """Return the model that holds the past states of `model`."""
    found: type[models.Model] = model.history.model  # type: ignore[attr-defined] # added by tracked()
    return found


def state(instance: models.Model) -> dict[str, Any]:
    """Return the kept fields of an instance by column attribute name."""
    fields = history_model(type(instance)).tracked_fields  # type: ignore[attr-defined] # library
    return {field.attname: getattr(instance, field.attname) for field in fields}


def states_at(model: type[models.Model], moment: datetime) -> Any:
    """Return the newest state that each row of a model had at a moment.

    For kinds that are always read as they are today; all others are read within `as_of`.
    """
    kept = history_model(model)._base_manager.filter(history_date__lte=moment)
    later = kept.filter(id=models.OuterRef("id"), history_date__gt=models.OuterRef("history_date"))
    return kept.filter(~models.Exists(later))


def as_they_were[Row: models.Model](
    rows: Iterable[Row], moment: datetime, *, but: str = ""
) -> list[Row]:
    """Return rows of one such kind in the states that they had; what was not there yet is left out.

    The column `but` stays what it is today.
    """
    every = list(rows)
    found = (
        {
            row.id: row
            for row in states_at(type(every[0]), moment).filter(id__in=[row.pk for row in every])
        }
        if every
        else {}
    )
    return [_with_state(row, found[row.pk], but) for row in every if row.pk in found]


def _with_state[Row: models.Model](row: Row, kept: Any, but: str) -> Row:
    then = copy(row)
    for name in state(row):
        if name != but:
            setattr(then, name, getattr(kept, name))
    return then


def current_moment() -> datetime | None:
    """Return the past moment that is being read, or None for now."""
    return MOMENT.get()


def of_today(queryset: Any) -> Any:
    """Let a query read the tables of now while a past moment is read, its joins included.

    Reach is worked out this way: a record of the past is read by who may see it today. It names the
    schema of the tables, before which `as_of` puts its views. Filter first: a join that is added
    later reads the past again.
    """
    found = queryset.all()
    query = found.query
    for alias, joined in query.alias_map.items():
        query.alias_map[alias] = copy(joined)
        query.alias_map[alias].table_name = _in_public(joined.table_name)
    query.table_map = {_in_public(name): [*used] for name, used in query.table_map.items()}
    return found


def _in_public(table: str) -> str:
    """Name a table with its schema; what stands in quotes already is taken as it is."""
    return f'"public"."{table}"'


@contextmanager
def as_of(moment: datetime | None) -> Iterator[None]:
    """Read every record as it stood at `moment`; nothing can be written meanwhile.

    The schema `asof` holds one view per kept model. It is put before the ordinary tables for one
    read-only transaction, so managers, joins and counts read the past without knowing it.
    """
    if moment is None:
        yield
        return
    outermost, before = not connection.in_atomic_block, MOMENT.get()
    marker = MOMENT.set(moment)
    by_key = connection.features.allows_group_by_selected_pks
    try:
        with transaction.atomic():
            _look_back(moment, read_only=outermost)
            connection.features.allows_group_by_selected_pks = False  # views have no key
            yield
            if before is not None:
                _look_back(before, read_only=False)
            elif not outermost:
                _set_path("public")
    finally:
        connection.features.allows_group_by_selected_pks = by_key
        MOMENT.reset(marker)


_LOOK_BACK = """
SELECT set_config('countersign.moment', %s, true), set_config('search_path', 'asof, public', true)
"""


def _look_back(moment: datetime, *, read_only: bool) -> None:
    with connection.cursor() as cursor:
        if read_only:
            cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute(_LOOK_BACK, [moment.isoformat()])


def _set_path(schemas: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, true)", [schemas])

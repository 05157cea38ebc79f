"""A large ledger, written straight into the tables: only to see how long checking it takes."""

import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, models

from config.bench import figures, filling, machine, organisation, texts, whole
from config.bench.report import as_json
from inventory.models import UseCase
from records import snapshot
from records.history import history_model, state
from records.ids import new_id
from records.ledger import book
from records.ledger.canonical import canonical
from records.models import Entry, Pending

CASES = 2_000
SET = 5_000


def measure(count: int, *, address: str) -> dict[str, Any]:
    """Build a ledger of `count` entries, each with a history row, and verify it."""
    head = {"machine": machine.describe(address), "ledger": count}
    began = time.perf_counter()
    filling.fill(organisation.make(), min(CASES, max(1, count // 10)))
    whole.tell("Writing the entries.")
    fill(count - Entry.objects.count())
    written = time.perf_counter()
    whole.tell("Giving them their places.")
    _place()
    head["seconds"] = {
        "write": round(written - began, 1),
        "place": round(time.perf_counter() - written, 1),
    }
    whole.tell("Verifying.")
    return as_json(head, figures.gently("verify", figures.verify))


def _place() -> None:
    book.take_lock()
    while book.sequence(limit=20_000):
        pass


def fill(count: int) -> None:
    """Add entries about earlier states of the use cases; the present ones stay the newest."""
    random = Random(count)  # noqa: S311 - the same ledger each time, nothing secret
    every = list(UseCase.objects.order_by("id"))
    first = min(each.created_at for each in every) - timedelta(days=400)
    for start in range(0, count, SET):
        numbers = range(start, min(start + SET, count))
        moments = [first + timedelta(seconds=number) for number in numbers]
        _write([_earlier(random, random.choice(every), moment) for moment in moments])


def _earlier(random: Random, use_case: UseCase, moment: datetime) -> models.Model:
    values = state(use_case) | {"contact": "", "monitoring": texts.prose(random, sentences=1)}
    return history_model(UseCase)(
        **values,
        history_id=new_id(),
        history_date=moment,
        history_type="~",
        history_change_reason="",
        history_user_id="bench",
    )


def _write(rows: Sequence[models.Model]) -> None:
    entries = [_entry(row) for row in rows]
    _copy(type(rows[0]), ([getattr(row, name) for name in _names(type(row))] for row in rows))
    _copy(Entry, ([getattr(each, name) for name in _names(Entry)] for each in entries))
    _copy(Pending, ((each.pk, each.leaf) for each in entries))


def _entry(row: Any) -> Entry:
    about = {"kind": UseCase.kind_code(), "id": str(row.id), "ref": row.ref, "version": row.version}
    actor = organisation.SYSTEM
    table = row._meta.db_table
    values = {name: getattr(row, name) for name in _names(type(row))}
    body = canonical(
        {
            "v": 1,
            "act": new_id(),
            "at": row.history_date,
            "actor": actor.facts(),
            "verb": "inventory.usecase.change",
            "object": about,
            "rows": [{
                "table": table, "id": row.history_id, "type": "~",
                "sha256": snapshot.row_digest(table, values, {}),
            }],
            "before": row.digest,
            "after": row.digest,
        }
    )  # fmt: skip
    return Entry(
        id=new_id(),
        occurred_at=row.history_date,
        actor_kind=actor.kind,
        actor_id=actor.id,
        verb="inventory.usecase.change",
        kind=about["kind"],
        object_id=row.id,
        body=body.decode(),
        leaf=hashlib.sha256(b"\x00" + body).digest(),
    )


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _copy(model: type[models.Model], rows: Iterable[Sequence[Any]]) -> None:
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    """Give a value as the driver writes it: what is a JSON object goes as text."""
    return json.dumps(value) if isinstance(value, dict) else value

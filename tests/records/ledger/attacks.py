"""What an attacker does who can write to the database: he appends, repeats, moves and re-times."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from records.history.past import history_model
from records.ids import new_id
from records.ledger import book
from records.ledger.canonical import canonical
from records.ledger.forms import form_of
from records.models import Entry, Pending, TrackedRow


@dataclass(frozen=True)
class Forger:
    """The actor whom a forged entry names."""

    kind: str
    id: str


def past_states(model: type[TrackedRow], key: Any) -> list[Any]:
    """Return the kept states of a row, oldest first."""
    states = history_model(model)._base_manager.filter(id=key)
    return list(states.order_by("history_date", "history_id"))


def bodies_of(key: Any) -> list[dict[str, Any]]:
    """Return what the entries about a record say, oldest first."""
    bodies = [json.loads(entry.body) for entry in Entry.objects.filter(object_id=key)]
    return sorted(bodies, key=lambda body: int(body["object"]["version"]))


def append(body: dict[str, Any]) -> Entry:
    """Append an entry that says just this, with hashes that fit, to wait for its place."""
    moment = datetime.fromisoformat(body["at"])
    actor: Any = Forger(body["actor"]["kind"], body["actor"]["id"])
    (entry,) = book.append([book.NewEntry(moment=moment, actor=actor, body=body)])
    return entry


def append_raw(key: Any, body: dict[str, Any]) -> UUID:
    """Append an entry of any text, with a hash that fits and columns of one that was recorded."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    like = Entry.objects.filter(object_id=key).order_by("-id")[0]
    like.pk, like.body, like._state.adding = new_id(), text, True
    like.leaf = hashlib.sha256(b"\x00" + text.encode()).digest()
    like.save(force_insert=True)
    Pending.objects.create(entry=like, leaf=like.leaf)
    return like.pk


def described(state: Any, **commits: str) -> dict[str, Any]:
    """Return what an honest entry would say of a past state, with commitments to some values."""
    form = form_of(type(state))
    with connection.cursor() as cursor:
        cursor.execute(form.select, [[str(state.history_id)]])
        (row,) = cursor.fetchall()
    return {
        "table": form.table,
        "id": str(state.history_id),
        "type": state.history_type,
        "sha256": form.digest(form.values(row), commits),
        **({"commits": commits} if commits else {}),
    }


def copy_state(state: Any, **changed: Any) -> Any:
    """Insert a copy of a past state with other values: what needs no right but INSERT."""
    for name, value in {"history_id": new_id(), **changed}.items():
        setattr(state, name, value)
    state._state.adding = True
    state.save(force_insert=True)
    return state


_GUARDS = """
DO $$
DECLARE guarded regclass;
BEGIN
    FOR guarded IN
        SELECT DISTINCT tgrelid FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relname ~ '{names}'
    LOOP
        EXECUTE format('ALTER TABLE %s {change} TRIGGER USER', guarded);
    END LOOP;
END $$
"""


def take_guards_off(names: str = "") -> None:
    """Disable the triggers of ours on tables whose names match, as the owner of the tables can."""
    _turn_guards("DISABLE", names)


def put_guards_back(names: str = "") -> None:
    """Enable them again, so that nothing shows that they were off."""
    _turn_guards("ENABLE", names)


def _turn_guards(change: str, names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_GUARDS.format(change=change, names=names))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def as_owner(statement: str, *values: Any) -> int:
    """Write as the owner of the tables can: with their guards taken off, and put back."""
    # Of the tables that the statement names alone: all of them are many, and each is slow.
    names = f"^({'|'.join(set(re.findall(r'[a-z]+_[a-z_]+', statement)))})$"
    take_guards_off(names)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        touched = cursor.rowcount
    put_guards_back(names)
    return touched


def renamed(body: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Return a body of another act, with other values; it is written canonically."""
    fresh: dict[str, Any] = json.loads(canonical(body))
    return {**fresh, "act": str(new_id()), **changed}

"""Random changes of what there is: rows deleted, added, swapped, moved, rewritten, cut off."""

import random
from collections.abc import Iterator
from typing import Any

from records.database import objects
from records.history.past import history_model
from records.models import Checkpoint, Entry
from tests.records.ledger.mutations import ask, run


def structural(draw: random.Random) -> Iterator[tuple[str, int]]:
    """Yield what one change of the structure was and how many rows it touched, without end."""
    while True:
        yield draw.choice(_STRUCTURAL)(draw)


def _pick(draw: random.Random, table: str, column: str, count: int = 1) -> list[Any]:
    keys = sorted(key for (key,) in ask(f"SELECT {column} FROM {table}"))  # noqa: S608
    return draw.sample(keys, count) if len(keys) >= count else []


def _kept(draw: random.Random) -> Any:
    filled = [model for model in objects.kept_models() if model._base_manager.exists()]
    return draw.choice(filled)


def _delete(table: str, column: str) -> Any:
    def delete(draw: random.Random) -> tuple[str, int]:
        keys = _pick(draw, table, column)
        touched = run(f"DELETE FROM {table} WHERE {column} = ANY(%s)", keys)  # noqa: S608
        return f"delete {table} {keys}", touched

    return delete


def _delete_history(draw: random.Random) -> tuple[str, int]:
    return _delete(history_model(_kept(draw))._meta.db_table, "history_id")(draw)


def _delete_today(draw: random.Random) -> tuple[str, int]:
    return _delete(_kept(draw)._meta.db_table, "id")(draw)


def _copy(table: str, model: Any, key: Any, **changed: str) -> int:
    """Insert a copy of a row in which some columns have other values (as SQL)."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(column, column) for column in columns)
    names, pk = ", ".join(columns), model._meta.pk.column
    return run(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {pk} = %s", key)  # noqa: S608


def _insert_history(draw: random.Random) -> tuple[str, int]:
    model = history_model(_kept(draw))
    (key,) = _pick(draw, model._meta.db_table, "history_id")
    when = draw.choice(("history_date", "now()", "history_date - interval '1 day'"))
    touched = _copy(
        model._meta.db_table, model, key, history_id="gen_random_uuid()", history_date=when
    )
    return f"insert into {model._meta.db_table}", touched


def _insert_today(draw: random.Random) -> tuple[str, int]:
    model = _kept(draw)
    (key,) = _pick(draw, model._meta.db_table, "id")
    mark = f"'M-{draw.randrange(10**9)}'"
    changed = {"id": "gen_random_uuid()", "ref": mark, "email": mark, "code": mark, "name": mark}
    return f"insert into {model._meta.db_table}", _copy(model._meta.db_table, model, key, **changed)


def _insert_entry(draw: random.Random) -> tuple[str, int]:
    (key,) = _pick(draw, "records_entry", "id")
    return "insert an entry", _copy("records_entry", Entry, key, id="gen_random_uuid()")


def _insert_pending(draw: random.Random) -> tuple[str, int]:
    (pos,) = _pick(draw, "records_place", "pos")
    into = "INSERT INTO records_pending SELECT entry_id, leaf FROM records_place WHERE pos = %s"
    return "let a placed entry wait again", run(into, pos)


def _insert_checkpoint(draw: random.Random) -> tuple[str, int]:
    (size,) = _pick(draw, "records_checkpoint", "size")
    step = draw.choice((-1, 1))
    return "insert a checkpoint", _copy(
        "records_checkpoint", Checkpoint, size, size=f"size + {step}"
    )


def _swap(table: str, pk: str, *columns: str) -> Any:
    def swap(draw: random.Random) -> tuple[str, int]:
        first, second = _pick(draw, table, pk, 2)
        sets = ", ".join(f"{column} = other.{column}" for column in columns)
        differ = " OR ".join(f"own.{column} <> other.{column}" for column in columns)
        names = ", ".join(columns)
        # A snapshot of both rows: the second update must not see what the first one wrote.
        touched = run(
            f"UPDATE {table} own SET {sets}"  # noqa: S608
            f" FROM (SELECT {pk}, {names} FROM {table} WHERE {pk} IN (%s, %s)) other"
            f" WHERE own.{pk} IN (%s, %s) AND other.{pk} IN (%s, %s) AND own.{pk} <> other.{pk}"
            f" AND ({differ})",
            *(first, second) * 3,
        )
        return f"swap {names} of {table} {first} {second}", touched

    return swap


def _swap_history(draw: random.Random) -> tuple[str, int]:
    model = history_model(_kept(draw))
    if model._base_manager.count() < 2:
        return "", 0
    return _swap(model._meta.db_table, "history_id", "history_date", "id")(draw)


def _swap_entries_of_places(draw: random.Random) -> tuple[str, int]:
    """Give two entries each other's place, with their hashes: only the root can tell."""
    run("ALTER TABLE records_place DROP CONSTRAINT IF EXISTS records_place_entry_id_key")
    return _swap("records_place", "pos", "entry_id", "leaf")(draw)


def _move_place(draw: random.Random) -> tuple[str, int]:
    (pos,) = _pick(draw, "records_place", "pos")
    return f"move place {pos}", run("UPDATE records_place SET pos = pos + 1000 WHERE pos = %s", pos)


def _rehash(draw: random.Random) -> tuple[str, int]:
    """Change an entry's text and verb, and work out its hashes anew."""
    (key,) = _pick(draw, "records_entry", "id")
    run(
        "UPDATE records_entry SET verb = verb || 'x', body = replace(body,"
        " '\"verb\":\"' || verb || '\"', '\"verb\":\"' || verb || 'x\"') WHERE id = %s",
        key,
    )
    run(
        "UPDATE records_entry SET leaf = sha256('\\x00'::bytea || convert_to(body, 'UTF8'))"
        " WHERE id = %s",
        key,
    )
    placed = run(
        "UPDATE records_place SET leaf = entry.leaf FROM records_entry entry"
        " WHERE entry.id = entry_id AND entry.id = %s",
        key,
    )
    return f"rewrite entry {key}", placed


def _cut(draw: random.Random) -> tuple[str, int]:
    """Cut the tail of the tree with what speaks of its places, and its entries."""
    sizes = sorted(size for (size,) in ask("SELECT size FROM records_checkpoint"))
    keep = draw.choice(sizes[:-1])
    gone = [key for (key,) in ask("SELECT entry_id FROM records_place WHERE pos >= %s", keep)]
    run("DELETE FROM records_place WHERE pos >= %s", keep)
    run("DELETE FROM records_checkpoint WHERE size > %s", keep)
    run("DELETE FROM records_tile WHERE index >= %s / 16", keep)
    return f"cut to {keep}", run("DELETE FROM records_entry WHERE id = ANY(%s)", gone)


_STRUCTURAL = (
    _delete_history,
    _delete_history,
    _delete_today,
    _insert_history,
    _insert_history,
    _insert_today,
    _swap_history,
    _delete("records_entry", "id"),
    _delete("records_place", "pos"),
    _delete("records_tile", "index"),
    _delete("records_pending", "entry_id"),
    _delete("records_salt", "id"),
    _insert_entry,
    _insert_pending,
    _insert_checkpoint,
    _swap("records_entry", "id", "body"),
    _swap("records_entry", "id", "body", "leaf"),
    _swap("records_entry", "id", "actor_id", "occurred_at"),
    _swap("records_place", "pos", "leaf"),
    _swap_entries_of_places,
    _swap("records_checkpoint", "size", "note"),
    _swap("records_tile", "index", "root"),
    _move_place,
    _rehash,
    _cut,
)

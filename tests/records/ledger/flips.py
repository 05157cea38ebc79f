"""Random changes of one column of one stored row."""

import json
import random
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.db import models

from records.database import objects
from records.history.past import history_model
from records.models import Checkpoint, Entry, Place, Salt, Tile
from tests.records.ledger.mutations import ask, run
from tests.records.ledger.other_values import other

ROW = {"row", "personal", "row_missing"}
TODAY = {"unrecorded", "gone"}
ENTRY = {"leaf", "body", "derived"}


@dataclass(frozen=True)
class Done:
    """A change that was made: what to look for, under which codes, and what it was."""

    about: Set[str]
    codes: frozenset[str]
    told: str


class Flips:
    """Change one column of one row at a time, in rows of one sort, no row twice."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.touched: set[Any] = set()  # rows of this batch, by key
        self.keys: dict[Any, list[Any]] = {}  # as they stood before this batch, in order
        self.committed: dict[str, set[str]] = {}
        self.kept = [model for model in objects.kept_models() if model._base_manager.exists()]
        self.sorts = (self.history, self.today, self.entries, self.places, self.tree, self.salts)

    def batch(self, sort: Any, amount: int) -> list[Done]:
        """Make about so many changes of a sort."""
        done: dict[Any, Done] = {}
        self.touched, self.keys, self.committed = set(), {}, {}
        for _ in range(amount):
            key, made = sort()
            if made is not None:
                done[key] = made
                self.touched.add(key)
        return list(done.values())

    def _untouched(self, model: Any) -> list[Any]:
        """Return the keys of the rows that are as they were; a batch adds and deletes none."""
        if model not in self.keys:
            self.keys[model] = sorted(model._base_manager.values_list("pk", flat=True))
        return [key for key in self.keys[model] if key not in self.touched]

    def _flip(self, model: Any, names: list[str]) -> tuple[Any, str] | None:
        """Change a column of a random row that was not touched; return its key and the column."""
        keys = self._untouched(model)
        if not keys:
            return None
        key, field = self.draw.choice(keys), model._meta.get_field(self.draw.choice(names))
        value = model._base_manager.filter(pk=key).values_list(field.attname, flat=True).get()
        changed = other(field, value, self.draw)
        if changed == value:
            return None
        table, pk = model._meta.db_table, model._meta.pk.column
        cast = "::jsonb" if isinstance(field, models.JSONField) else ""
        if not run(
            f"UPDATE {table} SET {field.column} = %s{cast} WHERE {pk} = %s",  # noqa: S608
            changed,
            key,
        ):
            return None
        if field.primary_key:
            self.touched.add(changed)
        return key, f"{table}.{field.column}: {value!r} -> {changed!r}"

    def history(self) -> tuple[Any, Done | None]:
        """Change any column of any past state."""
        model = history_model(self.draw.choice(self.kept))
        names = [field.name for field in model._meta.concrete_fields]
        found = self._flip(model, names)
        return _as_done(found, ROW)

    def today(self) -> tuple[Any, Done | None]:
        """Change any kept column of any present row."""
        model = self.draw.choice(self.kept)
        kept = {field.name for field in history_model(model)._meta.concrete_fields}
        names = [field.name for field in model._meta.concrete_fields if field.name in kept]
        return _as_done(self._flip(model, names), TODAY)

    def entries(self) -> tuple[Any, Done | None]:
        """Change text, hash or a derived column of an entry."""
        names = [
            "body",
            "leaf",
            "occurred_at",
            "actor_kind",
            "actor_id",
            "verb",
            "kind",
            "object_id",
        ]
        name = self.draw.choice(names)
        if name == "leaf":
            return self._hash(Entry, lambda key: {str(key)}, ENTRY)
        return _as_done(self._flip(Entry, [name]), ENTRY)

    def places(self) -> tuple[Any, Done | None]:
        """Change the hash at a place."""
        return self._hash(Place, lambda pos: {str(Place.objects.get(pos=pos).entry_id)}, ENTRY)

    def tree(self) -> tuple[Any, Done | None]:
        """Change what is stored of the tree: a block, or a column of a checkpoint."""
        codes = {"block", "checkpoint", "signature"}
        name = self.draw.choice(("block", "root", "note", "frontier"))
        if name == "block":
            return self._hash(Tile, lambda key: {str(key)}, codes)
        if name == "root":
            return self._hash(Checkpoint, lambda key: {str(key)}, codes)
        return _as_done(self._flip(Checkpoint, [name]), codes)

    def salts(self) -> tuple[Any, Done | None]:
        """Change a salt, or what it is for."""
        rows = self.committed = self.committed or _rows_by_commitment()
        name = self.draw.choice(("salt", "path", "object_id", "commit"))
        known = dict(Salt.objects.values_list("pk", "commit"))
        if name == "salt":
            key, made = self._hash(Salt, lambda key: rows[known[key]], ROW, name="salt")
            return key, made
        found = self._flip(Salt, [name])
        if found is None:
            return None, None
        key, told = found
        return key, Done(frozenset(rows[known[key]]), frozenset(ROW), told)

    def _hash(
        self, model: Any, about: Any, codes: set[str], name: str = ""
    ) -> tuple[Any, Done | None]:
        """Turn one bit of a stored hash."""
        column = name or ("leaf" if model in (Entry, Place) else "root")
        keys = self._untouched(model)
        if not keys:
            return None, None
        key = self.draw.choice(keys)
        value = bytearray(model._base_manager.filter(pk=key).values_list(column, flat=True).get())
        value[self.draw.randrange(len(value))] ^= 1 << self.draw.randrange(8)
        table, pk = model._meta.db_table, model._meta.pk.column
        statement = f"UPDATE {table} SET {column} = %s WHERE {pk} = %s"  # noqa: S608 - our names
        if not run(statement, bytes(value), key):
            return None, None
        return key, Done(
            frozenset(about(key)), frozenset(codes), f"a bit of {table}.{column} {key}"
        )


def _as_done(found: tuple[Any, str] | None, codes: set[str]) -> tuple[Any, Done | None]:
    if found is None:
        return None, None
    key, told = found
    return key, Done(frozenset({str(key)}), frozenset(codes), told)


def _rows_by_commitment() -> dict[str, set[str]]:
    rows: dict[str, set[str]] = {}
    for (body,) in ask("SELECT body FROM records_entry"):
        for about in json.loads(body)["rows"]:
            for committed in about.get("commits", {}).values():
                rows.setdefault(committed, set()).add(about["id"])
    return rows

"""Commitments that stand for personal values in the ledger, with a salt for each value."""

import json
import os
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from records.history.past import current_moment, history_model
from records.ledger.canonical import canonical, commit
from records.ledger.erased import ERASED
from records.models.base import Tracked
from records.models.ledger import Entry, Salt


class Commitments:
    """Give each personal value its commitment; an unchanged value keeps the one it has.

    The salts made on the way are kept by `save`; they are never in an entry's body.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, str], Salt] = {}
        self._looked_up: set[UUID] = set()
        self._new: list[Salt] = []

    def look_up(self, ids: Iterable[UUID]) -> None:
        """Read the newest salts of many rows at once."""
        wanted = set(ids) - self._looked_up
        for salt in Salt.objects.filter(object_id__in=wanted).order_by("id"):
            self._known[salt.object_id, salt.path] = salt
        self._looked_up |= wanted

    def __call__(self, row: Tracked, name: str, value: Any) -> str:
        """Return the commitment (hex) to the value of a field of `row`."""
        if row.pk not in self._looked_up:
            self.look_up([row.pk])
        path = f"{row.kind_code()}.{name}"
        known = self._known.get((row.pk, path))
        if known and commit(bytes(known.salt), path, as_text(value)) == known.commit:
            return known.commit
        return self.fresh(row.pk, path, value)

    def fresh(self, object_id: UUID, path: str, value: Any) -> str:
        """Commit to a value under a salt of its own."""
        salt = os.urandom(16)
        made = Salt(
            object_id=object_id, path=path, salt=salt, commit=commit(salt, path, as_text(value))
        )
        self._known[object_id, path] = made
        self._new.append(made)
        return made.commit

    def mark(self) -> int:
        """Return how far it has come, for `forget_since`."""
        return len(self._new)

    def forget_since(self, mark: int) -> None:
        """Forget what was committed to since a mark: those values were never stored."""
        for salt in self._new[mark:]:
            self._known.pop((salt.object_id, salt.path), None)
            self._looked_up.discard(salt.object_id)
        del self._new[mark:]

    def save(self) -> None:
        """Store the new salts."""
        Salt.objects.bulk_create(self._new, batch_size=500)
        self._new = []


class KnownCommitments:
    """Find the commitments that were made to values of the past; makes none.

    `opened` collects the salts that open them, by "<kind>/<id>" and path: for readers who may see
    the values themselves.
    """

    def __init__(self) -> None:
        self.opened: dict[str, dict[str, str]] = {}

    def __call__(self, row: Tracked, name: str, value: Any) -> str:
        """Return the commitment (hex) that was made to this value; raises LookupError for none."""
        path = f"{row.kind_code()}.{name}"
        if value == ERASED:
            return recorded(row, name)
        for salt in Salt.objects.filter(object_id=row.pk, path=path).order_by("-id"):
            if commit(bytes(salt.salt), path, as_text(value)) == salt.commit:
                opened = self.opened.setdefault(f"{row.kind_code()}/{row.pk}", {})
                opened[path] = bytes(salt.salt).hex()
                return salt.commit
        raise LookupError(f"No commitment was ever made to this value of {path}.")


def recorded(row: Tracked, name: str) -> str:
    """Return the commitment that the ledger recorded for a field, in the moment that is read.

    An erased value opens none of them, so the entry of the row's newest state tells which it was.
    """
    states = history_model(type(row))._base_manager.filter(id=row.pk)
    if moment := current_moment():
        states = states.filter(history_date__lte=moment)
    newest = states.order_by("-history_date", "-history_id")
    for key, at in newest.values_list("history_id", "history_date")[:1]:
        entries = Entry.objects.filter(object_id=row.holder().pk, occurred_at=at)
        for body in entries.values_list("body", flat=True):
            for about in json.loads(body)["rows"]:
                if about["id"] == str(key):
                    return str(about["commits"][name])
    raise LookupError(f"No entry of the ledger tells of {name} in this state.")


def as_text(value: Any) -> str:
    """Return the text that is committed to: strings as they are, anything else canonically."""
    return value if isinstance(value, str) else canonical(value).decode()

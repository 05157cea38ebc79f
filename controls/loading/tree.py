"""Check that the provisions of an edition form a tree with ids and slugs of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import CatalogueError
from .provision_ids import ID_FORMS
from .strict_yaml import Document


@dataclass(frozen=True)
class Entry:
    """A provision as written, with the place where it stands."""

    document: Document
    index: int
    value: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Return the provision's id."""
        return str(self.value["id"])

    def refusal(self, message: str, key: str) -> CatalogueError:
        """Make the error that names the line of one key of this entry."""
        return self.document.refusal(message, "provisions", self.index, key)


def check_tree(entries: Sequence[Entry], *, id_form: str) -> None:
    """Refuse a wrong id, an id or slug used twice, an unknown parent and a circle."""
    for entry in entries:
        _check_form(entry, id_form)
    by_id = _unique(entries, "id")
    _unique(entries, "slug")
    for entry in entries:
        _check_parent(entry, by_id)
    for entry in entries:
        _check_way_up(entry, by_id)


def _check_form(entry: Entry, id_form: str) -> None:
    form = ID_FORMS[id_form]
    if not form.pattern.fullmatch(entry.id):
        message = f"'{entry.id}' is no id of this framework; ids look like {form.example}."
        raise entry.refusal(message, "id")


def _unique(entries: Sequence[Entry], key: str) -> dict[str, Entry]:
    seen: dict[str, Entry] = {}
    for entry in entries:
        value = str(entry.value[key])
        if value in seen:
            other = seen[value].document
            line = other.line_of("provisions", seen[value].index, key)
            message = f"The {key} '{value}' is used twice; first in {other.file}, line {line}."
            raise entry.refusal(message, key)
        seen[value] = entry
    return seen


def _check_parent(entry: Entry, by_id: Mapping[str, Entry]) -> None:
    parent = entry.value.get("parent")
    if parent is not None and parent not in by_id:
        message = f"The parent '{parent}' of {entry.id} is not in this edition."
        raise entry.refusal(message, "parent")


def _check_way_up(entry: Entry, by_id: Mapping[str, Entry]) -> None:
    passed = [entry.id]
    while (parent := by_id[passed[-1]].value.get("parent")) is not None:
        passed.append(parent)
        if parent in passed[:-1]:
            message = f"The parents of {entry.id} run in a circle: {' > '.join(passed)}."
            raise entry.refusal(message, "parent")

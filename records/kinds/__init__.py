"""How kinds of records are shown: one declaration a kind, gathered here."""

from records.kinds.actions import RecordAction
from records.kinds.kind import MenuPlace, RecordKind, Writes
from records.kinds.registry import by_code, every, extend, of, of_ref, register, url_of_link

__all__ = [
    "MenuPlace",
    "RecordAction",
    "RecordKind",
    "Writes",
    "by_code",
    "every",
    "extend",
    "of",
    "of_ref",
    "register",
    "url_of_link",
]

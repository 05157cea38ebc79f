"""The one shape of an entry's body: how it is written, and what keeps a text from being one."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.verbs import is_for

# The form of bodies, their key `v`.
FORM = 1
LARGEST_VERSION = 2**31
ACTORS = ("person", "token", "system")

_DIGEST = re.compile("[0-9a-f]{64}")
_KEY = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{6}Z")
_KIND = re.compile("[a-z]+[.][a-z]+")
_VERB = re.compile("[a-z]+([.][a-z_]+){2}")

type Test = Callable[[object], bool]


@dataclass(frozen=True)
class Said:
    """What an entry says of one act on one record."""

    act: object
    at: datetime
    actor: Mapping[str, str]
    verb: str
    about: Mapping[str, object]
    rows: Sequence[Mapping[str, object]]
    before: str
    after: str
    key: str
    facts: Mapping[str, object]

    def body(self) -> dict[str, object]:
        """Return it as a body; what there is nothing to say of is left out."""
        needed = {"act": self.act, "at": self.at, "actor": self.actor, "verb": self.verb}
        needed |= {"object": self.about, "rows": self.rows, "after": self.after}
        optional = {"before": self.before, "key": self.key, "facts": self.facts}
        return {"v": FORM, **needed, **{name: one for name, one in optional.items() if one}}


def fault(body: Any) -> str:
    """Say which key of a body is wrong, missing or none of its own; nothing where all is right."""
    if wrong := _wrong(body, _NEEDED, _OPTIONAL):
        return wrong
    return "" if is_for(body["verb"], body["object"]["kind"]) else "verb"


def _wrong(value: object, needed: Mapping[str, Test], optional: Mapping[str, Test]) -> str:
    if not isinstance(value, dict):
        return "all"
    for name in sorted(needed.keys() - value.keys()):
        return name
    for name, held in value.items():
        test = needed.get(name) or optional.get(name)
        if test is None or not test(held):
            return str(name)
    return ""


def _like(pattern: re.Pattern[str]) -> Test:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_version(value: object) -> bool:
    return type(value) is int and 0 < value < LARGEST_VERSION


def _is_actor(value: object) -> bool:
    is_token = isinstance(value, dict) and value.get("kind") == "token"
    return not _wrong(value, _TOKEN if is_token else _ACTOR, {})


def _is_row(value: object) -> bool:
    return not _wrong(value, _ROW, {"commits": _are_commits})


def _are_commits(value: object) -> bool:
    return isinstance(value, dict) and value != {} and all(map(_like(_DIGEST), value.values()))


_ACTOR: Mapping[str, Test] = {"kind": ACTORS.__contains__, "id": _is_text}
_TOKEN: Mapping[str, Test] = {**_ACTOR, "person": _is_text}
_OBJECT: Mapping[str, Test] = {
    "kind": _like(_KIND),
    "id": _like(_KEY),
    "ref": _is_text,
    "version": _is_version,
}
_ROW: Mapping[str, Test] = {
    "table": _is_text,
    "id": _like(_KEY),
    "type": ("+", "~").__contains__,
    "sha256": _like(_DIGEST),
}
_NEEDED: Mapping[str, Test] = {
    "v": lambda value: type(value) is int and value == FORM,
    "act": _like(_KEY),
    "at": _is_moment,
    "actor": _is_actor,
    "verb": _like(_VERB),
    "object": lambda value: not _wrong(value, _OBJECT, {}),
    "rows": lambda value: isinstance(value, list) and all(map(_is_row, value)),
    "after": _like(_DIGEST),
}
_OPTIONAL: Mapping[str, Test] = {
    "before": _like(_DIGEST),
    "key": _is_text,
    "facts": lambda value: isinstance(value, dict) and value != {},
}

"""What changed between two outcomes of the AI Act, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents.words import ROLES
from records.shapes import ChangeLine, Text

_TOLD: dict[str, Text] = {
    "prohibited": gettext_lazy("Prohibited practices"),
    "grounds": gettext_lazy("High-risk grounds"),
    "transparency": gettext_lazy("Transparency cases"),
    "roles": gettext_lazy("Our roles"),
    "upcoming": gettext_lazy("Comes later"),
}


def outcome(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ChangeLine]:
    """Tell what rules brought about otherwise; nothing stands before the first state."""
    found = [
        ChangeLine(label, _list(key, before.get(key, ())), _list(key, after[key]))
        for key, label in _TOLD.items()
        if list(before.get(key, ())) != list(after[key])
    ]
    duties = [sorted({each["provision"] for each in state.get("duties", ())})
              for state in (before, after)]  # fmt: skip
    if duties[0] != duties[1]:
        found.append(ChangeLine(_("Duties"), "; ".join(duties[0]), "; ".join(duties[1])))
    return found


def _list(key: str, names: Iterable[str]) -> str:
    return "; ".join(str(ROLES.get(name, name)) if key == "roles" else name for name in names)

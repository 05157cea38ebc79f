"""What rules bring about, told in words, and the topics by which reasons are gathered."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents.law import LawBook, code_of
from assessments.classification.documents.words import CLASSES, GPAI, ROLES
from records.shapes import Text, Tone
from records.values import sentence

# Topics of reasons in the order in which they are told: name of the rule, tone.
TOPICS: dict[str, tuple[Text, Tone]] = {
    "class": (gettext_lazy("Outcome"), "neutral"),
    "scope": (gettext_lazy("Scope of the law"), "neutral"),
    "prohibited": (gettext_lazy("Prohibited practices"), "bad"),
    "high_risk": (gettext_lazy("High-risk list"), "warn"),
    "derogation": (gettext_lazy("Exception from the high-risk list"), "info"),
    "transparency": (gettext_lazy("Transparency"), "info"),
    "gpai": (gettext_lazy("General-purpose models"), "info"),
    "role": (gettext_lazy("Who we are to the law"), "neutral"),
    "duty": (gettext_lazy("Duty"), "neutral"),
}
# What settles the class and what stands beside it; roles and duties follow from that.
DECISIVE = tuple(topic for topic in TOPICS if topic not in {"role", "duty"})
_KEYS = {
    "class": "class",
    "set": "scope",
    "add_prohibited": "prohibited",
    "add_high_risk": "high_risk",
    "derogate": "derogation",
    "add_transparency": "transparency",
    "gpai": "gpai",
    "add_role": "role",
    "remove_role": "role",
    "add_duty": "duty",
    # A rule with a reason alone says why a model brings no duty of Chapter V.
    "reason": "gpai",
}


def topic_of(effect: Mapping[str, Any]) -> str:
    """Return the topic of a rule by what it brings about."""
    return next((topic for key, topic in _KEYS.items() if key in effect), "duty")


def _scope(_law: LawBook, _value: Any) -> str:
    return _("The law does not apply.")


def _duty_text(law: LawBook, value: Any) -> str:
    names = [value] if isinstance(value, str) else value
    return _("Duty: %(names)s.") % {"names": ", ".join(law.told(name) for name in names)}


_SAID: dict[str, Callable[[LawBook, Any], str]] = {
    "class": lambda _law, value: str(CLASSES[value].sentence),
    "set": _scope,
    "reason": lambda _law, value: f"{sentence(value)}.",
    "add_prohibited": lambda law, value: _("Prohibited: %(name)s.") % {"name": law.told(value)},
    "derogate": lambda _law, _value: _("Art. 6(3) takes the use out of the high-risk list."),
    "add_transparency": lambda law, value: _("Transparency: %(name)s.") % {"name": law.told(value)},
    "gpai": lambda _law, value: f"{sentence(str(GPAI[value]))}.",
    "add_role": lambda _law, value: _("We are the %(role)s.") % {"role": ROLES.get(value, value)},
    "remove_role": lambda _law, value: (
        _("We are not the %(role)s here.") % {"role": ROLES.get(value, value)}
    ),
    "add_duty": _duty_text,
    "duties": _duty_text,
}


def tell(
    law: LawBook,
    effect: Mapping[str, Any],
    questions: Collection[str],
    ground: Callable[[str], str],
) -> str:
    """Tell what a rule brought about, or from when it will.

    A note that names questions by their ids is for whoever reads the rules, and left out.
    """
    # A transparency case is its own duty: both named together would say one thing twice.
    case = code_of(effect.get("add_transparency", ""))
    once = {"duties"} if list(effect.get("duties", ())) == [case] else set()
    told = [say(law, effect[key]) for key, say in _SAID.items() if key in effect.keys() - once]
    if "add_high_risk" in effect:
        told.append(_("High-risk: %(name)s.") % {"name": ground(effect["add_high_risk"])})
    text = " ".join(told) or _("No effect of its own.")
    if "removed" in effect:
        names = "; ".join(map(ground, effect["removed"]))
        text += " " + _("Taken out: %(names)s.") % {"names": names}
    if "note" in effect and not _names_one(questions, effect["note"]):
        text += f" {sentence(effect['note']).rstrip('.')}."
    if "applies_from" in effect:
        day = date_format(date.fromisoformat(effect["applies_from"]))
        text = _("From %(day)s: %(text)s") % {"day": day, "text": text}
    return text


def _names_one(questions: Collection[str], text: str) -> bool:
    return not set(re.findall(r"\w+", text)).isdisjoint(questions)

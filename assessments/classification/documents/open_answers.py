"""The answers on which a result hangs, one by one: those that are missing, those "not sure"."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.classification.documents.headlines import listed
from assessments.classification.documents.left_open import (
    answers_in,
    deciding,
    questions_of,
    silent_in,
)
from assessments.classification.documents.words import GPAI, MAY_BE, ROLES, either
from assessments.models import OutcomeClass
from records.shapes import Text

_GROUNDS = ("Annex ", "Art. 5(1)", "Art. 50")
# So many questions are told one by one.
_MOST = 6


@dataclass(frozen=True)
class OpenAnswer:
    """A question on which a result hangs: how it was answered, and what that could bring about."""

    question: str
    url: str
    said: Text
    could: str


def told(
    outcome: Mapping[str, Any],
    *,
    question: Callable[[str], str],
    url: Callable[[str], str],
    name: Callable[[str], str],
    section: Callable[[str], str],
    given: Callable[[str], bool],
) -> list[OpenAnswer]:
    """Tell each open answer by itself: first those that lead to another class."""
    missing = _missing(outcome, question=question, url=url, name=name, section=section)
    unsure = [
        (
            any(code in MAY_BE for code in doubt["could_become"]),
            OpenAnswer(
                question(doubt["question"]),
                url(doubt["question"]),
                _("Not sure") if given(doubt["question"]) else _("No answer yet"),
                _could(doubt["could_become"], name),
            ),
        )
        for doubt in answers_in(outcome)
    ]
    return [each for _leads, each in sorted([*missing, *unsure], key=lambda pair: not pair[0])]


def _missing(
    outcome: Mapping[str, Any],
    *,
    question: Callable[[str], str],
    url: Callable[[str], str],
    name: Callable[[str], str],
    section: Callable[[str], str],
) -> list[tuple[bool, OpenAnswer]]:
    """Tell the questions without an answer: one by one, or of many how many are in a section.

    Each says whether it could make the class graver.
    """
    asked = questions_of(silent_in(outcome))
    if len(asked) <= _MOST:
        return [
            (
                bool(_classes(outcome, [each])),
                OpenAnswer(
                    question(each), url(each), _("No answer yet"), _brings(outcome, [each], name)
                ),
            )
            for each in asked
        ]
    sections: dict[str, list[str]] = defaultdict(list)
    for each in asked:
        sections[section(each)].append(each)
    found = []
    for title, some in sections.items():
        words = ngettext("%(count)s without an answer", "%(count)s without an answer", len(some))
        worst = _classes(outcome, some)
        said = words % {"count": len(some)}
        found.append((bool(worst), OpenAnswer(title, url(some[0]), said, worst)))
    return found


def _brings(outcome: Mapping[str, Any], asked: Sequence[str], name: Callable[[str], str]) -> str:
    """Tell what an answer to a question could bring: graver classes first, each by what."""
    told = []
    for each in silent_in(outcome):
        if not set(asked).isdisjoint(each["questions"]):
            is_graver = each["class"] != outcome["class"]
            could = _could([*([each["class"]] if is_graver else []), *each["by"]], name)
            words = {"class": could, "day": _day(each["from"]) if each["from"] else ""}
            told.append(_("%(class)s from %(day)s") % words if each["from"] else could)
    return "; ".join(dict.fromkeys(told))


def _classes(outcome: Mapping[str, Any], asked: Sequence[str]) -> str:
    """Name the graver classes that some questions decide."""
    named = {
        each["class"] for each in deciding(outcome) if not set(asked).isdisjoint(each["questions"])
    }
    return either([str(MAY_BE[code]) for code in OutcomeClass.values if code in named])


def _could(names: Sequence[str], name: Callable[[str], str]) -> str:
    """Tell the classes that an answer leaves possible, and in brackets by what."""
    classes = [str(MAY_BE[each]) for each in names if each in MAY_BE]
    others = [_said(each, name) for each in names if each not in MAY_BE]
    if not classes:
        return listed(others)
    # The class brings its duties along: the ban or ground behind it is enough.
    others = [_said(each, name) for each in names if each.startswith(_GROUNDS)]
    told = either(classes)
    return f"{told} ({'; '.join(others)})" if others else told


def _said(code: str, name: Callable[[str], str]) -> str:
    without = code.removeprefix("without ")
    if without != code:
        return _("without %(name)s") % {"name": _said(without, name)}
    article, _from, day = code.partition(" from ")
    if day:
        known = day[:1].isdigit()
        told = _("%(article)s from %(day)s") if known else _("%(article)s without a day")
        return told % {
            "article": article,
            "day": _day(day) if known else "",
        }
    words = GPAI.get(code) or ROLES.get(code)
    return str(words) if words else name(code)


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text))

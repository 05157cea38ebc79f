"""What a result leaves open, in words: what it may still become, by answers or by the law."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.classification.documents.bans import falls_with_a_ban
from assessments.classification.documents.headlines import articles, listed
from assessments.classification.documents.left_open import (
    answers_in,
    deciding,
    doubts_in,
    milder_in,
    questions_of,
    silent_in,
    worst_of,
)
from assessments.classification.documents.words import GPAI, ROLES
from assessments.engine.law_doubts import DAYS
from assessments.models import OutcomeClass
from records.templatetags.shapes import Text

_GROUNDS = ("Annex ", "Art. 5(1)", "Art. 50")
# So many names are told behind a class, and so many questions one by one.
_FEW, _MOST = 3, 6
# How each class is named behind "may be".
MAY_BE: Mapping[str, Text] = {
    OutcomeClass.PROHIBITED: gettext_lazy("prohibited"),
    OutcomeClass.HIGH_RISK: gettext_lazy("high-risk"),
    OutcomeClass.NOT_HIGH_RISK: gettext_lazy("taken out of the high-risk list, documented"),
    OutcomeClass.TRANSPARENCY: gettext_lazy("under transparency duties"),
    OutcomeClass.MODEL_ONLY: gettext_lazy("only a general-purpose model"),
    OutcomeClass.MINIMAL: gettext_lazy("of minimal risk"),
    OutcomeClass.OUT_OF_SCOPE: gettext_lazy("out of scope"),
}


@dataclass(frozen=True)
class OpenAnswer:
    """A question on which a result hangs: how it was answered, and what that could bring about."""

    question: str
    url: str
    said: Text
    could: str


def headline(outcome: Mapping[str, Any], on: date) -> str:
    """Tell in a sentence or two that a result is open; nothing where nothing decisive is.

    A day that the law leaves open stands here where it decides what binds on the day of the result.
    """
    return " ".join(sentences(outcome, on))


def sentences(outcome: Mapping[str, Any], on: date) -> list[str]:
    """Tell the same one by one: what our answers leave open first, then what the law does."""
    told = [
        *_by_silence(outcome),
        _milder(outcome),
        _by_answers(outcome),
        _by_law(outcome),
        *_by_the_letter(outcome, on),
    ]
    return list(filter(None, told))


def _by_silence(outcome: Mapping[str, Any]) -> Iterator[str]:
    """Tell how many questions without an answer decide the class, and what it is at worst."""
    decisive = deciding(outcome)
    if count := len(questions_of(decisive)):
        sentence = ngettext(
            "%(count)s question that decides the class has no answer. At worst: %(worst)s.",
            "%(count)s questions that decide the class have no answer. At worst: %(worst)s.",
            count,
        )
        yield sentence % {"count": count, "worst": _at_worst(decisive)}
    others = [each for each in silent_in(outcome) if each not in decisive]
    if count := len(set(questions_of(others)) - set(questions_of(decisive))):
        sentence = ngettext(
            "What it asks depends on %(count)s question without an answer.",
            "What it asks depends on %(count)s questions without an answer.",
            count,
        )
        yield sentence % {"count": count}


def _milder(outcome: Mapping[str, Any]) -> str:
    """Tell how many questions without an answer could do no more than make the class milder."""
    count = len(milder_in(outcome))
    sentence = ngettext(
        "%(count)s answer is open that could only make it milder.",
        "%(count)s answers are open that could only make it milder.",
        count,
    )
    return sentence % {"count": count} if count else ""


def _at_worst(decisive: Sequence[Mapping[str, Any]]) -> str:
    """Name the gravest class, by what where that is little, and from when where it is to come."""
    worst = worst_of(decisive)
    leading = [each for each in decisive if each["class"] == worst]
    by = list(dict.fromkeys(name for each in leading for name in each["by"]))
    told = str(MAY_BE[worst])
    if len(by) <= _FEW:
        told = _("%(class)s (%(by)s)") % {"class": told, "by": listed(by)} if by else told
    days = {each["from"] for each in leading}
    if None not in days:
        told = _("%(class)s from %(day)s") % {"class": told, "day": _day(min(days))}
    return told


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text))


def _by_the_letter(outcome: Mapping[str, Any], on: date) -> list[str]:
    """Tell which days the mere letter of the law sets earlier and which have come by a day.

    Nothing that a ban sets aside binds from any day.
    """
    is_banned = outcome.get("class") == OutcomeClass.PROHIBITED
    on_the_list = any(name.startswith("Annex III") for name in outcome.get("grounds", ()))
    days: dict[date, list[str]] = defaultdict(list)
    for doubt in doubts_in(outcome):
        if doubt.get("law") == DAYS:
            for name in doubt["could_become"]:
                article, _from, day = name.partition(" from ")
                if is_banned and falls_with_a_ban(article, on_the_list=on_the_list):
                    continue
                days[date.fromisoformat(day)].append(article)
    sentence = _("By the letter of %(law)s, %(articles)s bind since %(day)s.")
    return [
        sentence % {"articles": articles(names), "day": date_format(day), "law": DAYS}
        for day, names in sorted(days.items())
        if day <= on
    ]


def _may_be(doubts: Iterable[Mapping[str, Any]]) -> str:
    """Name the other classes that doubts leave possible, the gravest first."""
    named = {name for doubt in doubts for name in doubt["could_become"]}
    return _either([str(MAY_BE[code]) for code in OutcomeClass.values if code in named])


def _by_answers(outcome: Mapping[str, Any]) -> str:
    """Tell what answers leave open: another class by those that lead to one, then duties."""
    found = answers_in(outcome)
    leading = [doubt for doubt in found if _may_be([doubt])]
    told = []
    if leading:
        sentence = ngettext(
            "It may be %(others)s: that depends on %(count)s answer “Not sure”.",
            "It may be %(others)s: that depends on %(count)s answers “Not sure”.",
            len(leading),
        )
        told.append(sentence % {"others": _may_be(leading), "count": len(leading)})
    if count := len(found) - len(leading):
        if leading:
            sentence = ngettext(
                "What it asks depends on %(count)s more.",
                "What it asks depends on %(count)s more.",
                count,
            )
        else:
            sentence = ngettext(
                "The class holds, but what it asks depends on %(count)s answer “Not sure”.",
                "The class holds, but what it asks depends on %(count)s answers “Not sure”.",
                count,
            )
        told.append(sentence % {"count": count})
    return " ".join(told)


def _by_law(outcome: Mapping[str, Any]) -> str:
    """Tell what the law leaves open: another class by its places, then duties and days."""
    found = [doubt for doubt in doubts_in(outcome) if doubt.get("law", DAYS) != DAYS]
    graver = [doubt for doubt in found if _may_be([doubt])]
    told = []
    if graver:
        words = {"others": _may_be(graver), "places": _places(graver)}
        told.append(_("By another reading of %(places)s it may be %(others)s.") % words)
    others = [doubt for doubt in found if doubt not in graver]
    if others:
        sentence = _("The law leaves open what it asks or from when (%(places)s).")
        told.append(sentence % {"places": _places(others)})
    return " ".join(told)


def by_law(outcome: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the places of the law that are open, but for days, each with what is open there.

    What waits for a legal view is told with it.
    """
    waiting = [item["why"].rstrip(".") for item in outcome.get("needs_review", ())]
    found = [
        (doubt["law"], doubt["why"])
        for doubt in doubts_in(outcome)
        if doubt.get("law", DAYS) != DAYS
    ]
    return [each for each in found if not any(why in each[1] for why in waiting)]


def _places(doubts: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(dict.fromkeys(doubt["law"] for doubt in doubts))


def open_answers(
    outcome: Mapping[str, Any],
    *,
    question: Callable[[str], str],
    url: Callable[[str], str],
    name: Callable[[str], str],
    section: Callable[[str], str],
) -> list[OpenAnswer]:
    """Tell each open answer by itself, those that are missing first."""
    missing = _missing(outcome, question=question, url=url, name=name, section=section)
    return missing + [
        OpenAnswer(
            question(doubt["question"]),
            url(doubt["question"]),
            _("Not sure"),
            _could(doubt["could_become"], name),
        )
        for doubt in answers_in(outcome)
    ]


def _missing(
    outcome: Mapping[str, Any],
    *,
    question: Callable[[str], str],
    url: Callable[[str], str],
    name: Callable[[str], str],
    section: Callable[[str], str],
) -> list[OpenAnswer]:
    """Tell the questions without an answer: one by one, or of many how many are in a section."""
    asked = questions_of(silent_in(outcome))
    if len(asked) <= _MOST:
        return [
            OpenAnswer(
                question(each), url(each), _("No answer yet"), _brings(outcome, [each], name)
            )
            for each in asked
        ]
    sections: dict[str, list[str]] = defaultdict(list)
    for each in asked:
        sections[section(each)].append(each)
    told = []
    for title, some in sections.items():
        words = ngettext("%(count)s without an answer", "%(count)s without an answer", len(some))
        worst = _classes(outcome, some)
        told.append(OpenAnswer(title, url(some[0]), words % {"count": len(some)}, worst))
    return told


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
    return _either([str(MAY_BE[code]) for code in OutcomeClass.values if code in named])


def _could(names: Sequence[str], name: Callable[[str], str]) -> str:
    """Tell the classes that an answer leaves possible, and in brackets by what."""
    classes = [str(MAY_BE[each]) for each in names if each in MAY_BE]
    others = [_said(each, name) for each in names if each not in MAY_BE]
    if not classes:
        return listed(others)
    # The class brings its duties along: the ban or ground behind it is enough.
    others = [_said(each, name) for each in names if each.startswith(_GROUNDS)]
    told = _either(classes)
    return f"{told} ({'; '.join(others)})" if others else told


def _either(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s or %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


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

"""What a result leaves open, in words: what it may still become, by answers or by the law."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.classification.documents.bans import falls_with_a_ban
from assessments.classification.documents.headlines import articles, listed
from assessments.classification.documents.left_open import (
    answers_in,
    deciding,
    doubts_in,
    questions_of,
    silent_in,
    worst_of,
)
from assessments.classification.documents.words import MAY_BE, either
from assessments.engine.law_doubts import DAYS
from assessments.models import OutcomeClass

# So many names are told behind a class.
_FEW = 3


def headline(outcome: Mapping[str, Any], on: date) -> str:
    """Tell in a sentence or two that a result is open; nothing where nothing decisive is.

    A day that the law leaves open stands here where it decides what binds on the day of the result.
    """
    return " ".join(sentences(outcome, on))


def sentences(outcome: Mapping[str, Any], on: date) -> list[str]:
    """Tell the same one by one: what our answers leave open first, then what the law does."""
    told = [
        *_by_silence(outcome),
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
    return either([str(MAY_BE[code]) for code in OutcomeClass.values if code in named])


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

"""What a result leaves open, in words: what it may still become, by answers or by the law."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.classification.documents.bans import falls_with_a_ban
from assessments.classification.documents.headlines import articles, listed
from assessments.classification.documents.left_open import (
    Item,
    Outcome,
    answers_in,
    deciding,
    doubts_in,
    milder_in,
    questions_of,
    silent_in,
    worst_of,
)
from assessments.classification.documents.words import MAY_BE, either
from assessments.engine.law_doubts import DAYS
from assessments.models import OutcomeClass

# So many names are told behind a class.
_FEW = 3


def headline(outcome: Outcome, on: date, *, answers: Container[str] | None = None) -> str:
    """Tell in a sentence or two that a result is open; nothing where nothing decisive is.

    A day that the law leaves open stands here where it decides what binds on the day of the result.
    """
    return " ".join(sentences(outcome, on, answers=answers))


def sentences(outcome: Outcome, on: date, *, answers: Container[str] | None = None) -> list[str]:
    """Tell the same one by one: what leaves the class open first, then what leaves duties open.

    What nobody has answered, as `answers` show where they are given, is not called "not sure".
    """
    lead, others = _by_lead(answers_in(outcome))
    by_class = [_by_silence(outcome), _by_answers(lead, answers), _by_reading(outcome)]
    words = _("What it asks depends on %(told)s.")
    if others and not any(by_class):
        words = _("The class holds, but what it asks depends on %(told)s.")
    asks = _asks_by_answers(outcome, others, answers)
    told = [*by_class, _milder(outcome), words % {"told": asks} if asks else ""]
    told += [_asks_by_law(outcome), *_by_the_letter(outcome, on)]
    return list(filter(None, told))


def _by_silence(outcome: Outcome) -> str:
    """Tell how many questions without an answer decide the class, and what it is at worst."""
    decisive = deciding(outcome)
    count = len(questions_of(decisive))
    if not count:
        return ""
    sentence = ngettext(
        "%(count)s question that decides the class has no answer. At worst: %(worst)s.",
        "%(count)s questions that decide the class have no answer. At worst: %(worst)s.",
        count,
    )
    return sentence % {"count": count, "worst": _at_worst(decisive)}


def _asks_by_answers(
    outcome: Outcome, others: Sequence[Item], answers: Container[str] | None
) -> str:
    """Count the answers on which duties hang, and not the class."""
    decisive = deciding(outcome)
    silent = [each for each in silent_in(outcome) if each not in decisive]
    missing = set(questions_of(silent)) - set(questions_of(decisive))
    found = {doubt["question"] for doubt in others}
    unsure = {name for name in found if answers is None or name in answers}
    return _open(unsure=len(unsure), missing=len(missing | (found - unsure)))


def _open(*, unsure: int, missing: int) -> str:
    """Count open answers: those that are missing, and those that are not sure."""
    counted = (
        (missing, ngettext("%(count)s question without an answer",
                           "%(count)s questions without an answer", missing)),
        (unsure, ngettext("%(count)s answer “Not sure”", "%(count)s answers “Not sure”", unsure)),
    )  # fmt: skip
    return listed([words % {"count": count} for count, words in counted if count])


def _milder(outcome: Outcome) -> str:
    """Tell how many questions without an answer could do no more than make the class milder."""
    count = len(milder_in(outcome))
    sentence = ngettext(
        "%(count)s answer is open that could only make it milder.",
        "%(count)s answers are open that could only make it milder.",
        count,
    )
    return sentence % {"count": count} if count else ""


def _at_worst(decisive: Sequence[Item]) -> str:
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


def _by_the_letter(outcome: Outcome, on: date) -> list[str]:
    """Tell which days the mere letter of the law sets earlier and which have come by a day.

    Nothing that a ban sets aside binds from any day.
    """
    is_banned = outcome.get("class") == OutcomeClass.PROHIBITED
    days: dict[date, list[str]] = defaultdict(list)
    for doubt in doubts_in(outcome):
        if doubt.get("law") == DAYS:
            for name in doubt["could_become"]:
                article, _from, day = name.partition(" from ")
                if is_banned and falls_with_a_ban(article):
                    continue
                days[date.fromisoformat(day)].append(article)
    sentence = _("By its letter, %(law)s makes %(articles)s apply from %(day)s.")
    return [
        sentence % {"articles": articles(names), "day": date_format(day), "law": DAYS}
        for day, names in sorted(days.items())
        if day <= on
    ]


def _may_be(doubts: Iterable[Item]) -> str:
    """Name the other classes that doubts leave possible, the gravest first."""
    named = {name for doubt in doubts for name in doubt["could_become"]}
    return either([str(MAY_BE[code]) for code in OutcomeClass.values if code in named])


def leading(outcome: Outcome) -> list[tuple[str, str]]:
    """Return the questions whose answers lead to another class, each with what it may be."""
    found, _others = _by_lead(answers_in(outcome))
    return [(doubt["question"], _may_be([doubt])) for doubt in found]


def _by_lead(doubts: Iterable[Item]) -> tuple[list[Item], list[Item]]:
    """Part doubts into those that lead to another class and the others."""
    lead: list[Item] = []
    others: list[Item] = []
    for doubt in doubts:
        (lead if _may_be([doubt]) else others).append(doubt)
    return lead, others


def _by_answers(found: Sequence[Item], answers: Container[str] | None) -> str:
    """Tell which other class some answers leave possible."""
    if not found:
        return ""
    unsure = [each for each in found if answers is None or each["question"] in answers]
    told = _open(unsure=len(unsure), missing=len(found) - len(unsure))
    words = {"others": _may_be(found), "told": told}
    return _("It may be %(others)s: that depends on %(told)s.") % words


def _open_by_law(outcome: Outcome) -> tuple[list[Item], list[Item]]:
    """Return what the law leaves open, but for days: what leads to another class, and the rest."""
    return _by_lead(doubt for doubt in doubts_in(outcome) if doubt.get("law", DAYS) != DAYS)


def _by_reading(outcome: Outcome) -> str:
    """Tell which other class another reading of the law leads to."""
    found, _others = _open_by_law(outcome)
    words = {"others": _may_be(found), "places": _places(found)}
    return _("By another reading of %(places)s it may be %(others)s.") % words if found else ""


def _asks_by_law(outcome: Outcome) -> str:
    """Tell where the law leaves open what is asked, or from when."""
    _lead, others = _open_by_law(outcome)
    sentence = _("The law leaves open what it asks or from when (%(places)s).")
    return sentence % {"places": _places(others)} if others else ""


def by_law(outcome: Outcome) -> list[tuple[str, str]]:
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


def _places(doubts: Iterable[Item]) -> str:
    return "; ".join(dict.fromkeys(doubt["law"] for doubt in doubts))

"""Where the law is open, and how it is read here: all that is marked so in an edition; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.engine.effects import ActRules
from assessments.engine.obligations.conditions import Condition, OpenPoint
from assessments.engine.obligations.declared import Declared
from assessments.engine.obligations.details import WEAK
from assessments.questionnaires.engine.expressions import (
    All,
    Expression,
    Has,
    Is,
    Value,
    leaves,
)
from controls.frameworks.loading.application_dates import spoken
from controls.frameworks.loading.data import EditionData

# What the reading decides: an answer, what follows from answers, a duty, a day, our own words.
QUESTION, RULE, DUTY, DAY, TEXT = "question", "rule", "duty", "day", "text"
SORTS = (QUESTION, RULE, DUTY, DAY, TEXT)
# A duty that both lists bring, each from a day of its own.
_OF_BOTH_LISTS = "Art. 9(1)"
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A point that the law leaves open, with what rests on how it is read."""

    sort: str
    why: str
    citation: str
    questions: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


def open_readings(act: ActRules, declared: Declared, law: EditionData) -> tuple[OpenReading, ...]:
    """List the points of an edition, each once, in the order of the text."""
    found: dict[tuple[str, str], list[OpenReading]] = {}
    for each in (
        *_by_questions(act, law.id),
        *_by_rules(act, law.id),
        *_by_duties(declared, law),
        *_by_catalogue(law),
    ):
        found.setdefault((each.sort, each.why), []).append(each)
    return tuple(sorted(map(_joined, found.values()), key=_place))


def _joined(alike: list[OpenReading]) -> OpenReading:
    questions = dict.fromkeys(name for each in alike for name in each.questions)
    provisions = dict.fromkeys(name for each in alike for name in each.provisions)
    citation = next((each.citation for each in alike if each.citation), "")
    return OpenReading(
        alike[0].sort, alike[0].why, citation or _cited(provisions), (*questions,), (*provisions,)
    )


def _cited(provisions: Mapping[str, None]) -> str:
    """Cite the provisions that a point is about by themselves."""
    first, *others = provisions
    return ", ".join([first, *(name.removeprefix("Art. ") for name in others)])


def _place(each: OpenReading) -> tuple[bool, int, str]:
    number = _NUMBER.search(each.citation)
    is_article = each.citation.startswith("Art. ")
    return (not is_article, int(number.group()) if number else 0, each.citation)


def _by_questions(act: ActRules, edition: str) -> Iterator[OpenReading]:
    fixed = act.questionnaire.editions[edition].answers
    for each in act.questionnaire.questions:
        if each.uncertain_why and _is_of(each.show_if, fixed):
            yield OpenReading(QUESTION, each.uncertain_why, each.citation, (each.id,))


def _by_rules(act: ActRules, edition: str) -> Iterator[OpenReading]:
    fixed = act.questionnaire.editions[edition].answers
    for each in act.rules:
        rule, effect = each.rule, each.effect
        if rule.uncertain_why and _is_of(rule.when, fixed):
            asked = leaves(rule.uncertain_when or rule.when)
            tests = (leaf.question for leaf in asked if isinstance(leaf, Is | Has))
            questions = tuple(dict.fromkeys(name for name in tests if name not in fixed))
            duties = tuple(duty.provision for duty in effect.duties)
            yield OpenReading(
                RULE, rule.uncertain_why, rule.citation, questions, (*effect.added, *duties)
            )
    for outcome in act.questionnaire.outcomes:
        if outcome.uncertain_why:
            yield OpenReading(RULE, outcome.uncertain_why, outcome.citation)


def _by_duties(declared: Declared, law: EditionData) -> Iterator[OpenReading]:
    for point in declared.open_points:
        if _counts(point.condition, law.id):
            why = point.condition.uncertain_why
            sort = DAY if point.between_days or point.day_otherwise else DUTY
            yield OpenReading(sort, _with_days(point, why, law), *_told(point))
    for (provision, _role), conditions in declared.conditions.items():
        for condition in conditions:
            if condition.uncertain_why and _counts(condition, law.id):
                yield OpenReading(DUTY, condition.uncertain_why, "", (), (provision,))


def _told(point: OpenPoint) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    citation = point.citation or ("Art. 113(c)" if point.between_days else "")
    return citation, (), point.provisions


def _with_days(point: OpenPoint, why: str, law: EditionData) -> str:
    if not point.between_days:
        return why
    days = law.provision(_OF_BOTH_LISTS).applies_from
    return why.format(first=spoken(days["annex_iii"]), other=spoken(days["annex_i"]))


def _counts(condition: Condition, edition: str) -> bool:
    return not condition.editions or edition in condition.editions


def _by_catalogue(law: EditionData) -> Iterator[OpenReading]:
    for item in law.provisions:
        profile = law.date_profiles.get(str(item.extra.get("date_profile")))
        of_days = profile.uncertain_why if profile else ""
        if not item.exists or not item.uncertain_why:
            continue
        own = item.uncertain_why.removeprefix(of_days).strip()
        if own != item.uncertain_why:
            yield OpenReading(DAY, of_days, "Art. 113", (), (item.id,))
        if own and own != WEAK:
            yield OpenReading(TEXT, own, item.id, (), (item.id,))


def _is_of(when: Expression | None, fixed: Mapping[str, Value]) -> bool:
    """Say whether a condition may hold in an edition, by the answers that the edition gives."""
    parts = when.parts if isinstance(when, All) else (when,)
    return not any(
        isinstance(part, Is) and fixed.get(part.question, part.value) != part.value
        for part in parts
    )

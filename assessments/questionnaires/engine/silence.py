"""What nobody has answered yet and could lead to a graver outcome, by a questionnaire's own rules.

An open answer counts by its default, so that a sheet can be read at all. But a default is no
finding: as long as another answer could lead further up, the outcome rests on a silence.
"""

import datetime
from collections.abc import Iterator

from assessments.questionnaires.engine.answers import AnswerSheet, fill
from assessments.questionnaires.engine.expressions import All, AnyOf, Expression, Flag, Not
from assessments.questionnaires.engine.outcomes import ADD, find
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent, Rule
from assessments.questionnaires.engine.ways import OpenAnswers, Way, ways
from records.ledger.canonical import JSON


def unanswered(
    questionnaire: QuestionnaireContent, sheet: AnswerSheet, *, on: datetime.date
) -> list[dict[str, JSON]]:
    """List the questions without an answer that could lead to each graver outcome, in plain JSON.

    What has no answer is tried together with what is "not sure" and with what it would open up.
    """
    silent = sheet.visible.difference(sheet.given)
    now = find(questionnaire, sheet, on=on).outcome
    settling = OpenAnswers(questionnaire, sheet.given, sheet, silent)
    due = [each for each in questionnaire.rules if not each.applies_from or each.applies_from <= on]
    found = []
    for outcome in questionnaire.outcomes[: questionnaire.outcomes.index(now)]:
        if outcome.when is None:
            continue
        leading = [
            way
            for way in ways(_in_answers(outcome.when, due), settling)
            if _outcome(questionnaire, sheet, way, on=on) == outcome.name
        ]
        found += [
            {"class": outcome.name, "by": [], "from": None, "questions": questions}
            for questions in _shortest(leading, silent, questionnaire)
        ]
    return found


def _in_answers(condition: Expression, rules: list[Rule]) -> Expression:
    """Write a condition without flags: each by the rules before it that add it."""
    match condition:
        case Flag(name):
            places = [place for place, rule in enumerate(rules) if rule.then[ADD] == name]
            parts = [_in_answers(rules[place].when, rules[:place]) for place in places]
            return AnyOf(tuple(parts))
        case Not(part):
            return Not(_in_answers(part, rules))
        case All(parts):
            return All(tuple(_in_answers(part, rules) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_in_answers(part, rules) for part in parts))
        case _:
            return condition


def _outcome(
    questionnaire: QuestionnaireContent, sheet: AnswerSheet, way: Way, *, on: datetime.date
) -> str:
    other = fill(questionnaire, {**sheet.given, **way})
    return find(questionnaire, other, on=on).outcome.name


def _shortest(
    some: list[Way], silent: frozenset[str], questionnaire: QuestionnaireContent
) -> Iterator[list[str]]:
    """Yield the sets of silent questions that need no further one, in the order of asking."""
    asked = sorted({silent.intersection(way) for way in some} - {frozenset()}, key=len)
    for questions in asked:
        if not any(shorter < questions for shorter in asked):
            yield [each.id for each in questionnaire.questions if each.id in questions]

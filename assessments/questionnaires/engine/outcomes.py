"""What comes of answers by a questionnaire's own rules: flags, one outcome, and the reasons.

Rules add flags in the order of the file, each seeing those before it. The outcomes are tried from
the gravest on; the last one has no condition. A rule dated later than the day counts for nothing.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.questionnaires.engine.answers import AnswerSheet, as_json
from assessments.questionnaires.engine.expressions import ConditionFacts, Evidence
from assessments.questionnaires.engine.loading import QuestionnaireError
from assessments.questionnaires.engine.questionnaire import OutcomeRule, QuestionnaireContent, Rule

ADD = "add_flag"


@dataclass(frozen=True)
class RuleReading:
    """The rules that held over a sheet, what each rests on, and the outcome."""

    facts: ConditionFacts
    held: tuple[tuple[Rule, Evidence], ...]
    outcome: OutcomeRule


def check(questionnaire: QuestionnaireContent) -> None:
    """Refuse rules with other effects than a flag that is declared, and outcomes without an end."""
    flags = questionnaire.content.get("vocabulary", {}).get("flags", ())
    for rule in questionnaire.rules:
        if set(rule.then) != {ADD} or rule.then[ADD] not in flags:
            raise QuestionnaireError(f"{rule.id}.then: a rule adds one of the flags declared.")
    outcomes = questionnaire.outcomes
    if not outcomes or outcomes[-1].when is not None:
        raise QuestionnaireError("outcomes: the last one must have no condition.")


def read(
    questionnaire: QuestionnaireContent, sheet: AnswerSheet, *, on: datetime.date
) -> dict[str, Any]:
    """Return what comes of a sheet as of a day, in plain JSON values."""
    found = find(questionnaire, sheet, on=on)
    warnings = [each for each in questionnaire.checks if each.when.holds(found.facts)]
    reviews = [
        *_unsure(questionnaire, sheet),
        *_not_settled(found),
        *({"rule": each.id, "why": each.message} for each in warnings),
    ]
    return {
        "class": found.outcome.name,
        "flags": sorted(found.facts.flags),
        "needs_review": sorted(reviews, key=lambda each: sorted(each.values())),
        "warnings": sorted(each.id for each in warnings),
        "reasons": [_reason(rule, because, sheet) for rule, because in found.held],
    }


def find(
    questionnaire: QuestionnaireContent, sheet: AnswerSheet, *, on: datetime.date
) -> RuleReading:
    """Work the rules in the order of the file and choose the outcome."""
    flags: dict[str, Evidence] = {}
    facts = ConditionFacts(sheet.effective, flags, said=sheet.said)
    held = []
    for rule in questionnaire.rules:
        if rule.applies_from is not None and on < rule.applies_from:
            continue
        if rule.when.holds(facts):
            because = rule.when.evidence(facts)
            held.append((rule, because))
            flags.setdefault(rule.then[ADD], because)
    tried = questionnaire.outcomes
    outcome = next(each for each in tried if each.when is None or each.when.holds(facts))
    return RuleReading(facts, tuple(held), outcome)


def _unsure(questionnaire: QuestionnaireContent, sheet: AnswerSheet) -> Iterator[dict[str, str]]:
    for name in sheet.unsure:
        if name in sheet.given:
            told = f'"{questionnaire.by_id[name].text}" {sheet.told_unsure(name)}, '
            why = "which counts neither as yes nor as no. Get a legal view and answer it."
            yield {"question": name, "why": told + why}


def _not_settled(found: RuleReading) -> Iterator[dict[str, str]]:
    for rule, _because in found.held:
        if rule.is_uncertain(found.facts):
            yield {"rule": rule.id, "why": f"Not settled: {rule.uncertain_why}"}


def _reason(rule: Rule, because: Evidence, sheet: AnswerSheet) -> Mapping[str, Any]:
    answers = [{"question": name, "answer": as_json(sheet.effective[name])}
               for name in sorted(because)]  # fmt: skip
    return {
        "rule": rule.id,
        "because": answers,
        "citation": rule.citation,
        "effect": {**rule.then, "note": rule.note} if rule.note else dict(rule.then),
    }

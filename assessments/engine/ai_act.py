"""The classification under the EU AI Act: answers in, class with duties and reasons out.

The order of work is the questionnaire's `how_to_run`. What is collected (grounds, prohibitions,
transparency cases, roles, status of a model) stands beside the class and is never hidden by it.
A rule dated later than the test date counts for nothing; what it would add is named as upcoming,
and its reason carries the date.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.engine.answers import Sheet, accept, as_json, choose_edition, fill
from assessments.engine.dates import DutyDates, catalogue_dates
from assessments.engine.duties import (
    OUT_OF_SCOPE,
    Duty,
    dating_of,
    describe,
    work_out_duties,
)
from assessments.engine.effects import Act, load_act
from assessments.engine.expressions import Evidence
from assessments.engine.findings import NO_GPAI, Findings, Fired, choose, find
from assessments.engine.questionnaire import UNSURE, Outcome
from assessments.engine.situation import Situation


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that held: the answers it rests on, its citation and what it brought about."""

    rule: str
    because: tuple[tuple[str, str | list[str]], ...]
    citation: str
    effect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Review:
    """What a person has to look at: a question or a rule, and why."""

    kind: str  # question or rule
    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Classification:
    """The result; `as_json` gives its fixed outward form."""

    outcome: str
    grounds: tuple[str, ...]
    prohibited: tuple[str, ...]
    transparency: tuple[str, ...]
    roles: tuple[str, ...]
    gpai: str
    duties: tuple[Duty, ...]
    upcoming: tuple[str, ...]
    needs_review: tuple[Review, ...]
    warnings: tuple[str, ...]
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values; every list is sorted, dates are ISO texts."""
        return {
            "class": self.outcome,
            "grounds": list(self.grounds),
            "prohibited": list(self.prohibited),
            "transparency": list(self.transparency),
            "roles": list(self.roles),
            "gpai": self.gpai,
            "duties": [_duty_json(duty) for duty in self.duties],
            "upcoming": list(self.upcoming),
            "needs_review": [{item.kind: item.id, "why": item.why} for item in self.needs_review],
            "warnings": list(self.warnings),
            "reasons": [_reason_json(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A result, the sheet it was read from, and the situation that obligations follow from."""

    result: Classification
    sheet: Sheet
    situation: Situation


def classify(
    raw: object,
    *,
    edition: str,
    on: datetime.date,
    dates: DutyDates = catalogue_dates,
    act: Act | None = None,
) -> Classification:
    """Classify one answer sheet as of a day under an edition; raise AnswerError for a bad one."""
    return read(raw, edition=edition, on=on, dates=dates, act=act).result


def read(
    raw: object,
    *,
    edition: str,
    on: datetime.date,
    dates: DutyDates = catalogue_dates,
    act: Act | None = None,
) -> Reading:
    """Classify, and keep what led there; raise AnswerError for a bad answer."""
    act = act or load_act()
    answers = choose_edition(act.questionnaire, accept(act.questionnaire, raw), edition)
    sheet = fill(act.questionnaire, answers)
    findings = find(act, sheet, on=on)
    outcome = choose(act, findings)
    dating = dating_of(act, findings, edition=edition, dates=dates)
    duties = work_out_duties(findings, outcome, dating)
    warnings = [item for item in act.questionnaire.checks if item.when.holds(findings.facts)]
    reviews = {
        *_unsure(act, sheet),
        *_not_settled(act, findings, outcome),
        *_model_left_out(findings),
        *(Review("rule", item.id, item.message) for item in warnings),
    }
    result = Classification(
        outcome=outcome.name,
        grounds=tuple(sorted(findings.grounds)),
        prohibited=tuple(sorted(findings.prohibited)),
        transparency=tuple(sorted(findings.transparency)),
        roles=tuple(sorted(findings.roles)),
        gpai=findings.gpai,
        duties=duties,
        upcoming=tuple(sorted({name for item in findings.upcoming for name in _added(item)})),
        needs_review=tuple(sorted(reviews, key=lambda item: (item.id, item.why))),
        warnings=tuple(sorted(item.id for item in warnings)),
        reasons=_reasons(findings, outcome),
    )
    return Reading(result, sheet, describe(findings, outcome, duties, dating))


def _added(fired: Fired) -> tuple[str, ...]:
    return fired.act_rule.effect.added


def _unsure(act: Act, sheet: Sheet) -> list[Review]:
    return [
        Review(
            "question",
            name,
            f'"{act.questionnaire.by_id[name].text}" was answered "Not sure", '
            "which counts neither as yes nor as no. Get a legal view and answer it.",
        )
        for name in sheet.unsure
    ]


def _not_settled(act: Act, findings: Findings, outcome: Outcome) -> list[Review]:
    """Name the questions, rules and the outcome whose reading of the law is not settled.

    A question counts when it was answered other than by default or when a rule that held asks for
    the very answer it has.
    """
    reviews = []
    fired = (*findings.fired, *findings.upcoming)
    asserted = frozenset().union(*(item.because & item.act_rule.asserted for item in fired))
    for name in findings.sheet.visible:
        question = act.questionnaire.by_id[name]
        told = findings.sheet.effective[name] not in (question.default, UNSURE)
        if question.uncertain_why and (told or name in asserted):
            reviews.append(Review("question", name, f"Not settled: {question.uncertain_why}"))
    reviews += [
        Review("rule", item.rule.id, f"Not settled: {item.rule.uncertain_why}")
        for item in fired
        if item.rule.uncertain_why
    ]
    when = outcome.uncertain_when
    if outcome.uncertain_why and (when is None or when.holds(findings.facts)):
        reviews.append(
            Review("rule", _outcome_id(outcome), f"Not settled: {outcome.uncertain_why}")
        )
    return reviews


def _model_left_out(findings: Findings) -> list[Review]:
    """Warn that a system outside the scope takes its model's duties out of sight."""
    if findings.in_scope or findings.sheet.effective["S1"] != "both" or findings.gpai == NO_GPAI:
        return []
    out = [item.rule.id for item in findings.fired if item.act_rule.effect.leaves_scope]
    why = (
        "The system is outside the scope, so no duties are listed; the general-purpose model has "
        "its own. Classify the model alone."
    )
    return [Review("rule", name, why) for name in out]


def _reasons(findings: Findings, outcome: Outcome) -> tuple[Reason, ...]:
    effective = findings.sheet.effective
    reasons = [_reason(item, effective, upcoming=False) for item in findings.fired]
    reasons += [_reason(item, effective, upcoming=True) for item in findings.upcoming]
    if findings.in_scope and outcome.name == OUT_OF_SCOPE and outcome.when is not None:
        # No rule leaves the scope here: the outcome itself is the reason.
        because = _because(outcome.when.evidence(findings.facts), effective)
        effect = {"class": outcome.name}
        reasons.append(Reason(_outcome_id(outcome), because, outcome.citation, effect))
    return tuple(sorted(reasons, key=lambda reason: reason.rule))


def _outcome_id(outcome: Outcome) -> str:
    return f"final_class {outcome.order}"


def _reason(fired: Fired, effective: Mapping[str, Any], *, upcoming: bool) -> Reason:
    rule = fired.rule
    effect = dict(rule.then)
    if rule.note:
        effect["note"] = rule.note
    if fired.removed:
        effect["removed"] = list(fired.removed)
    if upcoming and rule.applies_from:
        effect["applies_from"] = rule.applies_from.isoformat()
    return Reason(rule.id, _because(fired.because, effective), rule.citation, effect)


def _because(
    evidence: Evidence, effective: Mapping[str, Any]
) -> tuple[tuple[str, str | list[str]], ...]:
    return tuple((name, as_json(effective[name])) for name in sorted(evidence))


def _duty_json(duty: Duty) -> dict[str, str | None]:
    return {
        "provision": duty.provision,
        "role": duty.role,
        "applies_from": duty.applies_from.isoformat() if duty.applies_from else None,
        "why": duty.why,
    }


def _reason_json(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "because": [{"question": name, "answer": answer} for name, answer in reason.because],
        "citation": reason.citation,
        "effect": dict(reason.effect),
    }

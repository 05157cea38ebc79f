"""The classification under the EU AI Act: answers in, class with duties and reasons out.

The order of work is the questionnaire's `how_to_run`. What is collected (grounds, prohibitions,
transparency cases, roles, status of a model) stands beside the class and is never hidden by it.
A rule dated later than the test date counts for nothing; what it would add is named as upcoming,
and its reason carries the date.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.engine.dates import DutyDates, catalogue_dates
from assessments.engine.doubts import Doubt, answers_in_doubt
from assessments.engine.duties import OUT_OF_SCOPE, Duty, roles_held
from assessments.engine.effects import ActRules, load_act
from assessments.engine.findings import EVERY_USE, Findings, Fired
from assessments.engine.law_doubts import law_in_doubt
from assessments.engine.obligations.details import with_details
from assessments.engine.reading import Law, WorkedOut
from assessments.engine.situation import Situation
from assessments.questionnaires.engine.answers import (
    AnswerSheet,
    accept,
    as_json,
    choose_edition,
    fill,
    retired_in,
)
from assessments.questionnaires.engine.expressions import Evidence
from assessments.questionnaires.engine.questionnaire import OutcomeRule, is_unsure

# The answer of which nothing is left out.
WHOLE = (EVERY_USE,)


@dataclass(frozen=True, slots=True)
class RuleReason:
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
class Reread:
    """An answer to a question that is asked no more: what it counts as today, and why."""

    question: str
    answer: str
    counts_as: tuple[tuple[str, str | list[str]], ...]
    why: str


@dataclass(frozen=True, slots=True)
class ClassificationResult:
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
    reasons: tuple[RuleReason, ...]
    doubts: tuple[Doubt, ...] = ()
    reread: tuple[Reread, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values; every list is sorted, dates are ISO texts.

        What was read anew is told only where the sheet answers a question that is asked no more.
        """
        reread = [_reread_json(item) for item in self.reread]
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
            "doubts": [doubt.as_json() for doubt in self.doubts],
        } | ({"reread": reread} if reread else {})


@dataclass(frozen=True, slots=True)
class ClassificationReading:
    """A result, the sheet it was read from, and the situation that obligations follow from."""

    result: ClassificationResult
    sheet: AnswerSheet
    situation: Situation


def classify(
    raw: object,
    *,
    edition: str,
    on: datetime.date,
    dates: DutyDates = catalogue_dates,
    act: ActRules | None = None,
) -> ClassificationResult:
    """Classify one answer sheet as of a day under an edition; raise AnswerError for a bad one."""
    return read(raw, edition=edition, on=on, dates=dates, act=act).result


def read(
    raw: object,
    *,
    edition: str,
    on: datetime.date,
    dates: DutyDates = catalogue_dates,
    act: ActRules | None = None,
    by_default: Iterable[str] = (),
) -> ClassificationReading:
    """Classify, and keep what led there; raise AnswerError for a bad answer.

    `by_default` names the answers that nobody looked at: they contradict nothing.
    """
    act = act or load_act()
    answers = choose_edition(act.questionnaire, accept(act.questionnaire, raw), edition)
    sheet = fill(act.questionnaire, answers, by_default)
    law = Law(act, edition, on, dates)
    worked = law.read(sheet)
    findings, outcome, situation = worked.findings, worked.outcome, worked.situation
    open_answers = answers_in_doubt(law, answers, sheet, worked)
    open_law = law_in_doubt(law, answers, sheet, worked)
    warnings = [item for item in act.questionnaire.checks if item.when.holds(findings.facts)]
    reviews = {
        *_unsure(act, sheet, frozenset(each.question for each in open_answers)),
        *_not_settled(act, worked, frozenset(each.question for each in open_law)),
        *(Review("rule", item.id, item.message) for item in warnings),
    }
    result = ClassificationResult(
        outcome=outcome.name,
        grounds=tuple(sorted(findings.grounds)),
        prohibited=tuple(sorted(findings.prohibited)),
        transparency=tuple(sorted(findings.transparency)),
        roles=tuple(sorted(roles_held(findings, outcome))),
        gpai=findings.gpai,
        duties=tuple(with_details(duty, situation) for duty in worked.duties),
        upcoming=tuple(sorted({name for item in findings.upcoming for name in _added(item)})),
        needs_review=tuple(sorted(reviews, key=lambda item: (item.id, item.why))),
        warnings=tuple(sorted(item.id for item in warnings)),
        reasons=_reasons(findings, outcome),
        doubts=(
            *open_answers,
            *(each.doubt for each in open_law),
        ),
        reread=_reread(act, raw),
    )
    return ClassificationReading(result, sheet, situation)


def _added(fired: Fired) -> tuple[str, ...]:
    return fired.act_rule.effect.added


def _reread(act: ActRules, raw: object) -> tuple[Reread, ...]:
    return tuple(
        Reread(
            question.id,
            answer,
            tuple(
                (name, as_json(value)) for name, value in question.becomes.get(answer, {}).items()
            ),
            f'"{question.text}" is asked no more. {question.why}',
        )
        for question, answer in retired_in(act.questionnaire, raw)
    )


def _unsure(act: ActRules, sheet: AnswerSheet, decisive: frozenset[str]) -> list[Review]:
    """Ask for a view on each "not sure"; where nobody answered, only if something hangs on it."""
    return [
        Review(
            "question",
            name,
            f'"{act.questionnaire.by_id[name].text}" {sheet.told_unsure(name)}, '
            "which counts neither as yes nor as no. Get a legal view and answer it.",
        )
        for name in sheet.unsure
        if name in sheet.given or name in decisive
    ]


def _not_settled(act: ActRules, worked: WorkedOut, decisive: frozenset[str]) -> list[Review]:
    """Name the questions, rules and the outcome whose reading of the law is not settled.

    An exception for the system as a whole rests on no reading of what one of its uses may do.

    A question counts where another reading of its answer would change something, or where no other
    answer stands for that reading and a rule rests on this one.
    """
    findings = worked.findings
    fired = (*findings.fired, *findings.upcoming)
    rested_on = frozenset().union(*(item.rests_on for item in fired))
    reviews = []
    for name in findings.sheet.visible:
        question = act.questionnaire.by_id[name]
        answer = findings.sheet.effective[name]
        told = answer not in (question.default, WHOLE) and not is_unsure(answer)
        bears = told and not question.otherwise and name in rested_on
        if question.uncertain_why and (bears or name in decisive):
            reviews.append(Review("question", name, f"Not settled: {question.uncertain_why}"))
    reviews += [
        Review("rule", item.rule.id, f"Not settled: {item.rule.uncertain_why}")
        for item in fired
        if item.rule.is_uncertain(findings.facts)
    ]
    outcome = worked.outcome
    if outcome.is_uncertain(findings.facts):
        why = f"Not settled: {outcome.uncertain_why}"
        reviews.append(Review("rule", _outcome_id(outcome), why))
    return reviews


def _reasons(findings: Findings, outcome: OutcomeRule) -> tuple[RuleReason, ...]:
    effective = findings.sheet.effective
    reasons = [_reason(item, effective, upcoming=False) for item in findings.fired]
    reasons += [_reason(item, effective, upcoming=True) for item in findings.upcoming]
    if findings.in_scope and outcome.name == OUT_OF_SCOPE and outcome.when is not None:
        # No rule leaves the scope here: the outcome itself is the reason.
        because = _because(outcome.when.evidence(findings.facts), effective)
        effect = {"class": outcome.name}
        reasons.append(RuleReason(_outcome_id(outcome), because, outcome.citation, effect))
    return tuple(sorted(reasons, key=lambda reason: reason.rule))


def _outcome_id(outcome: OutcomeRule) -> str:
    return f"final_class {outcome.order}"


def _reason(fired: Fired, effective: Mapping[str, Any], *, upcoming: bool) -> RuleReason:
    rule = fired.rule
    effect = dict(rule.then)
    if rule.note:
        effect["note"] = rule.note
    if fired.removed:
        effect["removed"] = list(fired.removed)
    if upcoming and rule.applies_from:
        effect["applies_from"] = rule.applies_from.isoformat()
    return RuleReason(rule.id, _because(fired.rests_on, effective), rule.citation, effect)


def _because(
    evidence: Evidence, effective: Mapping[str, Any]
) -> tuple[tuple[str, str | list[str]], ...]:
    return tuple((name, as_json(effective[name])) for name in sorted(evidence))


def _duty_json(duty: Duty) -> dict[str, Any]:
    return {
        "provision": duty.provision,
        "role": duty.role,
        "applies_from": duty.applies_from.isoformat() if duty.applies_from else None,
        "why": duty.why,
        "direct": duty.direct,
        "relief": [item.as_json() for item in duty.relief],
        "uncertain": bool(duty.uncertain_why),
        "uncertain_why": duty.uncertain_why,
        "formal_from": duty.formal_from.isoformat() if duty.formal_from else None,
    }


def _reread_json(item: Reread) -> dict[str, Any]:
    counts = [{"question": name, "answer": answer} for name, answer in item.counts_as]
    return {
        "question": item.question,
        "answer": item.answer,
        "counts_as": counts,
        "why": item.why,
    }


def _reason_json(reason: RuleReason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "because": [{"question": name, "answer": answer} for name, answer in reason.because],
        "citation": reason.citation,
        "effect": dict(reason.effect),
    }

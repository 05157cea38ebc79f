"""Reading a classification's answers by the rules, and keeping what comes of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.actions import profiles
from assessments.actions.refusals import refusals
from assessments.engine.ai_act import read
from assessments.engine.answers import (
    AnswerError,
    Sheet,
    accept,
    as_json,
    choose_edition,
    fill,
)
from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import Act
from assessments.engine.situation import Situation
from assessments.models import Classification
from assessments.models.choices import gravity
from controls.loading import load_edition
from records.errors import RuleError

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Evaluation:
    """An outcome, how many questions led to it, and the situation it puts us in.

    Beside what the engine returns, `not_met` says why bans and grounds do not hold.
    """

    outcome: dict[str, Any]
    asked: int
    answered: int
    situation: Situation


def evaluate(answers: Answers, *, edition: str, on: datetime.date, act: Act) -> Evaluation:
    """Read answers by the rules; raise RuleError for what the questionnaire does not allow."""
    try:
        found = read(answers, edition=edition, on=on, act=act)
    except AnswerError as error:
        raise RuleError(str(error)) from error
    outcome = found.result.as_json()
    outcome["not_met"] = refusals(act, found.sheet, on=on)
    asked = found.sheet.visible - fixed(edition, act)
    return Evaluation(outcome, len(asked), len(asked & answers.keys()), found.situation)


def sheet(answers: Answers, *, edition: str, act: Act) -> Sheet:
    """Return which questions are shown with these answers, and what counts for each."""
    accepted = accept(act.questionnaire, answers)
    return fill(act.questionnaire, choose_edition(act.questionnaire, accepted, edition))


def sheet_of(record: Classification) -> Sheet:
    """Return the sheet of a classification as it is stored."""
    return sheet(record.answers, edition=record.edition, act=record.act)


def open_questions(record: Classification, found: Sheet) -> frozenset[str]:
    """Name the questions that are shown and not answered."""
    answered = frozenset(record.answers)
    return found.visible - fixed(record.edition, record.act) - answered


def fixed(edition: str, act: Act) -> frozenset[str]:
    """Name the questions that the choice of an edition answers; nobody else does."""
    return frozenset(act.questionnaire.editions[edition].answers)


def plain(answers: Answers, *, edition: str, act: Act) -> dict[str, Any]:
    """Return answers as they are stored, without those the edition gives.

    Raises RuleError for an unknown question or value, or one that contradicts the edition.
    """
    try:
        accepted = accept(act.questionnaire, answers)
        choose_edition(act.questionnaire, accepted, edition)
    except AnswerError as error:
        raise RuleError(str(error)) from error
    given_by_edition = fixed(edition, act)
    return {
        name: as_json(value) for name, value in accepted.items() if name not in given_by_edition
    }


def settle(record: Classification) -> None:
    """Work the outcome out anew, and follow the use case's unit and owner."""
    found = evaluate(record.answers, edition=record.edition, on=record.on_date, act=record.act)
    record.outcome = found.outcome
    record.outcome_class = found.outcome["class"]
    record.gravity = gravity(record.outcome_class)
    record.roles, record.grounds = found.outcome["roles"], found.outcome["grounds"]
    record.asked_count, record.answered_count = found.asked, found.answered
    record.law_digest = load_edition(FRAMEWORK, record.edition).digest
    _keep_profile(record, found.situation)
    record.unit_id = record.use_case.unit_id
    record.owner_id = record.use_case.owner_id or record.owner_id
    count_reviews(record)


def derive(record: Classification) -> None:
    """Work out what the stored answers ask of us; the outcome stays as it is."""
    found = read(record.answers, edition=record.edition, on=record.on_date, act=record.act)
    _keep_profile(record, found.situation)


def _keep_profile(record: Classification, situation: Situation) -> None:
    name = profiles.keep(situation, record.act, law_digest=record.law_digest)
    record.obligation_profile_id = name


def count_reviews(record: Classification) -> None:
    """Count what needs a legal view and has none."""
    views = [] if record._state.adding else list(record.legal_views.all())
    needed = record.outcome["needs_review"]
    record.open_review_count = sum(
        not any(view.answers_to(item) for view in views) for item in needed
    )

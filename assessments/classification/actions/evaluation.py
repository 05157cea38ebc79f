"""Reading a classification's answers by the rules, and keeping what comes of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.classification.actions import law_days, profiles
from assessments.classification.models.choices import OutcomeClass, gravity
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
from assessments.engine.milder import only_milder
from assessments.engine.refusals import refusals
from assessments.engine.silence import unanswered
from assessments.engine.situation import Situation
from assessments.models import Classification
from controls.frameworks.loading import load_edition
from records.errors import RuleError

Answers = Mapping[str, Any]
BANS = "Art. 5(1)"


@dataclass(frozen=True)
class Evaluation:
    """An outcome, how many questions led to it, and the situation it puts us in.

    Beside what the engine returns, `not_met` says why bans and grounds do not hold, and
    `unanswered` which graver classes rest on questions that nobody has answered, and `milder`
    which other questions without an answer could only make the class milder.
    """

    outcome: dict[str, Any]
    asked: int
    answered: int
    situation: Situation


def evaluate(answers: Answers, *, edition: str, on: datetime.date, act: Act) -> Evaluation:
    """Read answers by the rules; raise RuleError for what the questionnaire does not allow.

    Nor is anything read as of a day beyond the life of the law.
    """
    law_days.refuse_beyond(on)
    try:
        found = read(answers, edition=edition, on=on, act=act)
    except AnswerError as error:
        raise RuleError(str(error)) from error
    outcome = found.result.as_json()
    outcome["not_met"] = refusals(act, found.sheet, on=on)
    # Left out where there are none, so that no other outcome has another digest.
    if silent := unanswered(act, found.sheet, on=on):
        outcome["unanswered"] = [each.as_json() for each in silent]
    decisive = {name for each in silent for name in each.questions}
    decisive |= {each["question"] for each in outcome["doubts"] if "question" in each}
    if milder := only_milder(act, found.sheet, on=on, decisive=frozenset(decisive)):
        outcome["milder"] = list(milder)
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


def usable(answers: Answers, *, edition: str, act: Act) -> dict[str, Any]:
    """Return the answers that a questionnaire still takes, as they are stored."""
    kept: dict[str, Any] = {}
    for question, value in answers.items():
        try:
            kept |= plain({question: value}, edition=edition, act=act)
        except RuleError:  # the question or the answer is no longer there
            continue
    return kept


def settle(record: Classification) -> None:
    """Work the outcome out anew, and follow the use case's unit and owner."""
    found = evaluate(record.answers, edition=record.edition, on=record.on_date, act=record.act)
    record.outcome = found.outcome
    record.outcome_class = found.outcome["class"]
    record.gravity = gravity(record.outcome_class)
    record.worst_class = worst_class(record.outcome)
    record.roles, record.grounds = found.outcome["roles"], found.outcome["grounds"]
    record.asked_count, record.answered_count = found.asked, found.answered
    record.law_digest = load_edition(FRAMEWORK, record.edition).digest
    _keep_profile(record, found.situation)
    record.unit_id = record.use_case.unit_id
    record.owner_id = record.use_case.owner_id or record.owner_id
    count_reviews(record)


def worst_class(outcome: Mapping[str, Any]) -> str:
    """Return the gravest class that is still possible; none where no question is open.

    This alone says whether a result is open: badge, lists, overview, page and pack all follow it.
    An answer "not sure" is ours to settle, whatever hangs on it. What the law leaves open counts
    where it could change the class: a day by the letter alone would mark nearly every result. What
    nobody answered counts where it could make the class graver, by a ban of a later day too.
    """
    named: set[str] = set()
    for doubt in outcome.get("doubts", ()):
        possible = {_as_class(name) for name in doubt["could_become"]} & set(OutcomeClass.values)
        if possible or "question" in doubt:
            named |= {outcome["class"], *possible}
    if silent := outcome.get("unanswered"):
        named |= {outcome["class"], *(each["class"] for each in silent)}
    return next((name for name in OutcomeClass.values if name in named), "")


def _as_class(name: str) -> str:
    return OutcomeClass.PROHIBITED if name.startswith(BANS) else name


def derive(record: Classification) -> None:
    """Work out what the stored answers ask of us; the outcome stays as it is."""
    found = read(record.answers, edition=record.edition, on=record.on_date, act=record.act)
    open_now = {
        "doubts": found.result.as_json()["doubts"],
        "unanswered": [
            each.as_json() for each in unanswered(record.act, found.sheet, on=record.on_date)
        ],
    }
    record.worst_class = worst_class(record.outcome | open_now)
    _keep_profile(record, found.situation)


def _keep_profile(record: Classification, situation: Situation) -> None:
    law_digest = load_edition(FRAMEWORK, record.edition).digest
    name = profiles.keep(situation, record.act, law_digest=law_digest)
    record.obligation_profile_id = name


def count_reviews(record: Classification) -> None:
    """Count what needs a legal view and has none."""
    views = [] if record._state.adding else list(record.legal_views.all())
    needed = record.outcome["needs_review"]
    record.open_review_count = sum(
        not any(view.answers_to(item) for view in views) for item in needed
    )

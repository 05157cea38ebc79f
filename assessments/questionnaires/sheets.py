"""Answers as they are stored, read by a questionnaire and by the edition that was chosen of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from assessments.questionnaires.engine.answers import (
    AnswerError,
    AnswerSheet,
    accept,
    as_json,
    choose_edition,
    fill,
)
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent
from records.errors import RuleError

Answers = Mapping[str, Any]


def given_by(edition: str, questions: QuestionnaireContent) -> frozenset[str]:
    """Name the questions that the choice of an edition answers; nobody else does."""
    return frozenset(questions.editions[edition].answers) if edition else frozenset()


def sheet(
    answers: Answers,
    *,
    edition: str,
    questions: QuestionnaireContent,
    by_default: Iterable[str] = (),
) -> AnswerSheet:
    """Return which questions are shown with these answers, and what counts for each."""
    return fill(questions, _accepted(answers, edition, questions), by_default)


def plain(answers: Answers, *, edition: str, questions: QuestionnaireContent) -> dict[str, Any]:
    """Return answers as they are stored, without those the edition gives.

    Raises RuleError for an unknown question or value, or one that contradicts the edition.
    """
    try:
        accepted = accept(questions, answers)
        if edition:
            choose_edition(questions, accepted, edition)
    except AnswerError as error:
        raise RuleError(str(error)) from error
    left_out = given_by(edition, questions)
    return {name: as_json(value) for name, value in accepted.items() if name not in left_out}


def usable(answers: Answers, *, edition: str, questions: QuestionnaireContent) -> dict[str, Any]:
    """Return the answers that a questionnaire still takes, as they are stored."""
    kept: dict[str, Any] = {}
    for question, value in answers.items():
        try:
            kept |= plain({question: value}, edition=edition, questions=questions)
        except RuleError:  # the question or the answer is no longer there
            continue
    return kept


def _accepted(answers: Answers, edition: str, questions: QuestionnaireContent) -> Mapping[str, Any]:
    accepted = accept(questions, answers)
    return choose_edition(questions, accepted, edition) if edition else accepted

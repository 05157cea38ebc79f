"""Answers to a questionnaire: what is accepted, what is shown, what counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Any

from assessments.questionnaires.engine.expressions import ConditionFacts, Value
from assessments.questionnaires.engine.questionnaire import (
    UNSURE,
    Question,
    QuestionnaireContent,
    Retired,
    is_unsure,
)


class AnswerError(ValueError):
    """Refuse an answer; the message is a sentence that says what is allowed."""

    def __init__(self, question: str, message: str) -> None:
        super().__init__(f"{question}: {message}")
        self.question = question
        self.message = message


@dataclass(frozen=True)
class AnswerSheet:
    """Hold answers as they count: a shown question by its answer, a hidden one by its default.

    Of what is given, `by_default` names the answers that nobody looked at.
    """

    given: Mapping[str, Value]
    effective: Mapping[str, Value]
    visible: frozenset[str]
    by_default: frozenset[str] = frozenset()

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """Name the shown questions that count as "not sure", by their answer or their default."""
        return tuple(
            question
            for question, value in self.effective.items()
            if is_unsure(value) and question in self.visible
        )

    @property
    def said(self) -> frozenset[str]:
        """Name the shown questions that somebody answered."""
        return self.visible.intersection(self.given) - self.by_default

    def told_unsure(self, question: str) -> str:
        """Say how a question came to count as "not sure"."""
        if question in self.given:
            return 'was answered "Not sure"'
        return 'was not answered and counts as "Not sure"'


def accept(questionnaire: QuestionnaireContent, raw: object) -> dict[str, Value]:
    """Check answers as they come from JSON; values of a multiple choice come out in file order.

    An answer to a question that is asked no more comes out as what it stands for today, which goes
    before an answer given to the same question: old sheets knew both halves. What the old question
    never asked is not sure until it is answered.
    """
    if not isinstance(raw, Mapping):
        raise AnswerError("answers", "Answers must be an object of question id to answer.")
    accepted: dict[str, Value] = {}
    inherited: dict[str, Value] = {}
    never_asked: dict[str, Value] = {}
    for name, value in raw.items():
        question = questionnaire.by_id.get(name)
        if question is not None:
            accepted[question.id] = _accept_one(question, value)
        else:
            retired = questionnaire.retired_by_id.get(name)
            if retired is None:
                raise _unknown(questionnaire, str(name))
            for heir, counts_as in _heirs(retired, value).items():
                asked = not is_unsure(counts_as) or value == UNSURE
                (inherited if asked else never_asked)[heir] = counts_as
    return {**never_asked, **accepted, **inherited}


def retired_in(questionnaire: QuestionnaireContent, raw: object) -> tuple[tuple[Retired, str], ...]:
    """Name the questions that are asked no more among answers that were accepted."""
    given = raw if isinstance(raw, Mapping) else {}
    return tuple((each, given[each.id]) for each in questionnaire.retired if each.id in given)


def choose_edition(
    questionnaire: QuestionnaireContent, answers: Mapping[str, Value], edition: str
) -> dict[str, Value]:
    """Add the answers an edition stands for, and refuse answers that contradict it."""
    chosen = questionnaire.editions.get(edition)
    if chosen is None:
        known = ", ".join(sorted(questionnaire.editions))
        raise AnswerError("edition", f'There is no edition "{edition}"; known are {known}.')
    for question, value in chosen.answers.items():
        given = answers.get(question, value)
        if given != value:
            raise AnswerError(
                question,
                f'The answer "{_told(given)}" contradicts the edition {edition}, which means '
                f'"{_told(value)}". Leave the answer out or choose the other edition.',
            )
    return {**answers, **chosen.answers}


def fill(
    questionnaire: QuestionnaireContent,
    answers: Mapping[str, Value],
    by_default: Iterable[str] = (),
) -> AnswerSheet:
    """Settle which questions are shown and what counts for each; hidden ones count by default."""
    effective: dict[str, Value] = {}
    visible = set()
    facts = ConditionFacts(answers=effective)
    for question in questionnaire.questions:
        if question.show_if is None or question.show_if.holds(facts):
            visible.add(question.id)
            effective[question.id] = answers.get(question.id, question.default)
        else:
            effective[question.id] = question.default
    given = MappingProxyType(dict(answers))
    return AnswerSheet(given, effective, frozenset(visible), frozenset(by_default))


def as_json(value: Value) -> str | list[str]:
    """Give an answer as a plain JSON value; several values sorted."""
    return value if isinstance(value, str) else sorted(value)


def compare_answers(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the questions answered otherwise, sorted; an answer that is missing is None.

    The order of ticks in a multiple choice makes no difference.
    """
    return [
        {"question": name, "from": before.get(name), "to": after.get(name)}
        for name in sorted(before.keys() | after.keys())
        if _plain(before.get(name)) != _plain(after.get(name))
    ]


def _unknown(questionnaire: QuestionnaireContent, name: str) -> AnswerError:
    """Name the questions that look alike; a list of all would hide them."""
    alike = get_close_matches(name[:40], questionnaire.by_id, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(alike)}?" if alike else ""
    return AnswerError(name[:40], f"There is no such question in {questionnaire.title}.{hint}")


def _accept_one(question: Question, value: object) -> Value:
    allowed = ", ".join(question.values)
    if not question.is_multi:
        if isinstance(value, str) and value in question.values:
            return value
        raise AnswerError(question.id, f"{_shown(value)} is not allowed; answer one of: {allowed}.")
    if not isinstance(value, list | tuple) or not value:
        raise AnswerError(
            question.id,
            f"{_shown(value)} is not allowed; answer with a list of at least one of: {allowed}.",
        )
    for item in value:
        if item not in question.values:
            raise AnswerError(
                question.id, f"{_shown(item)} is not allowed; allowed are: {allowed}."
            )
    return tuple(name for name in question.values if name in value)


def _heirs(retired: Retired, value: object) -> Mapping[str, Value]:
    if not isinstance(value, str) or value not in retired.answers:
        allowed = ", ".join(retired.answers)
        raise AnswerError(retired.id, f"{_shown(value)} is not allowed; answer one of: {allowed}.")
    return retired.becomes.get(value, {})


def _shown(value: object) -> str:
    """Show a refused value, cut so that a huge one cannot flood a page."""
    told = f'The answer "{value}"' if isinstance(value, str) else f"The answer {value!r}"
    return told if len(told) <= 120 else f"{told[:119]}…"


def _told(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list | tuple) else value

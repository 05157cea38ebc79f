"""Questionnaires as immutable values: sections, questions, rules, checks and outcomes."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assessments.questionnaires.engine.expressions import ConditionFacts, Expression, Value
from controls.frameworks.loading.revisions import Revision
from records.ledger.canonical import JSON

UNSURE, NONE = "unsure", "none"


def is_unsure(value: Value | None) -> bool:
    """Say whether an answer is "not sure", alone or beside others that were ticked."""
    return value == UNSURE or (isinstance(value, tuple) and UNSURE in value)


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """A named part of a questionnaire."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer that a question allows."""

    value: str
    label: str
    effect: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what it allows, when it is shown and what counts when it is not."""

    id: str
    section: str
    is_multi: bool
    text: str
    help: str
    citation: str
    default: Value
    answers: tuple[AnswerOption, ...]
    show_if: Expression | None
    applies_from: datetime.date | None
    uncertain_why: str
    # By another reading of the law an answer counts as another one, where its fact holds.
    otherwise: Mapping[str, str] = field(default_factory=dict)
    otherwise_when: Expression | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """Name the values that may be answered."""
        return tuple(answer.value for answer in self.answers)

    def label_of(self, value: Value) -> str:
        """Say an answer as it is read on the page."""
        chosen = (value,) if isinstance(value, str) else value
        return ", ".join(each.label for each in self.answers if each.value in chosen)

    def told(self, value: Value | Sequence[str] | None) -> str:
        """Say an answer as it is told, one after the other; nothing for none."""
        labels = {answer.value: answer.label for answer in self.answers}
        values = (value,) if isinstance(value, str) else value or ()
        return "; ".join(labels.get(each, each) for each in values)

    def settled(self, now: Value) -> Iterator[Value]:
        """Yield what else may be answered but "not sure": of several answers, one more."""
        for value in self.values:
            if value != UNSURE and value not in (now if self.is_multi else (now,)):
                yield self._with_ticked(now, value) if self.is_multi else value

    def _with_ticked(self, now: Value, value: str) -> Value:
        """Tick one more; "none" stands alone."""
        kept = () if value == NONE else tuple(name for name in now if name not in (NONE, UNSURE))
        return tuple(name for name in self.values if name in (*kept, value))


@dataclass(frozen=True, slots=True)
class Retired:
    """A question that is asked no more, and what its answers stand for among those that are.

    An answer that `becomes` does not name has no heir: it is told, and counts for nothing.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    becomes: Mapping[str, Mapping[str, Value]]
    why: str
    citation: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition and what it brings about; the effect is read by the evaluator of its field."""

    id: str
    when: Expression
    then: Mapping[str, JSON]
    citation: str
    note: str
    applies_from: datetime.date | None
    uncertain_why: str
    uncertain_when: Expression | None = None

    def is_uncertain(self, facts: ConditionFacts) -> bool:
        """Say whether the law can be read without it, as things are."""
        return _is_uncertain(self, facts)


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """A condition that should not hold, and what to tell when it does."""

    id: str
    when: Expression
    message: str
    citation: str


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """One of the results, tried in order; without a condition it always applies."""

    order: int
    name: str
    text: str
    when: Expression | None
    citation: str
    uncertain_why: str
    uncertain_when: Expression | None

    def is_uncertain(self, facts: ConditionFacts) -> bool:
        """Say whether another result could be read from the law, as things are."""
        return _is_uncertain(self, facts)


def _is_uncertain(item: Rule | OutcomeRule, facts: ConditionFacts) -> bool:
    when = item.uncertain_when
    return bool(item.uncertain_why) and (when is None or when.holds(facts))


@dataclass(frozen=True, slots=True)
class QuestionnaireEdition:
    """A version of what is read by, such as a law, and the answers that choosing it gives."""

    id: str
    title: str
    answers: Mapping[str, Value]


@dataclass(frozen=True)
class QuestionnaireContent:
    """A questionnaire as published; its digest names exactly this content."""

    id: str
    title: str
    as_of: datetime.date
    sources: tuple[str, ...]
    how_to_run: tuple[str, ...]
    sections: tuple[QuestionSection, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    checks: tuple[AnswerCheck, ...]
    outcomes: tuple[OutcomeRule, ...]
    editions: Mapping[str, QuestionnaireEdition]
    retired: tuple[Retired, ...]
    digest: str
    # As it was read: what one reader alone asks for, such as the transitions of a law, is there.
    content: Mapping[str, JSON]
    revisions: tuple[Revision, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Find a question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def retired_by_id(self) -> Mapping[str, Retired]:
        """Find a question that is asked no more by its id."""
        return {question.id: question for question in self.retired}

    def of_section(self, section: str) -> tuple[Question, ...]:
        """List a section's questions in the order of asking."""
        return tuple(item for item in self.questions if item.section == section)

"""Questionnaires as immutable values: sections, questions, rules, checks and outcomes."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.engine.expressions import Expression, Value

UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of a questionnaire."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
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
    answers: tuple[Answer, ...]
    show_if: Expression | None
    applies_from: datetime.date | None
    uncertain_why: str

    @property
    def values(self) -> tuple[str, ...]:
        """Name the values that may be answered."""
        return tuple(answer.value for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition and what it brings about; the effect is read by the evaluator of its field."""

    id: str
    when: Expression
    then: Mapping[str, Any]
    citation: str
    note: str
    applies_from: datetime.date | None
    uncertain_why: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that should not hold, and what to tell when it does."""

    id: str
    when: Expression
    message: str
    citation: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the results, tried in order; without a condition it always applies."""

    order: int
    name: str
    text: str
    when: Expression | None
    citation: str
    uncertain_why: str
    uncertain_when: Expression | None


@dataclass(frozen=True, slots=True)
class Regime:
    """What a result means in words, with its fine and its dates."""

    name: str
    means: str
    fine: str
    dates: str


@dataclass(frozen=True, slots=True)
class Transition:
    """A condition that opens another route to a date, or defers the dates of given routes."""

    id: str
    when: Expression
    citation: str
    route: str
    defers: frozenset[str]
    until: datetime.date | None
    why: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the law, and the answers that choosing it gives."""

    id: str
    title: str
    answers: Mapping[str, Value]
    section_b_direct: frozenset[str]


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as published; its digest names exactly this content."""

    id: str
    title: str
    as_of: datetime.date
    sources: tuple[str, ...]
    how_to_run: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]
    outcomes: tuple[Outcome, ...]
    regimes: tuple[Regime, ...]
    transitions: tuple[Transition, ...]
    editions: Mapping[str, Edition]
    digest: str

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Find a question by its id."""
        return {question.id: question for question in self.questions}

    def of_section(self, section: str) -> tuple[Question, ...]:
        """List a section's questions in the order of asking."""
        return tuple(item for item in self.questions if item.section == section)

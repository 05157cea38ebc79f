"""Transitions of the Act: conditions that open another route to a date, or move dates."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.questionnaires.engine.expressions import Expression, parse
from assessments.questionnaires.engine.loading import QuestionnaireError
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent
from assessments.questionnaires.engine.references import check_condition
from records.ledger.canonical import JSON


@dataclass(frozen=True, slots=True)
class Transition:
    """A condition that opens another route to a date, or moves dates.

    It defers the dates of given routes, or brings provisions for one role to the day of another.
    A day `until` which it defers is that of the roles in `until_for`, of all where none is named;
    for the others none is set. With `only_if` the ordinary day stays, as the earliest one.
    """

    id: str
    when: Expression
    citation: str
    route: str
    defers: frozenset[str]
    until: datetime.date | None
    why: str
    brings: frozenset[str] = frozenset()
    day_of: str = ""
    role: str = ""
    until_for: frozenset[str] = frozenset()
    only_if: str = ""

    @property
    def told(self) -> str:
        """Tell why a date is another one, before what the law gives otherwise."""
        return f"{self.citation}: {self.why}"


def transitions_of(questionnaire: QuestionnaireContent) -> tuple[Transition, ...]:
    """Read the transitions of a questionnaire; raise QuestionnaireError where one does not fit."""
    try:
        found = tuple(map(_transition, questionnaire.content.get("transitions", ())))
        for name in {each.id for each in found}:
            if sum(each.id == name for each in found) > 1:
                raise ValueError(f'The transition "{name}" stands twice.')
        vocabulary = questionnaire.content.get("vocabulary", {})
        for each in found:
            check_condition(each.when, questionnaire, vocabulary, where=each.id)
    except ValueError as error:
        raise QuestionnaireError(str(error)) from error
    return found


def _transition(item: Mapping[str, JSON]) -> Transition:
    return Transition(
        id=item["id"],
        when=parse(item["when"], f"{item['id']}.when"),
        citation=item["citation"],
        route=item.get("route", ""),
        defers=frozenset(item.get("defers", ())),
        until=datetime.date.fromisoformat(item["until"]) if "until" in item else None,
        why=item.get("why", ""),
        brings=frozenset(item.get("brings", ())),
        day_of=item.get("as", ""),
        role=item.get("role", ""),
        until_for=frozenset(item.get("until_for", ())),
        only_if=item.get("only_if", ""),
    )

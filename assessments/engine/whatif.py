"""Which single other answer would change the result, and how."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assessments.engine.answers import accept, as_json, choose_edition, fill
from assessments.engine.effects import Act, load_act
from assessments.engine.expressions import Value
from assessments.engine.findings import Findings, choose, find
from assessments.engine.questionnaire import UNSURE, Question

MOST = 200
NONE = "none"


@dataclass(frozen=True, slots=True)
class Change:
    """One other answer to one question and what would be different with it."""

    question: str
    before: str | list[str]
    after: str | list[str]
    outcome: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values."""
        return {
            "question": self.question,
            "from": self.before,
            "to": self.after,
            "class": self.outcome,
            "gained": list(self.gained),
            "lost": list(self.lost),
        }


def counterfactuals(
    raw: object,
    *,
    edition: str,
    on: datetime.date,
    act: Act | None = None,
    most: int = MOST,
) -> tuple[Change, ...]:
    """Try every other answer to every shown question, one at a time.

    Given are the changes that give another class, or add or remove a prohibition, a high-risk
    ground or a transparency case; first those with another class, then in the order of asking.
    "Not sure" is never tried, nor are the questions that the edition answers. The work is bounded
    by the number of answers the questionnaire offers.
    """
    act = act or load_act()
    answers = choose_edition(act.questionnaire, accept(act.questionnaire, raw), edition)
    fixed = act.questionnaire.editions[edition].answers
    sheet = fill(act.questionnaire, answers)
    base = find(act, sheet, on=on)
    outcome = choose(act, base).name
    found = []
    for question in act.questionnaire.questions:
        if question.id in fixed or question.id not in sheet.visible:
            continue
        for value in _alternatives(question, sheet.effective[question.id]):
            other = find(act, fill(act.questionnaire, {**answers, question.id: value}), on=on)
            change = Change(
                question=question.id,
                before=as_json(sheet.effective[question.id]),
                after=as_json(value),
                outcome=choose(act, other).name,
                gained=tuple(sorted(_named(other) - _named(base))),
                lost=tuple(sorted(_named(base) - _named(other))),
            )
            if change.gained or change.lost or change.outcome != outcome:
                found.append(change)
    found.sort(key=lambda change: change.outcome == outcome)  # stable: keeps the order of asking
    return tuple(found[:most])


def _named(findings: Findings) -> frozenset[str]:
    return frozenset().union(findings.grounds, findings.prohibited, findings.transparency)


def _alternatives(question: Question, now: Value) -> Iterator[Value]:
    """Give the other answers: for a multiple choice, one more or one fewer ticked."""
    if isinstance(now, str):
        yield from (value for value in question.values if value not in (now, UNSURE))
        return
    for value in question.values:
        if value == NONE:
            ticked: set[str] = {NONE} if now != (NONE,) else set()
        else:
            ticked = set(now) ^ {value}
            ticked = ticked - {NONE} if len(ticked) > 1 else ticked
        other = tuple(name for name in question.values if name in ticked) or (
            (NONE,) if NONE in question.values else ()
        )
        if other and other != now:
            yield other

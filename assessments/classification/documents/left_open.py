"""What an outcome leaves open, as it is stored: doubts, and questions without an answer."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from assessments.models import OutcomeClass

# A ban makes it prohibited, from a later day too.
BANS = "Art. 5(1)"

type Outcome = Mapping[str, Any]
type Item = Mapping[str, Any]


def doubts_in(outcome: Outcome) -> Sequence[Item]:
    """Return the doubts of an outcome; one that was stored before they were told has none."""
    found: Sequence[Item] = outcome.get("doubts", ())
    return found


def answers_in(outcome: Outcome) -> list[Item]:
    """Return the doubts that lie in answers."""
    return [doubt for doubt in doubts_in(outcome) if "question" in doubt]


def silent_in(outcome: Outcome) -> Sequence[Item]:
    """Return what rests on questions that nobody has answered, the gravest class first."""
    found: Sequence[Item] = outcome.get("unanswered", ())
    return found


def milder_in(outcome: Outcome) -> Sequence[str]:
    """Name the questions without an answer that could only make the class milder."""
    found: Sequence[str] = outcome.get("milder", ())
    return found


def deciding(outcome: Outcome) -> list[Item]:
    """Return what of it could make the class graver."""
    return [each for each in silent_in(outcome) if each["class"] != outcome["class"]]


def questions_of(items: Sequence[Item]) -> list[str]:
    """Name the questions of several items, each once."""
    return list(dict.fromkeys(name for each in items for name in each["questions"]))


def is_open(outcome: Outcome) -> bool:
    """Say whether the result rests on an answer that is missing or not sure."""
    return bool(silent_in(outcome) or answers_in(outcome))


def class_open_by(outcome: Outcome) -> Literal["answers", "law", ""]:
    """Say what could still make it another class: our answers, the law alone, or nothing."""
    could = [doubt for doubt in doubts_in(outcome) if _names_a_class(doubt["could_become"])]
    if deciding(outcome) or any("question" in doubt for doubt in could):
        return "answers"
    return "law" if could else ""


def _names_a_class(names: Sequence[str]) -> bool:
    return any(name in OutcomeClass.values or name.startswith(BANS) for name in names)


def may_be_ours(outcome: Outcome, role: str) -> bool:
    """Say whether a role that we do not have hangs on an open answer."""
    could = {name for doubt in doubts_in(outcome) for name in doubt["could_become"]}
    return role in could.union(*(each["by"] for each in silent_in(outcome)))


def worst_of(items: Sequence[Item]) -> str:
    """Return the gravest class that items lead to."""
    named = {each["class"] for each in items}
    return next(name for name in OutcomeClass.values if name in named)

"""What the register suggests as answers: a table from facts of a use case to answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

YES = "yes"


@dataclass(frozen=True)
class Facts:
    """What the register knows of a use case, in its own codes."""

    roles: Collection[str] = ()
    data_categories: Collection[str] = ()
    lifecycle: str = ""
    public_facing: str = "unknown"
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """An answer the register suggests; `because` names the field and value it rests on."""

    question: str
    answer: str | list[str]
    because: str

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values."""
        return {"answer": self.answer, "because": self.because}


@dataclass(frozen=True)
class Hint:
    """A line of the table: where a field holds a value, a question may be answered so."""

    field: str
    value: str
    question: str
    answer: str | tuple[str, ...]


# Only what a field says outright; nothing is guessed from free text.
HINTS = (
    Hint("roles", "provider", "R1", YES),
    Hint("roles", "deployer", "R2", YES),
    Hint("roles", "importer", "R3", YES),
    Hint("roles", "distributor", "R4", YES),
    Hint("roles", "authorised_representative", "R5", YES),
    Hint("roles", "product_manufacturer", "R6", YES),
    Hint("roles", "third_party_supplier", "R10", YES),
    Hint("roles", "gpai_provider", "S1", "both"),
    Hint("lifecycle", "idea", "S5", YES),
    Hint("lifecycle", "development", "S5", YES),
    Hint("lifecycle", "testing", "S5", YES),
    Hint("lifecycle", "in_use", "S5", "no"),
    Hint("lifecycle", "paused", "S5", "no"),
    Hint("lifecycle", "retired", "S5", "no"),
    Hint("public_facing", YES, "T1", YES),
    Hint("data_categories", "employment", "H_AREA", ("4",)),
    Hint("data_categories", "biometric", "H_AREA", ("1",)),
)
# Each role of the register answers one question; a role that is not named is one we do not have.
ROLE_QUESTIONS = ("R1", "R2", "R3", "R4", "R5", "R6", "R10")
# On the market or in service by this day, duties of generated content came later (Art. 111(4)).
CONTENT_DAY = "2026-08-02"


def suggest(facts: Facts) -> dict[str, Suggestion]:
    """Return suggested answers by question; several values of one question are joined."""
    found: dict[str, Suggestion] = {}
    for hint in HINTS:
        held = getattr(facts, hint.field)
        if hint.value == held or (not isinstance(held, str) and hint.value in held):
            found[hint.question] = _joined(found.get(hint.question), hint)
    if facts.roles:
        for question in ROLE_QUESTIONS:
            found.setdefault(question, Suggestion(question, "no", "roles"))
    first = min((day for day in facts.dates.values() if day), default="")
    if first:
        before = YES if first < CONTENT_DAY else "no"
        found["T2b"] = Suggestion("T2b", before, "dates")
    return found


def _joined(before: Suggestion | None, hint: Hint) -> Suggestion:
    because = f"{hint.field}.{hint.value}"
    if isinstance(hint.answer, str):
        return Suggestion(hint.question, hint.answer, because)
    known = before.answer if before and isinstance(before.answer, list) else []
    return Suggestion(hint.question, sorted({*known, *hint.answer}), because)

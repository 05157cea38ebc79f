"""What the register suggests as answers: a table from facts of a use case to answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

YES, UNSURE = "yes", "unsure"


@dataclass(frozen=True)
class RegisterFacts:
    """What the register knows of a use case, in its own codes."""

    roles: Collection[str] = ()
    data_categories: Collection[str] = ()
    lifecycle: str = ""
    public_facing: str = "unknown"
    development_mode: str = "unknown"
    affected: Collection[str] = ()
    dates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """An answer the register suggests; `because` names the field and value it rests on."""

    question: str
    answer: str | list[str]
    because: str
    # Answers that say no less, and so deny nothing.
    agreeing: tuple[str, ...] = ()

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
    agreeing: tuple[str, ...] = ()


# What these say cannot be true beside another answer; of the others an answer may know better.
DECISIVE = frozenset({"roles", "development_mode", "lifecycle", "dates", "affected.staff"})


# Only what a field says outright. Who is affected is entered in words; they are read for own staff
# and people who apply for a job (Annex III point 4), and no other free text is.
HINTS = (
    Hint("roles", "provider", "R1", YES),
    Hint("roles", "deployer", "R2", YES),
    Hint("roles", "importer", "R3", YES),
    Hint("roles", "distributor", "R4", YES),
    Hint("roles", "authorised_representative", "R5", YES),
    Hint("roles", "product_manufacturer", "R6", YES),
    Hint("roles", "third_party_supplier", "R10", YES),
    Hint("roles", "gpai_provider", "S1", "both", agreeing=("model",)),
    Hint("lifecycle", "idea", "S5", YES),
    Hint("lifecycle", "development", "S5", YES),
    Hint("lifecycle", "testing", "S5", YES),
    Hint("lifecycle", "in_use", "S5", "no"),
    Hint("lifecycle", "paused", "S5", "no"),
    Hint("lifecycle", "retired", "S5", "no"),
    # Whoever builds it, or has it built, and uses it under its own name provides it (Art. 3(3)).
    Hint("development_mode", "in_house", "R1", YES),
    Hint("development_mode", "contracted", "R1", YES),
    Hint("development_mode", "both", "R1", YES),
    Hint("public_facing", YES, "T1", YES),
    Hint("affected", "staff", "R14", YES, agreeing=("works_with",)),
    Hint("affected", "applicants", "H_AREA", ("4",)),
    Hint("data_categories", "employment", "H_AREA", ("4",)),
    Hint("data_categories", "biometric", "H_AREA", ("1",)),
)
# Each role of the register answers one question; a role that is not named is one we do not have.
ROLE_QUESTIONS = ("R1", "R2", "R3", "R4", "R5", "R6", "R10")
# Placed on the market before this day, duties of generated content came later (Art. 111(4)).
CONTENT_DAY = "2026-08-02"
# A general-purpose model placed before this day had two more years (Art. 111(3)).
MODEL_DAY = "2025-08-02"
# In use before the earlier day, a high-risk system is a legacy system whichever way it is one; from
# the later day on none is (Art. 111(2), 113). Between them it depends on the way.
LEGACY_DAYS = ("2027-12-02", "2028-08-02")


def suggest(facts: RegisterFacts) -> dict[str, Suggestion]:
    """Return suggested answers by question; several values of one question are joined."""
    found: dict[str, Suggestion] = {}
    for hint in HINTS:
        held = getattr(facts, hint.field)
        if hint.value == held or (not isinstance(held, str) and hint.value in held):
            found[hint.question] = _joined(found.get(hint.question), hint)
    if facts.roles:
        for question in ROLE_QUESTIONS:
            found.setdefault(question, Suggestion(question, "no", "roles"))
    return found | _from_dates(facts)


def contradicted(
    facts: RegisterFacts, answers: Mapping[str, Any], counts: Mapping[str, Any] | None = None
) -> list[Suggestion]:
    """Return what the register says outright and an answer denies; "not sure" denies nothing.

    Where nothing is answered, what counts instead is held against the register, if it is given.
    """
    said = {**(counts or {}), **answers}
    return [
        each
        for each in suggest(facts).values()
        if DECISIVE & {each.because, each.because.partition(".")[0]}
        and said.get(each.question, UNSURE) not in (each.answer, UNSURE, *each.agreeing)
    ]


def to_be_asked(facts: RegisterFacts, counts: Mapping[str, Any]) -> set[str]:
    """Name the questions of which the register says anything else than what counts for them."""
    return {
        each.question
        for each in suggest(facts).values()
        if each.question in counts
        and counts[each.question] not in (each.answer, UNSURE, *each.agreeing)
    }


def _from_dates(facts: RegisterFacts) -> dict[str, Suggestion]:
    """Suggest what follows from a day: of the market alone where the law speaks of the market."""
    found = {}
    if placed := facts.dates.get("placed"):
        found["T2b"] = Suggestion("T2b", _before(placed, CONTENT_DAY), "dates.placed")
        if "gpai_provider" in facts.roles:
            found["G6"] = Suggestion("G6", _before(placed, MODEL_DAY), "dates.placed")
    days = {name: day for name, day in facts.dates.items() if day}
    if days:
        first = min(days, key=lambda name: days[name])
        if not LEGACY_DAYS[0] <= days[first] < LEGACY_DAYS[1]:
            answer = _before(days[first], LEGACY_DAYS[0])
            found["H_LEG"] = Suggestion("H_LEG", answer, f"dates.{first}")
    return found


def _before(day: str, limit: str) -> str:
    return YES if day < limit else "no"


def _joined(before: Suggestion | None, hint: Hint) -> Suggestion:
    because = f"{hint.field}.{hint.value}"
    if isinstance(hint.answer, str):
        return Suggestion(hint.question, hint.answer, because, hint.agreeing)
    known = before.answer if before and isinstance(before.answer, list) else []
    return Suggestion(hint.question, sorted({*known, *hint.answer}), because)

"""Who acts: a person, a token that belongs to a person, or a named job."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
class Actor:
    """Name who does something, and within which limits.

    `needs` limits a token to these needs (None: no limit beyond the person's own rights);
    `within` limits it to the subtree of a unit, given as that unit's path.
    """

    kind: str
    id: str
    label: str
    person: Any = None
    needs: frozenset[str] | None = None
    within: str = ""
    # What the policy has looked up for this actor; an actor lives as long as one request or job.
    memory: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, person: Any) -> "Actor":
        """Act as a signed-in person."""
        return cls(kind="person", id=str(person.pk), label=str(person), person=person)

    @classmethod
    def token(
        cls, token_id: Any, person: Any, *, needs: frozenset[str], within: str = ""
    ) -> "Actor":
        """Act as a program that holds a token of `person`."""
        return cls("token", str(token_id), str(person), person, needs, within)

    @classmethod
    def system(cls, job: str) -> "Actor":
        """Act as a named job; it may do everything its code does."""
        return cls(kind="system", id=job, label=job)

    @property
    def is_system(self) -> bool:
        """Say whether no person stands behind the act."""
        return self.kind == "system"

    def facts(self) -> dict[str, str]:
        """Return what the ledger keeps of the actor: no names."""
        facts = {"kind": self.kind, "id": self.id}
        if self.kind == "token":
            facts["person"] = str(self.person.pk)
        return facts


NOBODY = Actor(kind="nobody", id="", label="")

"""What can be done to records: verb codes, the need they require, and how they are told."""

from dataclasses import dataclass

from django.utils.functional import Promise

ANY = "*"
_VERBS: dict[str, "Verb"] = {}


@dataclass(frozen=True)
class Verb:
    """Name one kind of act: `code` is app.record.verb, `told` completes "Ada ...".

    `needs` is what the actor must be allowed on the record. `on_archived` says whether the act is
    still possible once the record is archived. `on` is the kind that it is done to where the code
    names another thing, or `ANY` where it is done to records of every kind.
    """

    code: str
    needs: str
    told: str | Promise
    on_archived: bool = False
    on: str = ""

    def __post_init__(self) -> None:
        if _VERBS.setdefault(self.code, self) != self:
            raise ValueError(f"The verb {self.code} is declared twice.")


def is_for(code: str, kind: str) -> bool:
    """Say whether a verb is done to records of a kind, be it one of an older release."""
    verb = _VERBS.get(code)
    on = verb.on if verb else ""
    return on == ANY or kind == (on or code.rpartition(".")[0].replace("_", ""))


def told(code: str) -> str:
    """Tell an act in the past tense; an unknown code (an older release) tells itself."""
    verb = _VERBS.get(code)
    return str(verb.told) if verb else code

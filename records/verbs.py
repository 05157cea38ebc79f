"""What can be done to records: verb codes, the need they require, and how they are told."""

from dataclasses import dataclass

from django.utils.functional import Promise

_VERBS: dict[str, "Verb"] = {}


@dataclass(frozen=True)
class Verb:
    """Name one kind of act: `code` is app.record.verb, `told` completes "Ada ...".

    `needs` is what the actor must be allowed on the record. `on_archived` says whether the act is
    still possible once the record is archived.
    """

    code: str
    needs: str
    told: str | Promise
    on_archived: bool = False

    def __post_init__(self) -> None:
        if _VERBS.setdefault(self.code, self) != self:
            raise ValueError(f"The verb {self.code} is declared twice.")


def told(code: str) -> str:
    """Tell an act in the past tense; an unknown code (an older release) tells itself."""
    verb = _VERBS.get(code)
    return str(verb.told) if verb else code

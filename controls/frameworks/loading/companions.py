"""What stands around a law: guidance, standards, related law and authorities, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from records.incoming import structured
from records.ledger.canonical import JSON

# The shelves in the order in which people read them; each is a file beside the law.
SHELVES = ("guidance", "standards", "related_law", "authorities")
UNION = "EU"  # stands for a country where a body of the Union is meant


@dataclass(frozen=True)
class Companion:
    """One text or body around a law, told in two sentences of our own.

    `editions` are those of the law that it belongs to; `dated_on` is what `dated` says it is;
    `extra` holds what only its shelf has: who signed a code, what a standard presumes.
    """

    framework: str
    shelf: str
    id: str
    title: str
    kind: str
    issuer: str
    number: str
    url: str
    dated_on: date
    dated: str
    status: str
    provisions: tuple[str, ...]
    questions: tuple[str, ...]
    editions: tuple[str, ...]
    authority: str
    country: str
    languages: tuple[str, ...]
    says: tuple[str, ...]
    certainty: str  # high, medium or low
    certainty_why: str
    checked_on: date
    extra: Mapping[str, JSON]

    @property
    def is_certain(self) -> bool:
        """Tell what needs no warning from what does."""
        return self.certainty == "high"


SHELF_KEYS = ("signed_by", "presumption", "local_title", "national_law", "supervises")


def companion(
    framework: str, shelf: str, value: Mapping[str, JSON], editions: tuple[str, ...]
) -> Companion:
    """Build one entry of a shelf that its schema has let pass."""
    return structured(
        Companion,
        {"editions": editions, **value},
        framework=framework,
        shelf=shelf,
        dated_on=date.fromisoformat(value["date"]),
        extra={key: value[key] for key in SHELF_KEYS if key in value},
    )

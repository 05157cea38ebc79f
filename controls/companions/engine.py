"""Which of the companions of a law concern a provision, and which match what was asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from controls.frameworks.loading.companions import Companion
from controls.frameworks.loading.data import EditionData

WORDS_AT_MOST = 8


@dataclass(frozen=True)
class CompanionChoice:
    """What a list of companions is narrowed by; an empty text narrows nothing."""

    words: str = ""
    provision: str = ""
    kind: str = ""
    status: str = ""
    country: str = ""
    certainty: str = ""


def concerning(
    companions: Iterable[Companion], edition: EditionData, provision: str
) -> list[Companion]:
    """Return those that name the provision, what stands above it or what stands below it."""
    branch = _above(edition, provision) | {item.id for item in edition.under(provision)}
    return [
        each
        for each in companions
        if edition.id in each.editions and not branch.isdisjoint(each.provisions)
    ]


def narrowed(
    companions: Iterable[Companion], edition: EditionData, asked: CompanionChoice
) -> list[Companion]:
    """Return the companions of an edition that match everything asked for."""
    found = [each for each in companions if edition.id in each.editions]
    if asked.provision:
        found = concerning(found, edition, asked.provision)
    return [each for each in found if _matches(each, asked)]


def _matches(companion: Companion, asked: CompanionChoice) -> bool:
    plain = (
        (asked.kind, companion.kind),
        (asked.status, companion.status),
        (asked.country, companion.country),
        (asked.certainty, companion.certainty),
    )
    if any(wanted and wanted != given for wanted, given in plain):
        return False
    text = told(companion).casefold()
    return all(word in text for word in asked.words.casefold().split()[:WORDS_AT_MOST])


def told(companion: Companion) -> str:
    """Return the words under which a companion is found."""
    return " ".join(
        (
            companion.title,
            companion.number,
            companion.issuer,
            companion.extra.get("local_title", ""),
            *companion.says,
        )
    )


def _above(edition: EditionData, provision: str) -> set[str]:
    found: set[str] = set()
    here: str | None = provision
    while here is not None:
        found.add(here)
        here = edition.provision(here).parent
    return found

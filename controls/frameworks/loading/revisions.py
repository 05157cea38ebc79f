"""The revisions of an edition or a questionnaire: what was corrected, why, and by which text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from records.ledger.canonical import JSON

FIRST = 1  # what was published at first; it has no corrections


@dataclass(frozen=True)
class CorrectionTarget:
    """One thing that a correction is about: some of its keys, or the whole of it.

    `within` is the list that holds it (provisions, questions, rules), `id` its name there.
    """

    within: str
    id: str
    keys: tuple[str, ...] = ()
    inserted: bool = False
    removed: bool = False


@dataclass(frozen=True)
class Correction:
    """What was wrong and is put right, with the reason in our own words and the citation."""

    id: str
    targets: tuple[CorrectionTarget, ...]
    reason: str
    citation: str


@dataclass(frozen=True)
class Revision:
    """All that was corrected at once; numbers count from 2, since the first has no corrections."""

    number: int
    on: date
    corrections: tuple[Correction, ...]

    def as_json(self) -> dict[str, object]:
        """Give plain JSON values, in the form of the file."""
        return {
            "revision": self.number,
            "date": self.on.isoformat(),
            "corrections": [_plain(item) for item in self.corrections],
        }


def _plain(item: Correction) -> dict[str, object]:
    return {
        "id": item.id,
        "corrects": [_plain_target(target) for target in item.targets],
        "reason": item.reason,
        "citation": item.citation,
    }


def _plain_target(target: CorrectionTarget) -> dict[str, object]:
    named = {"in": target.within, "id": target.id}
    if target.inserted or target.removed:
        return named | ({"inserted": True} if target.inserted else {"removed": True})
    return named | {"keys": list(target.keys)}


def as_revisions(values: Iterable[Mapping[str, JSON]]) -> tuple[Revision, ...]:
    """Build revisions of plain values that fit the schema."""
    return tuple(
        Revision(
            number=value["revision"],
            on=date.fromisoformat(value["date"]),
            corrections=tuple(_correction(item) for item in value["corrections"]),
        )
        for value in values
    )


def _correction(value: Mapping[str, JSON]) -> Correction:
    return Correction(
        id=value["id"],
        targets=tuple(_target(item) for item in value["corrects"]),
        reason=value["reason"],
        citation=value["citation"],
    )


def _target(value: Mapping[str, JSON]) -> CorrectionTarget:
    return CorrectionTarget(
        within=value["in"],
        id=value["id"],
        keys=tuple(value.get("keys", ())),
        inserted=value.get("inserted", False),
        removed=value.get("removed", False),
    )


def newest(revisions: Iterable[Revision]) -> int:
    """Return the number of the newest revision."""
    return max((revision.number for revision in revisions), default=FIRST)


def targets(
    revisions: Iterable[Revision], within: str
) -> Iterator[tuple[Correction, CorrectionTarget]]:
    """Yield everything in a list that was corrected, each with its correction."""
    for revision in revisions:
        for correction in revision.corrections:
            yield from (
                (correction, target) for target in correction.targets if target.within == within
            )

"""Read the tables that stand beside a law: maximum fines and the dates of its life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from .data import FineData, TimelineEvent
from .schemas import check
from .strict_yaml import Document, read_document

FINES_FILE = "fines.yaml"
TIMELINE_FILE = "timeline.yaml"
SUPERSEDED = "superseded"


@dataclass(frozen=True)
class LawTable[Line]:
    """The rows of a table beside a law, and the file for what else it says."""

    rows: tuple[Line, ...] = ()
    document: Document | None = None

    @property
    def head(self) -> Mapping[str, Any]:
        """Return what the file says about itself: as-of day, sources, notes."""
        return self.document.value if self.document else {}


def read_fines(framework: Path) -> tuple[tuple[FineData, ...], Document]:
    """Read the fines of a framework's folder, and the document for what else it says."""
    document = read_document(framework / FINES_FILE, file=f"{framework.name}/{FINES_FILE}")
    check(document, "fines")
    refuse_double_ids(document, "fines")
    return tuple(_fine(framework.name, value) for value in document.value["fines"]), document


def read_timeline(framework: Path) -> tuple[tuple[TimelineEvent, ...], Document]:
    """Read the timeline of a framework's folder, and the document for what else it says."""
    document = read_document(framework / TIMELINE_FILE, file=f"{framework.name}/{TIMELINE_FILE}")
    check(document, "timeline")
    refuse_double_ids(document, "events", SUPERSEDED)
    events = [_event(framework.name, value) for value in document.value["events"]]
    events += [_event(framework.name, value) for value in document.value[SUPERSEDED]]
    return tuple(events), document


def refuse_double_ids(document: Document, *lists: str) -> None:
    """Refuse an id that stands twice in the named lists of the document."""
    seen: set[str] = set()
    for name in lists:
        for index, value in enumerate(document.value[name]):
            if value["id"] in seen:
                message = f"The id '{value['id']}' is used twice."
                raise document.refusal(message, name, index, "id")
            seen.add(value["id"])


def _fine(framework: str, value: Mapping[str, Any]) -> FineData:
    percent = value["turnover_percent"]
    return FineData(
        framework=framework,
        id=value["id"],
        name=value["name"],
        amount_eur=value["amount_eur"],
        turnover_percent=None if percent is None else Decimal(str(percent)),
        turnover_base=value.get("turnover_base", ""),
        rule=value["rule"],
        citation=value["citation"],
        covers=value.get("covers", ""),
        addressees=tuple(value["addressees"]),
        applies_from=date.fromisoformat(value["applies_from"]),
        sme_rule=value.get("sme_rule", ""),
        smc_rule=value.get("smc_rule", ""),
        imposed_by=value.get("imposed_by", ""),
        uncertain=value.get("uncertain", False),
        uncertain_why=value.get("uncertain_why", ""),
    )


def _event(framework: str, value: Mapping[str, Any]) -> TimelineEvent:
    return TimelineEvent(
        framework=framework,
        id=value["id"],
        date=date.fromisoformat(value["date"]),
        event=value["event"],
        citation=value.get("citation", ""),
        status=value.get("status", SUPERSEDED),
        note=value.get("note", ""),
        change=value.get("change", ""),
        uncertain=value.get("uncertain", False),
        uncertain_why=value.get("uncertain_why", ""),
    )

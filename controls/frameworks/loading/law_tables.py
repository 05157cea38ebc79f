"""Read the tables that stand beside a law: maximum fines and the dates of its life."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from controls.frameworks.loading.data import FineData, TimelineEvent
from controls.frameworks.loading.schemas import check
from records.incoming import YamlFile, read_document, structured
from records.ledger.canonical import JSON

FINES_FILE = "fines.yaml"
TIMELINE_FILE = "timeline.yaml"
SUPERSEDED = "superseded"


@dataclass(frozen=True)
class LawTable[Line]:
    """The rows of a table beside a law, and the file for what else it says."""

    rows: tuple[Line, ...] = ()
    document: YamlFile | None = None

    @property
    def head(self) -> Mapping[str, JSON]:
        """Return what the file says about itself: as-of day, sources, notes."""
        return self.document.value if self.document else {}


def read_fines(framework: Path) -> tuple[tuple[FineData, ...], YamlFile]:
    """Read the fines of a framework's folder, and the document for what else it says."""
    document = read_document(framework / FINES_FILE, file=f"{framework.name}/{FINES_FILE}")
    check(document, "fines")
    refuse_double_ids(document, "fines")
    name = framework.name
    fines = (structured(FineData, value, framework=name) for value in document.value["fines"])
    return tuple(fines), document


def read_timeline(framework: Path) -> tuple[tuple[TimelineEvent, ...], YamlFile]:
    """Read the timeline of a framework's folder, and the document for what else it says."""
    document = read_document(framework / TIMELINE_FILE, file=f"{framework.name}/{TIMELINE_FILE}")
    check(document, "timeline")
    refuse_double_ids(document, "events", SUPERSEDED)
    listed = [*document.value["events"], *document.value[SUPERSEDED]]
    events = (
        structured(TimelineEvent, {"status": SUPERSEDED, **value}, framework=framework.name)
        for value in listed
    )
    return tuple(events), document


def refuse_double_ids(document: YamlFile, *lists: str) -> None:
    """Refuse an id that stands twice in the named lists of the document."""
    seen: set[str] = set()
    for name in lists:
        for index, value in enumerate(document.value[name]):
            if value["id"] in seen:
                message = f"The id '{value['id']}' is used twice."
                raise document.refusal(message, name, index, "id")
            seen.add(value["id"])

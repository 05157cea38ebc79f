"""Read what was corrected: each correction with its reason, its citation and what it is about."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.revisions import FIRST, Revision, as_revisions
from controls.frameworks.loading.schemas import check
from records.incoming import YamlFile, read_document
from records.ledger.canonical import JSON

CORRECTIONS_FILE = "corrections.yaml"


@dataclass(frozen=True)
class Held:
    """What a list holds that can be corrected: ids, and the keys that its entries may have."""

    ids: Collection[str]
    keys: Collection[str]


def read_corrections(
    folder: Path, *, file: str, held: Mapping[str, Held]
) -> tuple[tuple[Revision, ...], YamlFile | None]:
    """Read the corrections that lie in a folder, the oldest first; there may be none.

    Refuses a correction without reason or citation, one about something that is not there, and
    revisions that are doubled, leave a number out or go back.
    """
    if not (folder / CORRECTIONS_FILE).is_file():
        return (), None
    document = read_document(folder / CORRECTIONS_FILE, file=f"{file}/{CORRECTIONS_FILE}")
    check(document, "corrections")
    for fault in _faults(document, held):
        raise fault
    return as_revisions(document.value["revisions"]), document


def _faults(document: YamlFile, held: Mapping[str, Held]) -> Iterator[CatalogueError]:
    yield from _order_faults(document)
    seen: set[str] = set()
    for place, value in _each(document):
        if value["id"] in seen:
            message = f"The correction '{value['id']}' stands twice."
            yield document.refusal(message, *place, "id")
        seen.add(value["id"])
        for number, target in enumerate(value["corrects"]):
            message = _fault_of(target, held)
            if message:
                yield document.refusal(f"{value['id']}: {message}", *place, "corrects", number)


def _order_faults(document: YamlFile) -> Iterator[CatalogueError]:
    wanted, day = FIRST + 1, ""
    for index, revision in enumerate(document.value["revisions"]):
        number = revision["revision"]
        if number != wanted:
            fault = "stands twice" if number == wanted - 1 else "is out of order"
            message = f"Revision {number} {fault}; here revision {wanted} is expected."
            yield document.refusal(message, "revisions", index, "revision")
        if revision["date"] < day:
            message = f"Revision {number} is dated before the one that it follows."
            yield document.refusal(message, "revisions", index, "date")
        wanted, day = number + 1, revision["date"]


def _each(document: YamlFile) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, JSON]]]:
    for index, revision in enumerate(document.value["revisions"]):
        for number, value in enumerate(revision["corrections"]):
            yield ("revisions", index, "corrections", number), value


def _fault_of(target: Mapping[str, JSON], held: Mapping[str, Held]) -> str:
    """Say in a sentence why there is no such thing to correct, or nothing."""
    within, name = target["in"], target["id"]
    if within not in held:
        return f"There is no list '{within}' here; known are {', '.join(sorted(held))}."
    if sum(key in target for key in ("keys", "inserted", "removed")) != 1:
        return f"Say which keys of '{name}' are corrected, or that it was inserted or removed."
    is_there = name in held[within].ids
    if target.get("removed"):
        return f"'{name}' is still among the {within}." if is_there else ""
    if not is_there:
        return f"There is no '{name}' among the {within}."
    unknown = [key for key in target.get("keys", ()) if key not in held[within].keys]
    if unknown:
        known = ", ".join(sorted(held[within].keys))
        return f"'{unknown[0]}' is no key of {within}; known are {known}."
    return ""

"""Check a framework of one's own by the rules of the catalogue, and gather all that is wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from controls.frameworks.loading.data import EditionData, FrameworkData
from controls.frameworks.loading.editions import build_edition, date_profiles
from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.frameworks import build_framework
from controls.frameworks.loading.own.blocks import block, items
from controls.frameworks.loading.own.details import Details
from controls.frameworks.loading.provisions import build_provision, word_faults
from controls.frameworks.loading.schemas import named
from controls.frameworks.loading.tree import ProvisionEntry, tree_faults
from records.incoming import YamlFile, schema_faults

PROVISIONS_FILE = "provisions.yaml"
MOST_PROVISIONS = 10_000
# A file that is wrong throughout needs no longer list.
MOST_FAULTS = 200


@dataclass(frozen=True)
class ProvisionLine:
    """One provision as read, sound or not, for the preview."""

    code: str
    title: str
    kind: str
    parent: str | None
    line: int


@dataclass(frozen=True)
class OwnReading:
    """What came of a file: framework and edition where nothing is wrong, else the faults."""

    lines: tuple[ProvisionLine, ...] = ()
    faults: tuple[CatalogueError, ...] = ()
    framework: FrameworkData | None = None
    edition: EditionData | None = None
    # What was left aside, and other things a person should know.
    remarks: tuple[str, ...] = ()
    # Names and dates the file itself proposes.
    guess: Details | None = None


def assemble(
    framework: YamlFile, head: YamlFile, provisions: YamlFile, *, remarks: Sequence[str] = ()
) -> OwnReading:
    """Make framework and edition of their three documents, or say everything that is wrong."""
    entries = [ProvisionEntry(provisions, i, v) for i, v in enumerate(_listed(provisions))]
    lines = tuple(map(_line, entries))
    _complete(head, entries)
    faults = [
        *schema_faults(framework, named("framework")),
        *schema_faults(head, named("edition")),
        *schema_faults(provisions, named("provisions")),
    ]
    if len(entries) > MOST_PROVISIONS:
        message = f"The file has more than {MOST_PROVISIONS} provisions."
        faults.append(CatalogueError(provisions.file, 0, message))
    if faults:
        return OwnReading(lines, tuple(faults[:MOST_FAULTS]), remarks=tuple(remarks))
    try:
        return _built(framework, head, entries, lines, remarks)
    except CatalogueError as error:
        return OwnReading(lines, (error,), remarks=tuple(remarks))


def _built(
    framework: YamlFile,
    head: YamlFile,
    entries: Sequence[ProvisionEntry],
    lines: tuple[ProvisionLine, ...],
    remarks: Sequence[str],
) -> OwnReading:
    described = build_framework(framework)
    faults = _content_faults(described, head, entries)
    if faults:
        return OwnReading(lines, tuple(faults[:MOST_FAULTS]), remarks=tuple(remarks))
    edition = build_edition(described, head, entries)
    return OwnReading(lines, (), described, edition, tuple(remarks))


def _content_faults(
    framework: FrameworkData, head: YamlFile, entries: Sequence[ProvisionEntry]
) -> list[CatalogueError]:
    faults = list(tree_faults(entries, id_form=framework.id_form))
    profiles = date_profiles(head)
    for entry in entries:
        faults += word_faults(entry, framework)
        try:
            build_provision(entry, 0, citation=head.value["citation"], profiles=profiles)
        except CatalogueError as error:
            faults.append(error)
    return sorted(faults, key=lambda fault: fault.line)


def _listed(provisions: YamlFile) -> list[dict[str, object]]:
    found = provisions.value.get("provisions")
    return [v for v in found if isinstance(v, dict)] if isinstance(found, list) else []


def _line(entry: ProvisionEntry) -> ProvisionLine:
    value = entry.value
    parent = value.get("parent")
    return ProvisionLine(
        code=str(value.get("id", "")),
        title=str(value.get("title", "")),
        kind=str(value.get("kind", "")),
        parent=str(parent) if parent is not None else None,
        line=entry.document.line_of("provisions", entry.index),
    )


def _complete(head: YamlFile, entries: Sequence[ProvisionEntry]) -> None:
    """Add what only a folder of files has to say: its parts, and how many of each kind."""
    title = str(head.value.get("title", ""))
    if "parts" not in head.value:
        head.value["parts"] = items([block({"file": PROVISIONS_FILE, "title": title})])
    if "counts" not in head.value:
        kinds = Counter(str(entry.value.get("kind", "")) for entry in entries)
        head.value["counts"] = block(dict(sorted(kinds.items())))

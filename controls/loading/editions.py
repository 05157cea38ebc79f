"""Read one edition of a framework: its description, its date profiles and its provisions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from records.ledger.canonical import digest

from .data import DateProfile, EditionData, FrameworkData, PartData, ProvisionData
from .frameworks import read_framework
from .provisions import build_provision, check_words, read_dates
from .schemas import check
from .strict_yaml import Document, read_document
from .tree import Entry, check_tree

_EDITION_EXTRA = ("pdca", "related_standards", "trustworthy_characteristics")


def read_edition(path: Path) -> EditionData:
    """Read the edition in that folder; its framework is described in the folder above."""
    path = path.resolve()  # the names of the folders above stand in refusals
    framework = read_framework(path.parent)
    head = _checked(path / "edition.yaml", "edition")
    if head.value["id"] != path.name:
        raise head.refusal(f"The id must be the name of the folder, '{path.name}'.", "id")
    if "replaces" in head.value and not (path.parent / head.value["replaces"]).is_dir():
        message = f"It replaces the edition '{head.value['replaces']}', which is not here."
        raise head.refusal(message, "replaces")
    return build_edition(framework, head, _entries(path, head))


def build_edition(
    framework: FrameworkData, head: Document, entries: Sequence[Entry]
) -> EditionData:
    """Make an edition of its description and its provisions, or refuse the first fault."""
    check_tree(entries, id_form=framework.id_form)
    for entry in entries:
        check_words(entry, framework)
    _check_counts(head, entries)
    profiles = date_profiles(head)
    provisions = tuple(
        build_provision(entry, order, citation=head.value["citation"], profiles=profiles)
        for order, entry in enumerate(entries)
    )
    return _edition(framework, head, profiles, provisions, entries)


def _checked(path: Path, schema: str) -> Document:
    names = path.parts[-4:] if schema == "provisions" else path.parts[-3:]
    document = read_document(path, file="/".join(names))
    check(document, schema)
    return document


def _entries(path: Path, head: Document) -> list[Entry]:
    """Read the files of provisions in the order the edition names them."""
    entries = []
    listed = [part["file"] for part in head.value["parts"]]
    for number, name in enumerate(listed):
        if not (path / "provisions" / name).is_file():
            message = f"The file provisions/{name} does not exist."
            raise head.refusal(message, "parts", number, "file")
        document = _checked(path / "provisions" / name, "provisions")
        values = document.value["provisions"]
        entries += [Entry(document, index, value) for index, value in enumerate(values)]
    for stray in sorted((path / "provisions").iterdir()):
        if stray.name not in listed:
            message = f"The file provisions/{stray.name} is not listed among the parts."
            raise head.refusal(message, "parts")
    return entries


def _check_counts(head: Document, entries: Sequence[Entry]) -> None:
    found = Counter(entry.value["kind"] for entry in entries)
    said = head.value["counts"]
    for kind in sorted(found.keys() | said.keys()):
        if found[kind] != said.get(kind, 0):
            message = f"{said.get(kind, 0)} of kind {kind} are announced, {found[kind]} are here."
            raise head.refusal(message, "counts", kind)


def date_profiles(head: Document) -> dict[str, DateProfile]:
    """Read the sets of dates that provisions share."""
    return {
        name: DateProfile(
            id=name,
            label=profile["label"],
            applies_from=read_dates(profile.get("applies_from", {})),
            note=profile.get("note", ""),
            uncertain=profile.get("uncertain", False),
            uncertain_why=profile.get("uncertain_why", ""),
        )
        for name, profile in head.value.get("date_profiles", {}).items()
    }


def _parts(head: Document, entries: Sequence[Entry]) -> tuple[PartData, ...]:
    """Name the provisions without parent in each file, under the title of that file."""
    top: dict[str, list[str]] = {}
    for entry in entries:
        if "parent" not in entry.value:
            top.setdefault(entry.document.file.rsplit("/", 1)[-1], []).append(entry.id)
    return tuple(
        PartData(part["title"], tuple(top.get(part["file"], ()))) for part in head.value["parts"]
    )


def _edition(
    framework: FrameworkData,
    head: Document,
    profiles: Mapping[str, DateProfile],
    provisions: tuple[ProvisionData, ...],
    entries: Sequence[Entry],
) -> EditionData:
    value = head.value
    content = {
        "framework": framework.id,
        "edition": value,
        "provisions": [entry.value for entry in entries],
    }
    return EditionData(
        framework=framework.id,
        id=value["id"],
        title=value["title"],
        framework_title=framework.title,
        replaces=value.get("replaces"),
        law=tuple(value.get("law", ())),
        published=date.fromisoformat(value["published"]),
        in_force=date.fromisoformat(value["in_force"]),
        as_of=date.fromisoformat(value["as_of"]),
        disclaimer=value["disclaimer"],
        own_words=value["own_words"],
        sources=tuple(value["sources"]),
        notes=tuple(value.get("notes", ())),
        uncertain=value.get("uncertain", False),
        uncertain_why=value.get("uncertain_why", ""),
        date_profiles=MappingProxyType(dict(profiles)),
        parts=_parts(head, entries),
        provisions=provisions,
        extra=MappingProxyType({key: value[key] for key in _EDITION_EXTRA if key in value}),
        digest=digest(content),
    )

"""Read one edition of a framework: its description, its date profiles and its provisions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType

from controls.frameworks.loading.corrections import Held, read_corrections
from controls.frameworks.loading.data import (
    DateProfile,
    EditionData,
    FrameworkData,
    PartData,
    ProvisionData,
)
from controls.frameworks.loading.frameworks import read_framework
from controls.frameworks.loading.provisions import build_provision, check_words
from controls.frameworks.loading.revisions import FIRST, Revision, newest
from controls.frameworks.loading.schemas import check, keys_of
from controls.frameworks.loading.tree import ProvisionEntry, check_tree
from records.incoming import YamlFile, read_document, structured
from records.ledger.canonical import digest

_PROFILE_KEYS = frozenset(field.name for field in fields(DateProfile)) - {"id"}
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
    entries = _entries(path, head)
    return build_edition(framework, head, entries, revisions=_revisions(path, head, entries))


def _revisions(
    path: Path, head: YamlFile, entries: Sequence[ProvisionEntry]
) -> tuple[Revision, ...]:
    """Read what was corrected; the edition must say the number of its newest revision."""
    held = {
        "provisions": Held({entry.id for entry in entries}, keys_of("provisions", "provisions")),
        "about": Held({"about"}, head.value),
        "date_profiles": Held(head.value.get("date_profiles", {}), _PROFILE_KEYS),
    }
    name = "/".join(path.parts[-2:])
    revisions, document = read_corrections(path, file=name, held=held)
    said, found = head.value.get("revision", FIRST), newest(revisions)
    if said < found and document is not None:
        message = f"edition.yaml says revision {said}, but this is revision {found}."
        raise document.refusal(message, "revisions", len(revisions) - 1, "revision")
    return revisions


def build_edition(
    framework: FrameworkData,
    head: YamlFile,
    entries: Sequence[ProvisionEntry],
    *,
    revisions: tuple[Revision, ...] = (),
) -> EditionData:
    """Make an edition of its description and its provisions, or refuse the first fault."""
    _check_revision(head, newest(revisions))
    check_tree(entries, id_form=framework.id_form)
    for entry in entries:
        check_words(entry, framework)
    _check_counts(head, entries)
    profiles = date_profiles(head)
    provisions = tuple(
        build_provision(entry, order, citation=head.value["citation"], profiles=profiles)
        for order, entry in enumerate(entries)
    )
    made = _edition(framework, head, profiles, provisions, entries)
    return _revised(made, revisions) if revisions else made


def _revised(edition: EditionData, revisions: tuple[Revision, ...]) -> EditionData:
    """Add what was corrected; the reasons belong to the content that the digest names."""
    told = [revision.as_json() for revision in revisions]
    return replace(
        edition,
        revision=newest(revisions),
        revisions=revisions,
        digest=digest({"content": edition.digest, "revisions": told}),
    )


def _checked(path: Path, schema: str) -> YamlFile:
    names = path.parts[-4:] if schema == "provisions" else path.parts[-3:]
    document = read_document(path, file="/".join(names))
    check(document, schema)
    return document


def _entries(path: Path, head: YamlFile) -> list[ProvisionEntry]:
    """Read the files of provisions in the order the edition names them."""
    entries = []
    listed = [part["file"] for part in head.value["parts"]]
    for number, name in enumerate(listed):
        if not (path / "provisions" / name).is_file():
            message = f"The file provisions/{name} does not exist."
            raise head.refusal(message, "parts", number, "file")
        document = _checked(path / "provisions" / name, "provisions")
        values = document.value["provisions"]
        entries += [ProvisionEntry(document, index, value) for index, value in enumerate(values)]
    for stray in sorted((path / "provisions").iterdir()):
        if stray.name not in listed:
            message = f"The file provisions/{stray.name} is not listed among the parts."
            raise head.refusal(message, "parts")
    return entries


def _check_revision(head: YamlFile, corrected: int) -> None:
    """Refuse a revision that nothing was corrected for."""
    said = head.value.get("revision", FIRST)
    if said > corrected:
        message = f"Revision {said} is announced, but corrections lead to revision {corrected}."
        raise head.refusal(message, "revision")


def _check_counts(head: YamlFile, entries: Sequence[ProvisionEntry]) -> None:
    found = Counter(entry.value["kind"] for entry in entries)
    said = head.value["counts"]
    for kind in sorted(found.keys() | said.keys()):
        if found[kind] != said.get(kind, 0):
            message = f"{said.get(kind, 0)} of kind {kind} are announced, {found[kind]} are here."
            raise head.refusal(message, "counts", kind)


def date_profiles(head: YamlFile) -> dict[str, DateProfile]:
    """Read the sets of dates that provisions share."""
    return {
        name: structured(DateProfile, profile, id=name)
        for name, profile in head.value.get("date_profiles", {}).items()
    }


def _parts(head: YamlFile, entries: Sequence[ProvisionEntry]) -> tuple[PartData, ...]:
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
    head: YamlFile,
    profiles: Mapping[str, DateProfile],
    provisions: tuple[ProvisionData, ...],
    entries: Sequence[ProvisionEntry],
) -> EditionData:
    value = head.value
    content = {
        "framework": framework.id,
        "edition": value,
        "provisions": [entry.value for entry in entries],
    }
    return structured(
        EditionData,
        value,
        framework=framework.id,
        framework_title=framework.title,
        date_profiles=MappingProxyType(dict(profiles)),
        parts=_parts(head, entries),
        provisions=provisions,
        extra=MappingProxyType({key: value[key] for key in _EDITION_EXTRA if key in value}),
        digest=digest(content),
        revision=FIRST,
    )

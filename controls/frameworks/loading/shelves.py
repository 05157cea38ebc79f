"""Read the shelves around a law, and refuse what points to nothing."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from controls.frameworks.loading.companions import SHELVES, Companion, companion
from controls.frameworks.loading.data import EditionData
from controls.frameworks.loading.law_tables import LawTable
from controls.frameworks.loading.schemas import check
from records.incoming import YamlFile, read_document

type Shelf = LawTable[Companion]


def shelf_file(framework: Path, shelf: str) -> Path:
    """Name the file of a shelf in a framework's folder."""
    return framework / f"{shelf}.yaml"


def read_shelves(framework: Path, editions: Mapping[str, EditionData]) -> dict[str, Shelf]:
    """Read every shelf that lies in a framework's folder, checked against its editions."""
    documents = {
        shelf: _read(framework, shelf)
        for shelf in SHELVES
        if shelf_file(framework, shelf).is_file()
    }
    _refuse_double_ids(documents)
    authorities = _ids(documents.get("authorities"))
    for document in documents.values():
        _check_references(document, editions, authorities)
    known = tuple(editions)
    return {
        shelf: LawTable(
            tuple(
                companion(framework.name, shelf, value, known)
                for value in document.value["entries"]
            ),
            document,
        )
        for shelf, document in documents.items()
    }


def refuse_unknown_questions(shelf: Shelf, known: Collection[str]) -> None:
    """Refuse an entry that names a question, or a section of questions, that is not asked."""
    if shelf.document is None:
        return
    for index, value in enumerate(shelf.document.value["entries"]):
        for place, question in enumerate(value.get("questions", ())):
            if question not in known:
                message = f"{value['id']}: '{question}' is no question and no section of questions."
                raise shelf.document.refusal(message, "entries", index, "questions", place)


def _read(framework: Path, shelf: str) -> YamlFile:
    path = shelf_file(framework, shelf)
    document = read_document(path, file=f"{framework.name}/{path.name}")
    check(document, shelf)
    return document


def _ids(document: YamlFile | None) -> frozenset[str]:
    return (
        frozenset(value["id"] for value in document.value["entries"]) if document else frozenset()
    )


def _refuse_double_ids(documents: Mapping[str, YamlFile]) -> None:
    """Refuse an id that stands twice, in whichever of the files: they share one list of ids."""
    seen: dict[str, str] = {}
    for document in documents.values():
        for index, value in enumerate(document.value["entries"]):
            name = value["id"]
            if name in seen:
                message = f"The id '{name}' is used twice; first in {seen[name]}."
                raise document.refusal(message, "entries", index, "id")
            seen[name] = f"{document.file}, line {document.line_of('entries', index, 'id')}"


def _check_references(
    document: YamlFile, editions: Mapping[str, EditionData], authorities: Collection[str]
) -> None:
    for index, value in enumerate(document.value["entries"]):
        _refuse_unknown_editions(document, index, editions)
        own = [editions[code] for code in value.get("editions", editions)]
        _refuse_unknown_provisions(document, index, own)
        if "authority" in value and value["authority"] not in authorities:
            message = f"{value['id']}: '{value['authority']}' is no authority of authorities.yaml."
            raise document.refusal(message, "entries", index, "authority")
    _check_owed(document, editions)


def _check_owed(document: YamlFile, editions: Mapping[str, EditionData]) -> None:
    """Refuse a text that is owed by no provision, or that an unknown entry answers."""
    known = _ids(document)
    for index, value in enumerate(document.value.get("owed", ())):
        own = [editions[code] for code in value.get("editions", editions) if code in editions]
        if not any(_holds(edition, value["provision"]) for edition in own):
            message = f"{value['point']}: '{value['provision']}' is no provision of its editions."
            raise document.refusal(message, "owed", index, "provision")
        for place, entry in enumerate(value["entries"]):
            if entry not in known:
                message = f"{value['point']}: '{entry}' is no entry of this file."
                raise document.refusal(message, "owed", index, "entries", place)


def _refuse_unknown_editions(
    document: YamlFile, index: int, editions: Mapping[str, EditionData]
) -> None:
    value = document.value["entries"][index]
    for place, edition in enumerate(value.get("editions", ())):
        if edition not in editions:
            message = f"{value['id']}: '{edition}' is no edition; known are {', '.join(editions)}."
            raise document.refusal(message, "entries", index, "editions", place)


def _refuse_unknown_provisions(
    document: YamlFile, index: int, editions: Sequence[EditionData]
) -> None:
    """Refuse a provision that none of the entry's editions has as law."""
    value = document.value["entries"][index]
    for place, provision in enumerate(value["provisions"]):
        if not any(_holds(edition, provision) for edition in editions):
            codes = ", ".join(edition.id for edition in editions)
            message = f"{value['id']}: '{provision}' is no provision of {codes}."
            raise document.refusal(message, "entries", index, "provisions", place)


def _holds(edition: EditionData, provision: str) -> bool:
    """Say whether an edition has the provision as law, not only as a place in its tree."""
    return provision in edition and edition.provision(provision).exists

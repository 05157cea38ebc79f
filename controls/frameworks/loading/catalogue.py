"""Read the whole catalogue, all or nothing, and single editions of the one shipped here."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from controls.frameworks.loading.crosswalks import (
    ABOUT_FILE,
    read_about,
    read_crosswalk,
    read_without,
)
from controls.frameworks.loading.data import (
    Catalogue,
    CrosswalkData,
    EditionData,
    FineData,
    TimelineEvent,
    WithoutData,
)
from controls.frameworks.loading.editions import read_edition
from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.frameworks import FRAMEWORK_FILE, read_framework
from controls.frameworks.loading.law_tables import (
    FINES_FILE,
    TIMELINE_FILE,
    LawTable,
    read_fines,
    read_timeline,
)
from controls.frameworks.loading.official import OfficialText, official_text, read_official
from controls.frameworks.loading.shelves import Shelf, read_shelves
from controls.frameworks.loading.templates import read_templates
from records.incoming import YamlFile
from records.ledger.canonical import JSON

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
CROSSWALK, DOCUMENTS, SCHEMA = "crosswalk", "documents", "schema"
_CONTENT = frozenset({"fines", "events", "superseded", "templates", "entries"})


@lru_cache
def load_edition(framework: str, edition: str) -> EditionData:
    """Return an edition of the shipped catalogue, read once per process."""
    known = [f"{path.parent.name}/{path.name}" for path in _edition_folders(CATALOGUE)]
    name = f"{framework}/{edition}"
    if name not in known:
        raise CatalogueError(name, 0, f"There is no such edition; known are {', '.join(known)}.")
    return read_edition(CATALOGUE / framework / edition)


def official(framework: str, edition: str) -> OfficialText | None:
    """Return where an edition is read in the words of who published it, if that is known."""
    return official_text(CATALOGUE, framework, edition)


def official_url(framework: str, edition: str, provision_id: str) -> str:
    """Return the address of a provision in the official text of its edition.

    It is the nearest place that the page has: the paragraph, else the article or annex, else the
    page. Empty for a framework whose official text is not known, such as one of our own.
    """
    text = official(framework, edition)
    return text.url(provision_id) if text else ""


@lru_cache
def crosswalk_about() -> Mapping[str, JSON]:
    """Return what the shipped crosswalk says about itself: terms, sources, notes, doubts."""
    return read_about(CATALOGUE / CROSSWALK).value


@lru_cache
def load_without(framework: str, other: str) -> tuple[WithoutData, ...]:
    """Return which provisions of two frameworks the shipped crosswalk leaves without a pair."""
    editions = {
        (path.parent.name, path.name): load_edition(path.parent.name, path.name)
        for path in _edition_folders(CATALOGUE)
        if path.parent.name in {framework, other}
    }
    return read_without(CATALOGUE / CROSSWALK, (framework, other), editions)


@lru_cache
def load_fines(framework: str) -> LawTable[FineData]:
    """Return the maximum fines of a shipped framework; a framework without any has no rows."""
    folder = CATALOGUE / framework
    return LawTable(*read_fines(folder)) if (folder / FINES_FILE).is_file() else LawTable()


@lru_cache
def load_timeline(framework: str) -> LawTable[TimelineEvent]:
    """Return the dates of a shipped framework; a framework without any has no rows."""
    folder = CATALOGUE / framework
    return LawTable(*read_timeline(folder)) if (folder / TIMELINE_FILE).is_file() else LawTable()


@lru_cache
def load_shelves(framework: str) -> Mapping[str, Shelf]:
    """Return what stands around a shipped framework, by shelf; most have nothing there."""
    folder = CATALOGUE / framework
    if not (folder / FRAMEWORK_FILE).is_file():
        return MappingProxyType({})
    codes = sorted(path.name for path in folder.iterdir() if path.is_dir())
    editions = {code: load_edition(framework, code) for code in codes}
    return MappingProxyType(read_shelves(folder, editions))


def read_catalogue(root: Path = CATALOGUE) -> Catalogue:
    """Read everything under the root; one fault anywhere refuses the whole."""
    folders = _framework_folders(root)
    frameworks = {folder.name: read_framework(folder) for folder in folders}
    for folder in folders:
        read_official(folder)
    editions = {
        (path.parent.name, path.name): read_edition(path) for path in _edition_folders(root)
    }
    crosswalk, about = _crosswalk(root, editions)
    fines = [read_fines(folder) for folder in folders if (folder / FINES_FILE).is_file()]
    timelines = [read_timeline(folder) for folder in folders if (folder / TIMELINE_FILE).is_file()]
    templates = [read_templates(path) for path in (root / DOCUMENTS,) if path.is_dir()]
    shelves = [
        shelf
        for folder in folders
        for shelf in read_shelves(folder, _of(folder, editions)).values()
    ]
    documents = [document for _, document in (*fines, *timelines, *templates)]
    documents += [shelf.document for shelf in shelves if shelf.document]
    return Catalogue(
        frameworks=MappingProxyType(frameworks),
        editions=MappingProxyType(editions),
        crosswalk=crosswalk,
        fines=tuple(fine for some, _ in fines for fine in some),
        timeline=tuple(event for some, _ in timelines for event in some),
        templates=tuple(template for some, _ in templates for template in some),
        companions=tuple(companion for shelf in shelves for companion in shelf.rows),
        headers=MappingProxyType(_headers(documents) | about),
    )


def _framework_folders(root: Path) -> list[Path]:
    """List the folders of frameworks; a folder that is neither that nor known is refused."""
    folders = sorted(path for path in root.iterdir() if path.is_dir())
    frameworks = [path for path in folders if path.name not in {CROSSWALK, DOCUMENTS, SCHEMA}]
    for folder in frameworks:
        if not (folder / FRAMEWORK_FILE).is_file():
            raise CatalogueError(folder.name, 0, f"The folder has no {FRAMEWORK_FILE}.")
    return frameworks


def _edition_folders(root: Path) -> list[Path]:
    return [
        path
        for framework in _framework_folders(root)
        for path in sorted(framework.iterdir())
        if path.is_dir()
    ]


def _of(framework: Path, editions: Mapping[tuple[str, str], EditionData]) -> dict[str, EditionData]:
    return {code: edition for (name, code), edition in editions.items() if name == framework.name}


def _crosswalk(
    root: Path, editions: Mapping[tuple[str, str], EditionData]
) -> tuple[CrosswalkData, dict[str, Mapping[str, object]]]:
    if not (root / CROSSWALK).is_dir():
        return CrosswalkData(), {}
    crosswalk, about = read_crosswalk(root / CROSSWALK, editions)
    return crosswalk, {f"{CROSSWALK}/{ABOUT_FILE}": about}


def _headers(documents: list[YamlFile]) -> dict[str, Mapping[str, object]]:
    return {
        document.file: {k: v for k, v in document.value.items() if k not in _CONTENT}
        for document in documents
    }

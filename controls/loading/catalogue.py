"""Read the whole catalogue, all or nothing, and single editions of the one shipped here."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .crosswalks import ABOUT_FILE, read_about, read_crosswalk
from .data import Catalogue, EditionData, FineData, MappingData, TimelineEvent
from .editions import read_edition
from .errors import CatalogueError
from .frameworks import FRAMEWORK_FILE, read_framework
from .law_tables import FINES_FILE, TIMELINE_FILE, LawTable, read_fines, read_timeline
from .strict_yaml import Document
from .templates import read_templates

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
CROSSWALK, DOCUMENTS, SCHEMA = "crosswalk", "documents", "schema"
_CONTENT = frozenset({"fines", "events", "superseded", "templates"})


@lru_cache
def load_edition(framework: str, edition: str) -> EditionData:
    """Return an edition of the shipped catalogue, read once per process."""
    known = [f"{path.parent.name}/{path.name}" for path in _edition_folders(CATALOGUE)]
    name = f"{framework}/{edition}"
    if name not in known:
        raise CatalogueError(name, 0, f"There is no such edition; known are {', '.join(known)}.")
    return read_edition(CATALOGUE / framework / edition)


@lru_cache
def crosswalk_about() -> Mapping[str, Any]:
    """Return what the shipped crosswalk says about itself: terms, sources, notes, doubts."""
    return read_about(CATALOGUE / CROSSWALK).value


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


def read_catalogue(root: Path = CATALOGUE) -> Catalogue:
    """Read everything under the root; one fault anywhere refuses the whole."""
    folders = _framework_folders(root)
    frameworks = {folder.name: read_framework(folder) for folder in folders}
    editions = {
        (path.parent.name, path.name): read_edition(path) for path in _edition_folders(root)
    }
    mappings, about = _mappings(root, editions)
    fines = [read_fines(folder) for folder in folders if (folder / FINES_FILE).is_file()]
    timelines = [read_timeline(folder) for folder in folders if (folder / TIMELINE_FILE).is_file()]
    templates = [read_templates(path) for path in (root / DOCUMENTS,) if path.is_dir()]
    documents = [document for _, document in (*fines, *timelines, *templates)]
    return Catalogue(
        frameworks=MappingProxyType(frameworks),
        editions=MappingProxyType(editions),
        mappings=mappings,
        fines=tuple(fine for some, _ in fines for fine in some),
        timeline=tuple(event for some, _ in timelines for event in some),
        templates=tuple(template for some, _ in templates for template in some),
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


def _mappings(
    root: Path, editions: Mapping[tuple[str, str], EditionData]
) -> tuple[tuple[MappingData, ...], dict[str, Mapping[str, Any]]]:
    if not (root / CROSSWALK).is_dir():
        return (), {}
    mappings, about = read_crosswalk(root / CROSSWALK, editions)
    return mappings, {f"{CROSSWALK}/{ABOUT_FILE}": about}


def _headers(documents: list[Document]) -> dict[str, Mapping[str, Any]]:
    return {
        document.file: {k: v for k, v in document.value.items() if k not in _CONTENT}
        for document in documents
    }

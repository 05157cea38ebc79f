"""Law and standards as plain values, read from the catalogue without Django."""

from controls.frameworks.loading.catalogue import (
    CATALOGUE,
    crosswalk_about,
    load_edition,
    load_fines,
    load_shelves,
    load_timeline,
    load_without,
    official,
    official_url,
    read_catalogue,
)
from controls.frameworks.loading.data import (
    Catalogue,
    CrosswalkData,
    EditionData,
    MappingData,
    ProvisionData,
)
from controls.frameworks.loading.editions import read_edition
from controls.frameworks.loading.errors import CatalogueError

__all__ = [
    "CATALOGUE",
    "Catalogue",
    "CatalogueError",
    "CrosswalkData",
    "EditionData",
    "MappingData",
    "ProvisionData",
    "crosswalk_about",
    "load_edition",
    "load_fines",
    "load_shelves",
    "load_timeline",
    "load_without",
    "official",
    "official_url",
    "read_catalogue",
    "read_edition",
]

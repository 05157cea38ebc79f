"""Law and standards as plain values, read from the catalogue without Django."""

from .catalogue import (
    CATALOGUE,
    crosswalk_about,
    load_edition,
    load_fines,
    load_timeline,
    read_catalogue,
)
from .data import Catalogue, EditionData, MappingData, ProvisionData
from .editions import read_edition
from .errors import CatalogueError

__all__ = [
    "CATALOGUE",
    "Catalogue",
    "CatalogueError",
    "EditionData",
    "MappingData",
    "ProvisionData",
    "crosswalk_about",
    "load_edition",
    "load_fines",
    "load_timeline",
    "read_catalogue",
    "read_edition",
]

"""Law and standards as plain values, read from the catalogue without Django."""

from .catalogue import CATALOGUE, load_edition, read_catalogue
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
    "load_edition",
    "read_catalogue",
    "read_edition",
]

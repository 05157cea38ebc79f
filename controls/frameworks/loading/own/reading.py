"""Read a framework of one's own, whatever form it was sent in."""

import re
from typing import Literal

from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.own.assembly import OwnReading
from controls.frameworks.loading.own.details import Details
from controls.frameworks.loading.own.one_file import read_one_file
from controls.frameworks.loading.own.oscal_catalog import read_catalog
from controls.frameworks.loading.own.sheet import read_sheet

Form = Literal["yaml", "oscal", "sheet"]
_JSON = re.compile(rb"(\xef\xbb\xbf)?\s*\{\s*\"")
_WORKBOOK = b"PK\x03\x04"


def form_of(data: bytes, name: str) -> Form:
    """Say what a file is: JSON and workbooks show it, text goes by the ending of its name."""
    if data.startswith(_WORKBOOK):
        return "sheet"
    if _JSON.match(data):
        return "oscal"
    return "yaml" if name.lower().endswith((".yaml", ".yml")) else "sheet"


def read_own(data: bytes, details: Details, *, name: str) -> OwnReading:
    """Read a file in the form it has; what is wrong with it comes back as faults.

    Raises SourceError for a spreadsheet that is no table at all.
    """
    form = form_of(data, name)
    try:
        if form == "yaml":
            return read_one_file(data, file=name)
        if form == "oscal":
            return read_catalog(data, details, file=name)
        return read_sheet(data, details, file=name)
    except CatalogueError as error:
        return OwnReading(faults=(error,))

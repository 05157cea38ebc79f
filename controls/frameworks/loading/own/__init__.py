"""Frameworks of an organisation's own, read from one file and checked like the catalogue."""

from controls.frameworks.loading.own.assembly import OwnReading
from controls.frameworks.loading.own.details import Details
from controls.frameworks.loading.own.reading import form_of, read_own

__all__ = ["Details", "OwnReading", "form_of", "read_own"]

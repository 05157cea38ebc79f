"""Frameworks of an organisation's own, read from one file and checked like the catalogue."""

from .assembly import Own
from .details import Details
from .reading import form_of, read_own

__all__ = ["Details", "Own", "form_of", "read_own"]

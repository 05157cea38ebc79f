"""Days in texts that people read: data writes 2027-12-02, a sentence says 2 December 2027."""

import re
from datetime import date

from django.utils.formats import date_format

_DAY = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/-])")
# A sentence has room for the name of the month.
_LONG = "j F Y"


def in_words(text: object) -> str:
    """Say the days of a text in words; what is no day, or part of an address, stays as it is."""
    return _DAY.sub(_said, str(text)) if text else ""


def _said(found: re.Match[str]) -> str:
    try:
        return date_format(date(*map(int, found.groups())), _LONG)
    except ValueError:
        return found[0]

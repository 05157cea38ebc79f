"""Days, moments and figures in texts: data writes 2027-12-02, a sentence 2 December 2027."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

_DAY = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/-])")
# A sentence has room for the name of the month.
_LONG = "j F Y"


def in_words(text: object) -> str:
    """Say the days of a text in words; what is no day, or part of an address, stays as it is."""
    return _DAY.sub(_said, str(text)) if text else ""


def utc_words(value: datetime) -> str:
    """Tell a moment in UTC to the second."""
    utc = value.astimezone(UTC)
    when = f"{date_format(utc)}, {date_format(utc, 'H:i:s')}"
    return _("%(moment)s UTC") % {"moment": when}


def figure(value: int | Decimal | str | None) -> str:
    """Print a number with its thousands parted; anything else passes as it is."""
    if isinstance(value, int | Decimal):
        return number_format(value, force_grouping=True)
    return "" if value is None else str(value)


def _said(found: re.Match[str]) -> str:
    try:
        return date_format(date(*map(int, found.groups())), _LONG)
    except ValueError:
        return found[0]

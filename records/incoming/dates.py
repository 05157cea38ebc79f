"""Dates as people write them: what names one day is taken, the rest stays text."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from records.incoming.problems import Sentence, excerpt, told
from records.incoming.problems import gettext_noop as _
from records.incoming.values import CellReading, fold

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Patterns meet folded text, so they are in lower case.
CLOCK = r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){CLOCK}", re.ASCII)
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){CLOCK}", re.ASCII)
NAME_THEN_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
DAY_THEN_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[ -]([a-z]+)\.?,?[ -](\d{4})", re.ASCII)
NAME_AND_YEAR = re.compile(r"([a-z]+)\.?,?[ -](\d{4})", re.ASCII)
YEAR_AND_NAME = re.compile(r"(\d{4})[ -]([a-z]+)\.?", re.ASCII)
MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
YEAR_AND_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII)

FIRST_YEAR, LAST_YEAR = 1950, 2100
SERIAL_START = date(1899, 12, 30)  # day 0 of spreadsheet programs
NO_DATE = _("“%(text)s” does not name one certain day; it is kept as text.")
APPROXIMATE = _("“%(text)s” names only a month; its first day is taken.")
AMBIGUOUS = _(
    "“%(text)s” may have the day or the month first; it is kept as text"
    " until the mapping says which this column uses."
)
LONE_YEAR = _(
    "“%(text)s” is what a spreadsheet makes of the year %(year)d typed alone; it is kept as text."
)

# Year, month, day; no day where only the month is known, month 0 where its name is unknown.
Parts = tuple[int, int, int | None]


def read_date(text: str, *, day_first: bool | None = None) -> CellReading:
    """Take a day, or a month by its first day with a remark; everything else stays text.

    `day_first` is the convention of the column; None leaves 3/4/2024 open. A year alone, a
    fiscal year, a quarter or "22-Nov" (day or year?) names no day and is not turned into one.
    """
    plain = fold(text)
    if day_first is None and is_ambiguous(plain):
        return CellReading(remark=told(AMBIGUOUS, text=excerpt(text)))
    parts = _parts(plain, day_first)
    found = _day(parts) if parts else None
    if parts is None or found is None:
        return CellReading(remark=told(NO_DATE, text=excerpt(text)))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return CellReading(remark=_out_of_range(text, found))
    return CellReading(
        found, remark=told(APPROXIMATE, text=excerpt(text)) if not parts[2] else None
    )


def is_ambiguous(text: str) -> bool:
    """Say whether day and month could change places."""
    match = YEAR_LAST.fullmatch(text)
    if not match:
        return False
    first, second = int(match[1]), int(match[3])
    return max(first, second) <= 12 and first != second


def evident_order(text: str) -> bool | None:
    """Return whether the day stands first where the numbers leave no doubt, else None."""
    match = YEAR_LAST.fullmatch(fold(text))
    if not match or max(int(match[1]), int(match[3])) <= 12:
        return None
    return int(match[1]) > 12


def _day(parts: Parts) -> date | None:
    year, month, day = parts
    try:
        return date(year, month, 1 if day is None else day)
    except ValueError:
        return None


def _out_of_range(text: str, found: date) -> Sentence:
    serial = (found - SERIAL_START) // timedelta(days=1)
    if FIRST_YEAR <= serial <= LAST_YEAR:
        return told(LONE_YEAR, text=excerpt(text), year=serial)
    return told(NO_DATE, text=excerpt(text))


def _month(name: str) -> int:
    if len(name) < 3:
        return 0
    return next((n for n, full in enumerate(MONTHS, 1) if full.startswith(name)), 0)


def _year_last(match: re.Match[str], day_first: bool | None) -> Parts:
    first, second = int(match[1]), int(match[3])
    if day_first is None:
        day_first = first > 12
    return (int(match[4]), second, first) if day_first else (int(match[4]), first, second)


FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], bool | None], Parts]], ...] = (
    (YEAR_FIRST, lambda m, _order: (int(m[1]), int(m[3]), int(m[4]))),
    (YEAR_LAST, _year_last),
    (NAME_THEN_DAY, lambda m, _order: (int(m[3]), _month(m[1]), int(m[2]))),
    (DAY_THEN_NAME, lambda m, _order: (int(m[3]), _month(m[2]), int(m[1]))),
    (NAME_AND_YEAR, lambda m, _order: (int(m[2]), _month(m[1]), None)),
    (YEAR_AND_NAME, lambda m, _order: (int(m[1]), _month(m[2]), None)),
    (MONTH_AND_YEAR, lambda m, _order: (int(m[2]), int(m[1]), None)),
    (YEAR_AND_MONTH, lambda m, _order: (int(m[1]), int(m[2]), None)),
)


def _parts(plain: str, day_first: bool | None) -> Parts | None:
    for pattern, build in FORMS:
        match = pattern.fullmatch(plain)
        if match:
            return build(match, day_first)
    return None

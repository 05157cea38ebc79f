"""Which moments of the past there are to read: from the first that was recorded until now."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from records.addresses import FIRST_YEAR
from records.errors import RuleError
from records.models.ledger import Entry

# No zone lies further from UTC, and the database takes no greater offset.
FURTHEST_OFFSET = timedelta(hours=15, minutes=59)


def parse_moment(text: str) -> datetime | None:
    """Read a day or a moment; a day is its last moment in the current time zone; None if neither.

    A moment without offset is taken in the current zone. The future is not a past moment: None;
    today is read as of now.
    """
    try:
        moment = parse_datetime(text.replace(" ", "+")) if len(text) > 10 else None
        day = parse_date(text) if len(text) <= 10 else None
        if day:
            moment = datetime.combine(day, time.max)
        if moment is None or moment.year < FIRST_YEAR:
            return None
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        if abs(aware.utcoffset() or timedelta()) > FURTHEST_OFFSET:
            return None
        now = timezone.now()
        if day and day == timezone.localdate(now, timezone=timezone.get_current_timezone()):
            return min(aware, now)
        return aware if aware <= now else None
    except (ValueError, OverflowError):
        return None


def fault_of(moment: datetime) -> str:
    """Say in a sentence why nothing can be read of a moment; nothing where it can."""
    first = _first_recorded()
    if (
        moment.year >= FIRST_YEAR
        and (first is None or first <= moment)
        and moment <= timezone.now()
    ):
        return ""
    if first is None:
        return _("Nothing is recorded of this moment.")
    local = timezone.localtime(first)
    words = {"first": f"{date_format(local)}, {date_format(local, 'H:i')} {local.tzname()}"}
    return _("Choose a moment from %(first)s until now: nothing else is recorded.") % words


def require_recorded(moment: datetime) -> None:
    """Raise RuleError where nothing can be read of a moment."""
    if fault := fault_of(moment):
        raise RuleError(fault)


def _first_recorded() -> datetime | None:
    """Return the minute of the first act that was recorded: a moment is told to the minute."""
    acts = Entry.objects.order_by("occurred_at").values_list("occurred_at", flat=True)
    first: datetime | None = acts.first()
    return first and first.replace(second=0, microsecond=0)

"""Today, as the organisation counts it: rights begin and end with its days, whoever looks."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from records.history.past import current_moment


def zone() -> ZoneInfo:
    """Return the zone by whose days the organisation counts."""
    return ZoneInfo(settings.ORGANISATION_TIME_ZONE)


def today() -> date:
    """Return the organisation's day; a reader's own time zone only shows moments differently."""
    return day_of(None)


def day_of(moment: datetime | None) -> date:
    """Return the organisation's day of a moment; today where none is given."""
    return timezone.localdate(moment, timezone=zone())


def day_read() -> date:
    """Return the organisation's day of the moment that is read: today, or one looked back to."""
    return day_of(current_moment())


def beginning(day: date) -> datetime:
    """Return the first moment of a day of the organisation."""
    return datetime.combine(day, time.min, tzinfo=zone())

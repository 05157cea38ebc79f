"""Today, as the organisation counts it: rights begin and end with its days, whoever looks."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Return the organisation's day; a reader's own time zone only shows moments differently."""
    return timezone.localdate(timezone=ZoneInfo(settings.ORGANISATION_TIME_ZONE))

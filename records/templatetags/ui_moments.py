"""Dates, moments and figures, in the reader's zone and manner."""

from datetime import UTC, date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from records.wording import figure, in_words, utc_words

register = template.Library()
register.filter(figure)


@register.filter
def moment(value: datetime | None) -> str | SafeString:
    """Print a moment in the reader's zone; the UTC time stands in the tooltip."""
    if not isinstance(value, datetime):
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{} <span class="zone">{}</span></time>',
        _machine(value),
        utc_words(value),
        f"{date_format(local)}, {date_format(local, 'H:i')}",
        local.tzname() or "",
    )


@register.filter
def moment_utc(value: datetime | None) -> str | SafeString:
    """Print a moment in the reader's zone and in UTC, for history and receipts."""
    if not isinstance(value, datetime):
        return ""
    if timezone.localtime(value).utcoffset() == value.astimezone(UTC).utcoffset():
        return moment(value)
    return format_html(
        '{} <span class="moment-utc">{}</span>',
        moment(value),
        date_format(value.astimezone(UTC), "H:i") + " UTC",
    )


@register.filter
def day(value: date | datetime | None) -> str | SafeString:
    """Print a date in words; a moment is cut to its day in the reader's zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if not isinstance(value, date):
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value))


@register.filter
def spoken(value: object) -> str:
    """Print a text of the data with its days in words."""
    return in_words(value)


def _machine(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""How long something lasts or lies back, in the words of the health page."""

from django.utils.translation import ngettext

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def lasting(seconds: float) -> str:
    """Tell a length of time by its largest unit: "12 seconds", "3 hours"."""
    whole = max(0, int(seconds))
    if whole < 2 * _MINUTE:
        return ngettext("%(n)s second", "%(n)s seconds", whole) % {"n": whole}
    if whole < 2 * _HOUR:
        return ngettext("%(n)s minute", "%(n)s minutes", whole // _MINUTE) % {"n": whole // _MINUTE}
    if whole < 2 * _DAY:
        return ngettext("%(n)s hour", "%(n)s hours", whole // _HOUR) % {"n": whole // _HOUR}
    return ngettext("%(n)s day", "%(n)s days", whole // _DAY) % {"n": whole // _DAY}

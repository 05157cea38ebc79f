"""What the shell of every page shows: menu, person, search, the moment that is read."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from records import permissions
from records.actors import Actor
from records.addresses import AS_OF, keep_moment, with_query
from records.history.past import current_moment
from records.pages import menu

# Gives the name of the organisation; the app that knows it sets this.
_organisation: list[Callable[[], str]] = []


def name_organisation(find: Callable[[], str]) -> None:
    """Let `find` name the organisation on every page."""
    _organisation[:] = [find]


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the shell's values; without a signed-in person there is little to show."""
    theme = request.COOKIES.get("theme", "")
    common = {"theme": theme if theme in {"light", "dark"} else "", "as_of_text": AS_OF.get()}
    footer = [{"label": _("Check a pack"), "url": _address("trust")}]
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shell": {"footer": footer}, **common}
    actor = request.actor  # type: ignore[attr-defined] # set by ActorMiddleware
    shell = {
        "footer": footer,
        "person": _person(user),
        "menu": menu.for_request(request, actor),
        "search_url": keep_moment(reverse("search")),
        "as_of": _as_of(request),
        "organisation": _organisation[0]() if _organisation else "",
        **_sample(request, actor),
    }
    return {"shell": shell, **common}


def _person(user: object) -> dict[str, str]:
    return {
        "name": str(user),
        "initials": getattr(user, "initials", ""),
        "url": keep_moment(_address("my-page")),
        "account_url": _address("account_change_password"),
        "sign_out_url": _address("account_logout"),
    }


def _sample(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Say whether sample records are in view, and to who may do it where they are removed."""
    if not getattr(request, "shows_sample", False):
        return {"sample": False}
    may_remove = current_moment() is None and permissions.may_somewhere(actor, "administer")
    return {"sample": True, "sample_url": _address("sample-remove") if may_remove else ""}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _as_of(request: HttpRequest) -> dict[str, str] | None:
    moment = current_moment()
    if moment is None:
        return None
    local = localtime(moment)
    label = _("%(day)s, %(time)s") % {
        "day": date_format(local),
        "time": f"{date_format(local, 'H:i')} {local.tzname() or ''}".strip(),
    }
    return {"label": label, "leave_url": with_query(request, as_of=None)}

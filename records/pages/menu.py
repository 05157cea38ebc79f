"""The menu: kinds of records stand in it by themselves, other pages are added."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from records import kinds, permissions
from records.actors import Actor
from records.addresses import keep_moment
from records.shapes import Text

# The groups in their order; a page may name no other.
GROUPS: dict[str, Text] = {
    "work": "",
    "inventory": _("Inventory"),
    "assessments": _("Assessments"),
    "controls": _("Controls"),
    "governance": _("Governance"),
    "settings": _("Settings"),
}


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """Lead to a page; `needs` is what the actor must be allowed somewhere to see it."""

    group: str
    label: Text
    view: str
    icon: str = ""
    order: int = 50
    needs: str = ""
    count: Callable[[Actor], int] | None = None


# What every installation has, whatever its kinds of records.
_ALWAYS = (
    MenuItem(group="work", label=_("My work"), view="home", icon="home", order=0),
    MenuItem(group="work", label=_("My jobs"), view="job-list", icon="loader", order=90),
    MenuItem(group="settings", label=_("API"), view="api-docs", icon="plug", order=95),
)
_ADDED: list[MenuItem] = []


def add(item: MenuItem) -> None:
    """Put a page into the menu; `view` is the name of its address."""
    if item.group not in GROUPS:
        raise ValueError(f"The menu has no group {item.group}.")
    _ADDED.append(item)


def items() -> list[MenuItem]:
    """Return every entry of the menu in its order within its group."""
    of_kinds = [
        MenuItem(
            group=kind.menu.group,
            label=kind.plural,
            view=f"{kind.model._meta.model_name}-list",
            icon=kind.menu.icon,
            order=kind.menu.order,
            needs="view",
        )
        for kind in kinds.every()
        if kind.menu
    ]
    return sorted([*_ALWAYS, *_ADDED, *of_kinds], key=lambda item: (item.order, str(item.label)))


def for_request(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """Return the groups with the entries this actor may open."""
    allowed = [
        item for item in items() if not item.needs or permissions.may_somewhere(actor, item.needs)
    ]
    groups = []
    for code, title in GROUPS.items():
        entries = [_entry(item, request, actor) for item in allowed if item.group == code]
        if entries:
            groups.append({"title": title, "items": entries})
    return groups


def _entry(item: MenuItem, request: HttpRequest, actor: Actor) -> dict[str, object]:
    url = reverse(item.view)
    is_open = request.path == url or (url != "/" and request.path.startswith(url))
    return {
        "label": item.label,
        "url": keep_moment(url),
        "icon": item.icon,
        "active": is_open,
        "count": item.count(actor) if item.count else None,
    }

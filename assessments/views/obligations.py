"""The list of obligations: narrowed, sorted, chosen for planning."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import push_url

from assessments.owed import addresses, law, overriding, rows, words
from assessments.owed.filters import ObligationFilters, today
from assessments.owed.reports import Told, tell
from assessments.views.obligation_frame import day_cell, frame, owner_cell, step_cell
from governance.standings import STANDINGS
from inventory.models import UseCase
from records import filters, permissions
from records.addresses import AS_OF, keep_moment, page_of, with_query
from records.history import current_moment
from records.templatetags.shapes import Action, Chip, Column, Link, Row
from records.views.base import RecordsView, respond
from records.views.choices import ChoicesPage
from records.views.list import FORMATS
from records.views.listing import COUNTED_AT_MOST, PAGE_SIZE, page_number, pager

ORDERS: Mapping[str, Sequence[str]] = {
    "from": ("duty_applies_from", "use_case__name"),
    "use_case": ("use_case__name", "duty_applies_from"),
    "provision": ("duty_order", "use_case__name"),
    "role": ("duty_role", "duty_applies_from"),
}


class Asked:
    """The list as an address asks for it; the page and the files share it."""

    def __init__(self, request: HttpRequest, actor: Any, needs: str = "view") -> None:
        self.request = request
        base = rows.joined(actor, needs)
        self.filters = ObligationFilters(request.GET, queryset=base, request=request)
        self.is_valid = self.filters.form.is_valid()
        searched = with_query(request, page=None, find=None).partition("?")[2]
        filters.ready_menus(self.filters, searched, choices_url)

    @property
    def sort(self) -> str:
        """Return the order asked for; by day where none is."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.lstrip("-") in ORDERS else "from"

    def found(self) -> Any:
        """Return the rows asked for, in order; what has no day comes last."""
        if not self.is_valid:
            return self.filters.queryset.none()
        names = ORDERS[self.sort.lstrip("-")]
        down = self.sort.startswith("-")
        first = F(names[0]).desc(nulls_last=True) if down else F(names[0]).asc(nulls_last=True)
        return self.filters.qs.order_by(first, names[1], "duty_order", "duty_role", "pk")

    def says(self) -> list[str]:
        """Tell the filters that are on."""
        return [item.says for item in filters.active(self.filters)]

    def chips(self) -> list[Chip]:
        """Return the filters that are on, each with the address that drops it."""
        return [
            Chip(item.says, with_query(self.request, **{item.name: item.left or None}, page=None))
            for item in filters.active(self.filters)
        ]

    def headings(self) -> list[Column]:
        """Return the heads of the table."""
        return [
            self._heading(_("Obligation"), "provision"),
            self._heading(_("Use case"), "use_case"),
            self._heading(_("Applies from"), "from"),
            Column(_("Status")),
            Column(_("Owner")),
            Column(_("Next step")),
            self._heading(_("Role"), "role"),
            Column(_("AI Act class"), hint=_("The class that counts")),
            Column(_("Class signed"), hint=_("What the classification behind it stands on")),
        ]

    def _heading(self, label: str, key: str) -> Column:
        up, down = self.sort == key, self.sort == f"-{key}"
        url = with_query(self.request, sort=f"-{key}" if up else key, page=None)
        return Column(label, key, url, "asc" if up else "desc" if down else "")


def choices_url(name: str) -> str:
    """Return the page of what a filter of the list can be set to."""
    return keep_moment(reverse("obligation-choices", args=[name]))


class ObligationChoicesView(ChoicesPage):
    """Search what a filter of the list can be set to."""

    def bound(self) -> Any:
        """Return the filters as they are set now."""
        return Asked(self.request, self.actor).filters

    def list_url(self) -> str:
        """Return the address of the list."""
        return reverse("obligation-list")

    def trail(self, label: str) -> list[dict[str, str]]:
        """Lead from the list to this page."""
        return [
            {"label": _("Obligations"), "url": keep_moment(self.list_url())},
            {"label": label, "url": ""},
        ]


class ObligationListView(RecordsView):
    """Show what the law asks of all use cases within reach."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, or with its results alone for HTMX."""
        fragment = "records/list.html#results"
        context = self.context(Asked(request, self.actor))
        response = respond(request, "assessments/obligations.html", context, fragment=fragment)
        if getattr(request, "htmx", None):
            push_url(response, with_query(request))
        return response

    def context(self, asked: Asked) -> dict[str, Any]:
        """Gather what the page shows."""
        found = asked.found()
        count = found.order_by().values("pk")[: COUNTED_AT_MOST + 1].count()
        page = page_number(self.request, count=count, size=PAGE_SIZE)
        start = (page - 1) * PAGE_SIZE
        told = tell(rows.read_some(found, start, start + PAGE_SIZE), on=today())
        if any(item.owed.is_sample for item in told):
            self.request.shows_sample = True  # type: ignore[attr-defined] # read by records.shell
        form = asked.filters.form
        clear_url = with_query(self.request, page=None, **dict.fromkeys(asked.filters.filters))
        return frame("use_case") | {
            "columns": asked.headings(),
            "rows": [row(item) for item in told],
            "count": count,
            "caption": _("Obligations"),
            "pager": pager(self.request, page=page, count=count, size=PAGE_SIZE),
            "list_url": self.request.path,
            "search": form["q"],
            "filters": [bound for bound in form if bound.name != "q"],
            "keep": self._kept(),
            "chips": asked.chips(),
            "clear_url": clear_url,
            "mending": filters.mending(asked.filters, clear_url),
            "exports": self._exports(),
            "bulk": self._bulk(),
            "wide": True,
            "empty": {
                "title": _("No obligations here yet"),
                "text": _("They follow from the classification of each use case."),
                "actions": [],
            },
        }

    def _kept(self) -> dict[str, str]:
        kept = {"sort": self.request.GET.get("sort", ""), "as_of": AS_OF.get()}
        return {name: value for name, value in kept.items() if value}

    def _exports(self) -> list[Action]:
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        query = with_query(self.request, page=None).partition("?")[2]
        return [
            Action(
                label, f"{reverse('obligation-export', args=[name])}{'?' if query else ''}{query}"
            )
            for name, label in FORMATS
        ]

    def _bulk(self) -> dict[str, Any] | None:
        if current_moment() is not None or not permissions.may_somewhere(self.actor, "change"):
            return None
        actions = [{"name": "choose", "label": _("Plan together")}]
        return {"url": reverse("obligation-plan"), "actions": actions}


def row(told: Told) -> Row:
    """Make the table row of an obligation of a use case."""
    owed = told.owed
    place = addresses.place_of(owed)
    title = law.title(owed.edition, owed.provision)
    about = f"{owed.ref}, {owed.intended_use}" if owed.intended_use else owed.ref
    return Row(
        [
            Link(title, place.url, _note(told)),
            Link(owed.name, page_of(UseCase, "detail", owed.ref), about),
            day_cell(owed.applies_from),
            words.STATES[told.state],
            owner_cell(told.plan),
            step_cell(told.plan),
            words.role(owed.role),
            overriding.class_word(owed),
            STANDINGS[told.standing],
        ],
        key=str(place),
        label=f"{title}, {owed.ref}",
    )


def _note(told: Told) -> str:
    """Say what is easily overlooked: a condition, a class that was overridden."""
    notes = [_("only under a condition")] if told.owed.only_if else []
    return ". ".join([*notes, told.overridden] if told.overridden else notes)

"""The page of one record: what it is, what belongs to it, what can be done."""

from collections.abc import Iterable
from typing import Any

from django.db.models import TextField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records import permissions, values
from records.addresses import AS_OF
from records.forms import Section
from records.history.past import current_moment
from records.kinds import RecordAction, RecordKind
from records.models import Record
from records.pages.base import KindView, respond
from records.panels import Panel, of_parts, of_section
from records.shapes import Action, Digest, Fact, PanelShown, Status, Tab

# So many actions stand beside the title; the others are folded into a menu.
IN_SIGHT = 2


class DetailView(KindView):
    """Show one record."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return respond(request, "records/detail.html", self.context(self.record(ref)))

    def context(self, record: Any) -> dict[str, Any]:
        """Gather what the page shows; a kind of its own sort adds to it."""
        actions = self.actions(record)
        shown = [(panel, panel.show(record, self.actor)) for panel in self.panels()]
        return {
            "title": str(record),
            "eyebrow": f"{self.kind.name} {record.ref}",
            "statuses": self.statuses(record),
            "breadcrumbs": self.crumbs(record),
            "actions": actions[:IN_SIGHT],
            "more_actions": actions[IN_SIGHT:],
            "tabs": tabs(self.kind, record, "detail"),
            "notices": self.notices(record),
            "panels": [body for panel, body in shown if body and not panel.side],
            "side_facts": self.side_facts(record),
            "side_panels": [body for panel, body in shown if body and panel.side]
            + [as_of_panel(self.kind, record)],
        }

    def panels(self) -> Iterable[Panel]:
        """Return the panels in their order: fields and parts, then what else was declared."""
        for item in self.kind.fields:
            yield of_section(item) if isinstance(item, Section) else of_parts(item)
        yield from self.kind.all_panels

    def statuses(self, record: Record) -> list[Status]:
        """Return the badges beside the title."""
        badges = [column for column in self.kind.all_columns if column.badge]
        shown = [column.show(record, self.actor) for column in badges]
        statuses = [
            item if isinstance(item, Status) else Status(str(item)) for item in shown if item
        ]
        if record.is_archived:
            statuses.append(Status(_("Archived"), "neutral"))
        return statuses

    def notices(self, record: Record) -> list[dict[str, Any]]:
        """Return what must be said before anything else."""
        if not record.is_archived:
            return []
        text = _("It is out of use: lists leave it out, and it cannot be changed until restored.")
        return [
            {"tone": "info", "title": _("This record is archived"), "text": text, "actions": []}
        ]

    def side_facts(self, record: Record) -> list[Fact]:
        return [
            Fact(_("Reference"), record.ref),
            Fact(_("Owner"), values.linked(record.reach_owner, self.actor)),
            Fact(_("Unit"), values.linked(record.reach_unit, self.actor)),
            Fact(_("Version"), record.version),
            Fact(_("Last change"), record.updated_at),
            Fact(_("Added"), record.created_at),
            Fact(_("Digest"), Digest(record.digest, _("Digest of the material state"))),
        ]

    def actions(self, record: Record) -> list[Action]:
        """Return what this actor may do to the record now; in the past there is nothing to do."""
        if current_moment() is not None:
            return []
        may = RecordRights(self, record)
        found = []
        writes = self.kind.writes
        if writes.change and not record.is_archived and may(writes.change_needs):
            found.append(Action(_("Edit"), self.kind.url("edit", record.ref), "pencil", "primary"))
        offered = [a for a in self.kind.all_actions if a.when(record) and may(a.needs)]
        offered.sort(key=lambda action: not action.leads)
        return found + [self.offer(action, record) for action in offered]

    def offer(self, action: RecordAction, record: Record) -> Action:
        """Return the button that leads to an action's page."""
        return Action(
            action.label, self.kind.url(action.name, record.ref), action.icon, action.look
        )


class PeekView(DetailView):
    """Tell the most important of a record in a few lines, beside the list it stands in."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the lines for HTMX; without it, lead to the record itself."""
        asked: Any = getattr(request, "htmx", None)
        if not asked or asked.boosted:
            return redirect(self.kind.url("detail", ref))
        return render(request, "records/peek.html", self.context(self.record(ref)))

    def context(self, record: Any) -> dict[str, Any]:
        """Gather what the lines show: what the list shows, and when it changed."""
        columns = [column for column in self.kind.all_columns if column.shown]
        facts = [
            Fact(column.label, value)
            for column in columns[1:]
            if not column.badge and (value := column.show(record, self.actor)) not in EMPTY
        ]
        return {
            "title": str(record),
            "ref": record.ref,
            "statuses": self.statuses(record),
            "facts": facts,
            "text": self.summary(record),
            "url": self.kind.url("detail", record.ref),
            "history_url": self.kind.url("history", record.ref),
        }

    def summary(self, record: Any) -> str:
        """Return the first long text that the record is described by."""
        fields = values.fields_of(self.kind.model, self.kind.field_names)
        texts = (getattr(record, field.name) for field in fields if isinstance(field, TextField))
        return next((text for text in texts if text), "")


EMPTY: tuple[object, ...] = (None, "", [])


class RecordRights:
    """Answer each right of one actor on one record once."""

    def __init__(self, view: KindView, record: Record) -> None:
        self._view, self._record = view, record
        self._known: dict[str, bool] = {}

    def __call__(self, needs: str) -> bool:
        """Say whether this may be done."""
        if needs not in self._known:
            self._known[needs] = permissions.may(self._view.actor, needs, self._record)
        return self._known[needs]


def tabs(kind: RecordKind, record: Record, current: str) -> list[Tab]:
    """Return the sibling pages of a record."""
    return [
        Tab(_("Record"), kind.url("detail", record.ref), current == "detail"),
        Tab(_("History"), kind.url("history", record.ref), current == "history"),
    ]


def as_of_panel(kind: RecordKind, record: Record) -> PanelShown:
    """Return the form that leads into the past."""
    url = kind.url("detail", record.ref).partition("?")[0]
    context = {"url": url, "day": AS_OF.get()[:10]}
    body = SafeString(render_to_string("records/panels/as_of.html", context))
    return PanelShown(_("At an earlier moment"), body, "as-of")

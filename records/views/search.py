"""Searching records of all kinds at once, as far as the actor may see them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records import kinds
from records.addresses import url_of, with_values
from records.filters import matching
from records.kinds import RecordKind
from records.templatetags.shapes import Action, Column, Link, Row
from records.views.base import RecordsView, respond

EACH_AT_MOST = 5
SHORTEST = 2
LONGEST = 200


class SearchView(RecordsView):
    """Find records by words or by their reference."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with what was found; an exact reference leads straight to its record."""
        text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
        if (exact := self.by_reference(text)) is not None:
            return redirect(url_of(exact))
        searched = len(text) >= SHORTEST
        context = {
            "title": _("Search"),
            "text": text,
            "searched": searched,
            "columns": [Column(_("Record")), Column(_("Unit")), Column(_("Changed"))],
            "groups": [group for kind in kinds.every() if (group := self.group(kind, text))]
            if searched
            else [],
        }
        return respond(request, "records/search.html", context)

    def by_reference(self, text: str) -> Any:
        """Return the record within reach that bears this reference."""
        prefix, dash, _number = text.upper().partition("-")
        for kind in kinds.every() if dash else ():
            if kind.model.ref_prefix == prefix and kind.url("detail", "X-1"):
                return kind.queryset(self.actor).filter(ref=text.upper()).first()
        return None

    def group(self, kind: RecordKind, text: str) -> dict[str, Any] | None:
        """Return the first hits of one kind, by one query."""
        if not kind.search:
            return None
        reachable = kind.model.objects.visible_to(self.actor).current()
        hits = reachable.filter(matching(kind.search, text)).select_related("unit").order_by("-id")
        found = list(hits[: EACH_AT_MOST + 1])
        if not found:
            return None
        more = Action(_("Show all"), with_values(kind.url("list").partition("?")[0], q=text))
        return {
            "title": kind.plural,
            "rows": [self.row(record) for record in found[:EACH_AT_MOST]],
            "actions": [more] if len(found) > EACH_AT_MOST else [],
        }

    def row(self, record: Any) -> Row:
        """Return one hit."""
        link = Link(str(record), url_of(record), record.ref)
        return Row([link, str(record.unit), record.updated_at], label=record.ref)

"""The start page: what waits for me, grouped by when it is due."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from records import work
from records.addresses import keep_moment
from records.templatetags.shapes import Column, Link, Row
from records.views.base import RecordsView, respond
from records.work import WorkItem


class HomeView(RecordsView):
    """Show what waits for the person."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page."""
        items = work.waiting_for(self.actor)
        context = {
            "title": _("My work"),
            "columns": [Column(_("What")), Column(_("Why")), Column(_("Since")), Column(_("Due"))],
            "groups": groups(items, timezone.localdate()),
        }
        return respond(request, "records/work.html", context)


def groups(items: Sequence[WorkItem], today: date) -> list[tuple[str, list[Row]]]:
    """Group items by how soon they are due; groups without items are left out."""
    soon = today + timedelta(days=7)
    tests = (
        (_("Overdue"), lambda due: due is not None and due < today),
        (_("Due within a week"), lambda due: due is not None and today <= due <= soon),
        (_("Later"), lambda due: due is not None and due > soon),
        (_("Without a date"), lambda due: due is None),
    )
    found = [(title, [_row(item) for item in items if test(item.due)]) for title, test in tests]
    return [(title, rows) for title, rows in found if rows]


def _row(item: WorkItem) -> Row:
    link = Link(item.title, keep_moment(item.url), item.kind)
    return Row([link, item.why, item.since, item.due], label=str(item.title))

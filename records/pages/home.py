"""The start page: what waits for me, grouped by when it is due, and what I wait for."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from records.addresses import keep_moment
from records.pages import work
from records.pages.base import RecordsView, respond
from records.pages.work import WorkItem
from records.shapes import Link, Row


class HomeView(RecordsView):
    """Show what waits for the person, then what the person waits for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        items = work.waiting_for(self.actor)
        mine = [item for item in items if not item.is_with_others]
        context = {
            "title": _("My work"),
            "groups": groups(mine, timezone.localdate(timezone=timezone.get_current_timezone())),
            "awaited": [_row(item) for item in items if item.is_with_others],
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
    shown = [(title, rows) for title, rows in found if rows]
    # Alone, "without a date" would say less than nothing.
    return [(_("Waits for you"), shown[0][1])] if shown and not _dated(items) else shown


def _dated(items: Sequence[WorkItem]) -> bool:
    return any(item.due is not None for item in items)


def _row(item: WorkItem) -> Row:
    link = Link(item.title, keep_moment(item.url), item.kind)
    return Row([link, item.why, item.since, item.due], label=str(item.title))

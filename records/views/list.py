"""The list of a kind: filters in the address, chosen columns, sorting, pages, rows to select."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.http import push_url

from records import filters, permissions
from records.addresses import AS_OF, keep_moment, with_query
from records.columns import Column
from records.history import current_moment
from records.panels import row_of
from records.saved import tidy
from records.templatetags.shapes import Action, Row
from records.views.base import KindView, note_sample, respond
from records.views.listing import (
    COUNTED_AT_MOST,
    PAGE_SIZE,
    Listing,
    pager,
)
from records.views.saved import menu_of

FORMATS = (("xlsx", _("Excel")), ("csv", "CSV"), ("json", "JSON"))


class ListView(KindView):
    """Show the records of a kind that the actor may see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, or with its results alone for HTMX."""
        listing = Listing(self.kind, request, self.actor)
        context, fragment = self.context(listing), "records/list.html#results"
        response = respond(request, "records/list.html", context, fragment=fragment)
        if getattr(request, "htmx", None):
            push_url(response, with_query(request, find=None))  # without what the form sent empty
        return response

    def context(self, listing: Listing) -> dict[str, Any]:
        """Gather what the page shows."""
        columns = listing.chosen
        joined = [*columns, Column(key="unit", joins=("unit",))]
        page = listing.page(joined, size=PAGE_SIZE)
        records, count = page.records, page.count
        for record in records:
            note_sample(self.request, record)
        form = listing.filters.form
        return {
            "title": self.kind.plural,
            "intro": self.kind.menu.intro if self.kind.menu else "",
            "breadcrumbs": self.crumbs(),
            "actions": self.actions(),
            "columns": listing.headings(columns),
            "rows": [self._row(item, columns) for item in records],
            "count": count,
            "caption": self.kind.plural,
            "pager": pager(self.request, page=page.number, count=count, size=PAGE_SIZE),
            "list_url": self.request.path,
            "search": form["q"],
            "filters": [bound for bound in form if bound.name != "q"],
            "keep": self._kept(),
            "chips": listing.chips(empty=not records),
            "clear_url": listing.clear_url(),
            "mending": filters.mending(listing.filters, listing.clear_url()),
            "exports": self._exports(),
            "bulk": self._bulk(count),
            "empty": self._empty(),
            "column_choice": self._column_choice(columns),
            "other_query": self._without_columns(),
            "columns_url": self._usual_columns(),
            "saved": menu_of(self.kind, listing),
        }

    def _row(self, record: Any, columns: list[Column]) -> Row:
        peek = self.kind.url("peek", record.ref)
        return row_of(record, columns, self.actor, key=str(record.pk), peek_url=peek)

    def actions(self) -> list[Action]:
        """Return what can be done from the list."""
        if self.kind.writes.create is None or not self._may(self.kind.writes.create_needs):
            return []
        label = _("Add %(what)s") % {"what": self.kind.model._meta.verbose_name}
        return [Action(label, self.kind.url("new"), "plus", "primary")]

    def _may(self, needs: str) -> bool:
        return current_moment() is None and permissions.may_somewhere(self.actor, needs)

    def _kept(self) -> dict[str, str]:
        names = ("sort", "columns")
        kept = {name: ",".join(self.request.GET.getlist(name)) for name in names}
        return {name: value for name, value in (kept | {"as_of": AS_OF.get()}).items() if value}

    def _exports(self) -> list[Action]:
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        query = with_query(self.request, page=None).partition("?")[2]
        ending = f"?{query}" if query else ""
        return [
            Action(
                label, keep_moment(f"{self.kind.url('export', format_).partition('?')[0]}{ending}")
            )
            for format_, label in FORMATS
        ]

    def _bulk(self, count: int) -> dict[str, Any] | None:
        writes = self.kind.writes
        if not writes.bulk or not self._may(writes.change_needs):
            return None
        actions = [{"name": "choose", "label": _("Change together")}]
        return {
            "url": self.kind.url("bulk-edit"),
            "actions": actions,
            "query": tidy(self.request.META.get("QUERY_STRING", "")),
            "everything": count if PAGE_SIZE < count <= COUNTED_AT_MOST else 0,
        }

    def _empty(self) -> dict[str, Any]:
        menu = self.kind.menu
        title = _("No %(what)s here yet") % {"what": self.kind.model._meta.verbose_name}
        return {"title": title, "text": menu.empty if menu else "", "actions": self.actions()}

    def _column_choice(self, chosen: list[Column]) -> list[dict[str, Any]]:
        keys = {column.key for column in chosen}
        return [
            {"key": column.key, "label": column.label, "on": column.key in keys}
            for column in self.kind.all_columns
        ]

    def _usual_columns(self) -> str:
        chosen = "columns" in self.request.GET
        return with_query(self.request, columns=None, page=None) if chosen else ""

    def _without_columns(self) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            if name not in {"columns", "page", "find"}
            for value in values
            if value
        ]

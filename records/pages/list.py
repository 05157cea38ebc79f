"""The page of a list: filters in the address, chosen columns, sorting, pages, rows to select."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.http import push_url

from records import permissions
from records.addresses import with_query
from records.history.past import current_moment
from records.lists.lists import List
from records.lists.rows import page_asked, pager
from records.pages.base import respond
from records.pages.listing import KindListing, ListingView, RecordList
from records.pages.saved import menu_of
from records.shapes import Action


class ListPage(ListingView):
    """Show a list."""

    template: ClassVar[str] = "records/list.html"
    fragment: ClassVar[str] = "records/list.html#results"

    def get(self, request: HttpRequest, **codes: str) -> HttpResponse:
        """Answer with the page, or with its results alone for HTMX."""
        context = self.context(self.asked(**codes))
        response = respond(request, self.template, context, fragment=self.fragment)
        if getattr(request, "htmx", None):
            push_url(response, with_query(request, find=None))  # without what the form sent empty
        return response

    def context(self, shown: Any) -> dict[str, Any]:
        """Gather what the page shows."""
        page = shown.rows().page(page_asked(self.request), shown.page_size)
        if any(map(shown.is_sample, page.items)):
            self.request.shows_sample = True  # type: ignore[attr-defined] # read by records.pages.shell
        title, text = shown.empty
        tools: dict[str, Any] = shown.tools(empty=not page.items)
        return tools | {
            "title": shown.title,
            "caption": shown.title,
            "columns": shown.headings(),
            "rows": [shown.row(item) for item in page.items],
            "count": page.count,
            "count_told": shown.told(page.count),
            "pager": pager(self.request, page, shown.page_size),
            "bulk": shown.bulk(page.count),
            "wide": shown.wide,
            "empty": {"title": title, "text": text, "actions": []},
            **(self.tools_of(shown) if shown.code else {}),
        }

    def tools_of(self, shown: List[Any]) -> dict[str, Any]:
        """Offer the views that one saved, and the choice of columns that they keep."""
        return {
            "column_choice": self._column_choice(shown),
            "other_query": self._without_columns(),
            "columns_url": self._usual_columns(),
            "saved": menu_of(shown),
        }

    def _column_choice(self, shown: List[Any]) -> list[dict[str, Any]]:
        keys = {column.key for column in shown.chosen}
        return [
            {"key": column.key, "label": column.label, "on": column.key in keys}
            for column in shown.columns
            if column.key != shown.head
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


class ListView(KindListing, ListPage):
    """Show the records of a kind that the actor may see."""

    def context(self, shown: RecordList) -> dict[str, Any]:
        """Add what the kind says of itself, and what can be done."""
        context, actions = super().context(shown), self.actions()
        return context | {
            "intro": self.kind.menu.intro if self.kind.menu else "",
            "breadcrumbs": self.crumbs(),
            "actions": actions,
            "empty": context["empty"] | {"actions": actions},
        }

    def actions(self) -> list[Action]:
        """Return what can be done from the list."""
        needs = self.kind.model.create_needs
        may = current_moment() is None and permissions.may_somewhere(self.actor, needs)
        if self.kind.writes.create is None or not may:
            return []
        label = _("Add %(what)s") % {"what": self.kind.model._meta.verbose_name}
        return [Action(label, self.kind.url("new"), "plus", "primary")]

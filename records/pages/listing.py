"""The list that a kind makes of its records; page, files, bulk change and API share it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from records import permissions
from records.actors import Actor
from records.history.past import current_moment
from records.kinds import RecordKind
from records.lists import filters
from records.lists.columns import Column, joined
from records.lists.lists import FilteredList, List
from records.lists.rows import COUNTED_AT_MOST, RecordRows, capped, counted
from records.lists.saved import tidy
from records.pages.base import KindView, RecordsView
from records.panels import row_of
from records.shapes import Row


class ListingView(RecordsView):
    """A page about a list: the list itself, its files, its saved views, choices of its filters."""

    # Given by as_view(made=...), or made by the page itself.
    made: ClassVar[type[List[Any]]] = List
    needs: ClassVar[str] = "view"

    def asked(self, **codes: Any) -> List[Any]:
        """Return the list as the address asks for it."""
        return self.made(self.request, self.actor, self.needs, **codes)


@lru_cache(maxsize=200)
def filter_set_of(kind: RecordKind) -> type[filters.RecordFilterSet]:
    """Return the filters of a kind, made once."""
    return filters.filter_set(kind.model, kind.all_filters, kind.search)


class RecordList(FilteredList[object]):
    """The records of a kind that the actor may see, or take out."""

    def __init__(
        self,
        kind: RecordKind,
        request: HttpRequest,
        actor: Actor,
        needs: str = "view",
        *,
        query: QueryDict | None = None,
    ) -> None:
        self.kind = kind
        self.code, self.title, self.columns = kind.code, kind.plural, kind.all_columns
        nothing = _("No %(what)s here yet") % {"what": kind.model._meta.verbose_name}
        self.empty = (nothing, kind.menu.empty if kind.menu else "")
        super().__init__(request, actor, needs, query=query)

    def bind(self) -> filters.FilterSet:
        """Bind the filters to what is within reach, with what the list has use for."""
        # A file shows all columns.
        in_use = None if self.needs == "export" else self._in_use()
        base = self.kind.queryset(self.actor, self.needs, showing=in_use)
        return filter_set_of(self.kind)(self.query, queryset=base, request=self.request)

    def _in_use(self) -> set[str]:
        """Name the columns that are shown or sorted by, and the filters that are on."""
        filtered = {name for name, given in self.query.lists() if any(given)}
        return {column.key for column in self.chosen} | filtered | {self.sort.lstrip("-")}

    def rows(self, columns: Sequence[Column] = ()) -> RecordRows:
        if not self.is_valid:
            return RecordRows(self.kind.model._base_manager.none())
        order = []
        if self.sort:
            expression = self.orders[self.sort.lstrip("-")]
            order.append(f"-{expression}" if self.sort.startswith("-") else expression)
        unit = Column(key="unit", joins=(self.kind.model.told_by("unit"),))
        shown = columns or [*self.chosen, unit]
        return RecordRows(joined(self.filters.qs, shown).order_by(*order, "-id"))

    def row(self, item: Any) -> Row:
        peek = self.kind.url("peek", item.ref)
        return row_of(item, self.chosen, self.actor, key=str(item.pk), peek_url=peek)

    def is_sample(self, item: Any) -> bool:
        return getattr(item.reach_unit, "is_sample", False)

    def bulk(self, count: int) -> dict[str, object] | None:
        """Offer to change many records together, as far as the kind and the actor may."""
        writes = self.kind.writes
        if not writes.bulk or current_moment() is not None:
            return None
        if not permissions.may_somewhere(self.actor, writes.change_needs):
            return None
        return {
            "url": self.kind.url("bulk-edit"),
            "actions": [{"name": "choose", "label": _("Change together")}],
            "query": tidy(self.request.META.get("QUERY_STRING", "")),
            "everything": count if self.page_size < count <= COUNTED_AT_MOST else 0,
        }

    def without(self, item: filters.ActiveFilter) -> str:
        """Count what would show without a filter."""
        data = self.query.copy()
        data.setlist(item.name, item.left)
        count = capped(type(self.filters)(data, self.filters.queryset, request=self.request).qs)
        return _("%(count)s without this filter") % {"count": counted(count)}

    def address(self, page: str, *args: str) -> str:
        return self.kind.url(page, *args)


class KindListing(KindView, ListingView):
    """A page about the list of a kind."""

    def asked(self, **_codes: object) -> RecordList:
        return RecordList(self.kind, self.request, self.actor, self.needs)

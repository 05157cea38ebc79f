"""What a filter of a list can be set to, where that is one record among many."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from records import kinds
from records.addresses import keep_moment
from records.lists.filters import ChoiceSearch, matching
from records.lists.lists import List
from records.models import Record
from records.pages.base import respond
from records.pages.listing import KindListing, ListingView
from records.shapes import Link
from records.values import field_of

AT_MOST = 50
LONGEST = 100
# What the page adds to the address of the list, or what no longer holds on another one.
OURS = ("find", "page")


class ChoicesPage(ListingView):
    """Search what a filter of a list can be set to; each hit leads to the list with it set."""

    def get(self, request: HttpRequest, name: str, **codes: str) -> HttpResponse:
        """Answer with a page, or with what the opened menu of the filter shows."""
        listed = self.asked(**codes)
        field: Any = listed.form.fields.get(name)
        if field is None or not isinstance(field.widget, ChoiceSearch):
            raise Http404
        context = self.context(listed, name, field)
        asked: Any = getattr(request, "htmx", None)
        if not asked or asked.boosted:
            return respond(request, "records/choices.html", context)
        part = "found" if asked.target == f"found-{name}" else "menu"
        return render(request, f"records/choices.html#{part}", context)

    def context(self, listed: List[Any], name: str, field: Any) -> dict[str, Any]:
        """Gather what was found."""
        label = str(field.label)
        text = self.request.GET.get("find", "")[:LONGEST].replace("\x00", "")
        found = list(searched(field.queryset, text)[: AT_MOST + 1])
        chosen = field.widget.chosen
        return {
            "title": _("Filter by: %(label)s") % {"label": label},
            "breadcrumbs": listed.trail(label),
            "label": label,
            "name": name,
            "text": text,
            "url": field.widget.url,
            "kept": kept(self.request, name),
            "any_url": self.address(listed, name, None) if chosen is not None else "",
            "chosen": chosen,
            "choices": [
                (self.link(listed, name, item), item == chosen) for item in found[:AT_MOST]
            ],
            "more": len(found) > AT_MOST,
        }

    def link(self, listed: List[Any], name: str, item: Record) -> Link:
        """Lead to the list with the filter set to a record; its unit tells namesakes apart."""
        place = str(item.unit) if getattr(item, "unit_id", item.pk) != item.pk else ""
        return Link(str(item), self.address(listed, name, item.ref), place)

    def address(self, listed: List[object], name: str, ref: str | None) -> str:
        """Return the address of the list with the filter set, or without it."""
        query = self.request.GET.copy()
        for key in [key for key, given in query.lists() if key in OURS or not any(given)]:
            query.pop(key)
        if ref is None:
            query.pop(name, None)
        else:
            query[name] = ref
        text = query.urlencode(safe=":,")
        path = listed.address("list").partition("?")[0]
        return keep_moment(f"{path}?{text}" if text else path)


class ChoicesView(KindListing, ChoicesPage):
    """Search what a filter of the list of a kind can be set to."""


def searched(queryset: Any, text: str) -> Any:
    """Find records by words, with the unit that each belongs to."""
    model = queryset.model
    if text:
        kind = kinds.of(model)
        queryset = queryset.filter(matching(kind.search if kind else ("ref",), text))
    return queryset.select_related("unit") if field_of(model, "unit") else queryset


def kept(request: HttpRequest, name: str) -> Sequence[tuple[str, str]]:
    """Return what the form of the page sends along, so that the list stays as it was."""
    query: QueryDict = request.GET
    return [
        (key, value)
        for key, given in query.lists()
        for value in given
        if value and key not in (*OURS, name)
    ]

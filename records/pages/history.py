"""The history of a record: who did what when and why, how it is proved; versions compared."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records.addresses import number_in, page_of, with_query, with_values
from records.history import timeline
from records.history.timeline import Happening, VersionComparison
from records.models import Record
from records.pages.base import KindView, respond
from records.pages.detail import tabs
from records.shapes import Fact, HistoryEntry, Pager


class HistoryView(KindView):
    """Show what happened to a record."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with a page of the history, or lead to a moment or a comparison asked for."""
        record = self.record(ref)
        if request.GET.get("at"):
            return redirect(with_values(self.kind.url("detail", ref), as_of=request.GET["at"]))
        if "from" in request.GET and "to" in request.GET:
            return self.lead_to_comparison(record)
        return respond(request, "records/timeline.html", self.context(record))

    def lead_to_comparison(self, record: Record) -> HttpResponse:
        """Turn the two versions chosen in the form into the address of their comparison."""
        asked = [number_in(self.request.GET[name]) for name in ("from", "to")]
        versions = sorted(number for number in asked if number is not None)
        if len(versions) < len(asked):
            raise Http404
        first, second = versions
        return redirect(self.kind.url("compare", record.ref, f"{first}..{second}"))

    def context(self, record: Any) -> dict[str, Any]:
        """Gather what the page shows."""
        text = self.request.GET.get("page", "1")
        page = number_in(text) or 1
        told, more = timeline.happenings(self.kind, record, self.actor, page=max(1, page))
        return {
            "title": str(record),
            "eyebrow": f"{self.kind.name} {record.ref}",
            "breadcrumbs": self.crumbs(record, _("History")),
            "tabs": tabs(self.kind, record, "history"),
            "entries": [self.entry(record, item) for item in told],
            "pager": self._pager(max(1, page), more=more),
            "as_of_url": self.request.path,
            "versions": range(record.version, 0, -1) if record.version > 1 else (),
            "compare_url": self.kind.url("history", record.ref),
        }

    def entry(self, record: Record, item: Happening) -> HistoryEntry:
        """Turn what happened into an entry of the timeline."""
        url = ""
        if item.is_own and item.version > 1:
            between = f"{item.version - 1}..{item.version}"
            url = page_of(type(record), "compare", record.ref, between)
        told = item.told
        if item.is_own:
            told = _("%(told)s (version %(version)s)") % {"told": told, "version": item.version}
        return HistoryEntry(
            item.at, item.who, told, item.reason, url, item.changes, item.proof, item.position
        )

    def _pager(self, page: int, *, more: bool) -> Pager | None:
        if page == 1 and not more:
            return None
        previous = with_query(self.request, page=page - 1) if page > 1 else ""
        following = with_query(self.request, page=page + 1) if more else ""
        return Pager(_("Page %(page)s") % {"page": page}, previous, following)


class CompareView(KindView):
    """Show the difference between two versions."""

    def get(self, request: HttpRequest, ref: str, compare: str) -> HttpResponse:
        """Answer with the comparison of "3..7"."""
        record = self.record(ref)
        first, second, found = self.comparison(record, compare)
        context = {
            "title": _("Version %(first)s compared with version %(second)s")
            % {"first": first, "second": second},
            "eyebrow": f"{self.kind.name} {record.ref}: {record}",
            "breadcrumbs": self.crumbs(record, _("History")),
            "tabs": tabs(self.kind, record, "history"),
            "facts": [
                Fact(_("Version %(version)s") % {"version": first}, found.old.history_date),
                Fact(_("Version %(version)s") % {"version": second}, found.new.history_date),
            ],
            "changes": found.changes,
        }
        return respond(request, "records/compare.html", context)

    def comparison(self, record: Record, text: str) -> tuple[int, int, VersionComparison]:
        """Return the two versions that an address names, and what differs between them."""
        old, _dots, new = text.partition("..")
        first, second = number_in(old), number_in(new)
        if first is None or second is None:
            raise Http404
        found = timeline.compare(record, self.actor, old=first, new=second)
        if found is None:
            raise Http404
        return first, second, found

"""Searching everything at once, as far as the actor may see it."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records import kinds
from records.addresses import url_of, with_values
from records.kinds import RecordKind
from records.lists.filters import matching
from records.models import Record
from records.pages import finding
from records.pages.base import RecordsView, respond
from records.pages.finding import Hit, Hits
from records.shapes import Action
from records.values import sentence

EACH_AT_MOST = 5
SHORTEST = 2
LONGEST = 200


class SearchView(RecordsView):
    """Find records, and what the apps add, by words, reference or number."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with what was found; an exact reference leads straight to its record."""
        text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
        if (exact := self.by_reference(text)) is not None:
            return redirect(url_of(exact))
        searched = len(text) >= SHORTEST
        groups = [shown(hits, text) for hits in self.found(text)] if searched else []
        context = {
            "title": _("Search results for “%(text)s”") % {"text": text} if text else _("Search"),
            "text": text,
            "searched": searched,
            "groups": groups,
        }
        return respond(request, "records/search.html", context)

    def by_reference(self, text: str) -> object:
        """Return the record within reach that bears this reference."""
        prefix, dash, _number = text.upper().partition("-")
        for kind in kinds.every() if dash else ():
            if kind.model.ref_prefix == prefix and kind.url("detail", "X-1"):
                return kind.queryset(self.actor).filter(ref=text.upper()).first()
        return None

    def found(self, text: str) -> list[Hits]:
        """Return every sort of which something was found, exact hits first."""
        everything = [*self.of_kinds(text), *finding.beside_records(self.actor, text)]
        return sorted(everything, key=lambda hits: not hits.is_exact)

    def of_kinds(self, text: str) -> Iterator[Hits]:
        """Yield the first hits of each kind of record, by one query each."""
        for kind in kinds.every():
            if not kind.search:
                continue
            reachable = kind.model.objects.visible_to(self.actor).current()
            hits = reachable.filter(matching(kind.search, text)).select_related(
                kind.model.told_by("unit")
            )
            records = list(hits.order_by("-id")[: EACH_AT_MOST + 1])
            if records:
                more = with_values(kind.url("list"), q=text) if len(records) > EACH_AT_MOST else ""
                shown_ones = [hit(kind, record) for record in records[:EACH_AT_MOST]]
                yield Hits(title=kind.plural, hits=shown_ones, more_url=more)


def hit(kind: RecordKind, record: Record) -> Hit:
    """Tell one record that was found."""
    return Hit(
        title=str(record),
        url=url_of(record),
        code=record.ref,
        kind=sentence(str(kind.name)),
        place="" if kind.model.read_by_all else str(record.reach_unit),
        changed=record.updated_at,
    )


def shown(hits: Hits, text: str) -> dict[str, object]:
    """Prepare one sort of hits for the page, the words sought marked."""
    more = Action(_("Show all"), hits.more_url)
    return {
        "title": hits.title,
        "hits": [(one, finding.marked(one.title, text)) for one in hits.hits],
        "actions": [more] if hits.more_url else [],
    }

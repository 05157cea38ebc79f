"""The page of a matrix: its two editions, filters, figures, the picture and the table of pairs."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from controls.loading import crosswalk_about
from controls.models import Edition, MappingState
from controls.views.heat import heat
from controls.views.matrix import Matrix, Narrowed
from controls.views.pair_rows import Telling
from controls.views.provision_mappings import matrix_url
from controls.views.reading import edition_status, today, url_of
from records import permissions
from records.addresses import AS_OF, keep_moment, with_query
from records.templatetags.shapes import Action, Chip, Stat
from records.views.base import RecordsView, respond
from records.views.listing import PAGE_SIZE, page_number, pager


class MatrixPage(RecordsView):
    """A page about the matrix of two editions."""

    def matrix(self, codes: dict[str, str]) -> Matrix:
        """Return the matrix of the editions an address names; out of reach is 404."""
        found = Edition.objects.visible_to(self.actor).current().select_related("framework")
        pair = []
        for framework, edition in (("framework", "edition"), ("other", "other_edition")):
            one = found.filter(framework__code=codes[framework], code=codes[edition]).first()
            if one is None:
                raise Http404
            pair.append(one)
        if pair[0].framework_id == pair[1].framework_id:
            raise Http404
        return Matrix(pair[0], pair[1], self.actor)


class MatrixView(MatrixPage):
    """Show the matrix of two editions as picture and as table."""

    def get(self, request: HttpRequest, **codes: str) -> HttpResponse:
        """Answer with the page, or with the results alone for HTMX."""
        matrix = self.matrix(codes)
        read = Narrowed(matrix, request.GET, today())
        context = self.around(matrix, read) | self.results(matrix, read)
        template = "controls/matrix.html"
        return respond(request, template, context, fragment=f"{template}#results")

    def around(self, matrix: Matrix, read: Narrowed) -> dict[str, Any]:
        """Gather what stands around the results."""
        first, second = matrix.first, matrix.second
        title = f"{first.name} × {second.name}"
        crumb = {"label": _("Crosswalk"), "url": keep_moment(reverse("crosswalk"))}
        kept = {"as_of": AS_OF.get()} if AS_OF.get() else {}
        return {
            "title": title,
            "breadcrumbs": [crumb, {"label": title, "url": ""}],
            "actions": [
                Action(_("Swap sides"), matrix_url(second, first, **read_query(read)), "refresh")
            ],
            "filters": [bound for bound in read.form if not bound.is_hidden],
            "keep": kept,
            "list_url": self.request.path,
            "exports": self.exports(),
            "sides": [self.side(first), self.side(second)],
            "about": crosswalk_about(),
        }

    def side(self, edition: Edition) -> dict[str, Any]:
        """Tell one side: its edition, whether that is in force, and the others."""
        found = Edition.objects.visible_to(self.actor).current()
        editions = list(found.filter(framework=edition.framework_id).order_by("-in_force_on"))
        return {
            "edition": edition,
            "url": url_of(edition),
            "status": edition_status(edition, editions, today()),
        }

    def results(self, matrix: Matrix, read: Narrowed) -> dict[str, Any]:
        """Gather picture and table."""
        count = len(read.shown)
        page = page_number(self.request, count=count)
        shown = read.shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        telling = Telling(matrix, self.actor, shown)
        return {
            "stats": stats(read),
            "heat": heat(read.picture(), matrix, self.request),
            "columns": telling.columns(),
            "rows": [telling.row(pair) for pair in shown],
            "count": count,
            "whole": len(read.everything),
            "pager": pager(self.request, page=page, count=count),
            "chips": self.chips(read),
            "clear_url": with_query(self.request, page=None, **dict.fromkeys(read.form.fields)),
        }

    def chips(self, read: Narrowed) -> list[Chip]:
        """Return the filters that are on."""
        labels = {"row": matrix_label(read, 0), "column": matrix_label(read, 1)}
        found = []
        for name, value in read.asked.items():
            if value in ("", None):
                continue
            field = read.form.fields[name]
            said = dict(getattr(field, "choices", [])).get(str(value), value)
            url = with_query(self.request, page=None, **{name: None})
            found.append(Chip(f"{labels.get(name) or field.label}: {said}", url))
        return found

    def exports(self) -> list[Action]:
        """Return the files one may take out, filtered as the page is."""
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        path, _sign, query = with_query(self.request, page=None).partition("?")
        ending = f"?{query}" if query else ""
        formats = (
            ("xlsx", _("Excel")), ("csv", "CSV"), ("json", "JSON"), ("oscal.json", "OSCAL (JSON)"),
        )  # fmt: skip
        return [Action(label, f"{path}mappings.{name}{ending}") for name, label in formats]


def read_query(read: Narrowed) -> dict[str, Any]:
    """Return the filters that also make sense with the sides swapped."""
    kept = {name: value for name, value in read.asked.items() if value and name in {
        "state", "strength", "basis",
    }}  # fmt: skip
    for side, other in (("row", "column"), ("column", "row")):
        if read.asked.get(side):
            kept[other] = read.asked[side]
    return kept


def matrix_label(read: Narrowed, side: int) -> str:
    """Name a side of the matrix for a chip."""
    return str((read.matrix.first, read.matrix.second)[side].framework.short_title)


def stats(read: Narrowed) -> list[Stat]:
    """Count the pairs, and the provisions that have any."""
    pairs = read.filtered
    states = Counter(pair.state for pair in pairs)
    return [
        Stat(_("Pairs"), len(pairs)),
        Stat(_("Reviewed"), states[MappingState.REVIEWED]),
        Stat(_("Disputed"), states[MappingState.DISPUTED]),
        Stat(_("Provisions of %(title)s") % {"title": read.matrix.first.framework.short_title},
             len({pair.first for pair in pairs})),
        Stat(_("Provisions of %(title)s") % {"title": read.matrix.second.framework.short_title},
             len({pair.second for pair in pairs})),
    ]  # fmt: skip

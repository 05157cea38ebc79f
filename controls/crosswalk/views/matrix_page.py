"""The page of a matrix: its two editions, filters, figures, the picture and the table of pairs."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from controls.crosswalk.views.heat import heat
from controls.crosswalk.views.matrix import Matrix
from controls.crosswalk.views.pairs import PairList
from controls.crosswalk.views.provision_mappings import matrix_url
from controls.frameworks.loading import crosswalk_about, load_without
from controls.frameworks.views.reading import edition_status, url_of
from controls.models import Edition, MappingState
from governance import days
from records.addresses import to
from records.pages import ListPage
from records.shapes import Action, Link, Stat


class MatrixView(ListPage):
    """Show the matrix of two editions as picture and as table."""

    made = PairList
    template = "controls/matrix.html"
    fragment = "controls/matrix.html#results"

    def context(self, shown: PairList) -> dict[str, object]:
        """Add the picture, and what stands around it."""
        matrix = shown.matrix
        crumb = {"label": _("Crosswalk"), "url": to("crosswalk")}
        swapped = matrix_url(matrix.second, matrix.first, **swapped_query(shown))
        return super().context(shown) | {
            "breadcrumbs": [crumb, {"label": shown.title, "url": ""}],
            "actions": [Action(_("Swap sides"), swapped, "refresh")],
            "sides": [self.side(matrix.first), self.side(matrix.second)],
            "about": crosswalk_about(),
            "without": [found for found in left_out(matrix) if found["rows"]],
            "stats": stats(shown),
            "heat": heat(shown.picture(), matrix, self.request),
            "whole": len(shown.everything),
        }

    def side(self, edition: Edition) -> dict[str, object]:
        """Tell one side: its edition, whether that is in force, and the others."""
        found = Edition.objects.visible_to(self.actor).current()
        editions = list(found.filter(framework=edition.framework_id).order_by("-in_force_on"))
        return {
            "edition": edition,
            "url": url_of(edition),
            "status": edition_status(edition, editions, days.day_read()),
        }


def left_out(matrix: Matrix) -> list[dict[str, object]]:
    """Tell for each side which provisions have no pair on purpose, and why.

    What somebody has mapped since, or what does not stand in the edition, is left out.
    """
    sides = (matrix.first, matrix.second)
    codes = [edition.framework.code for edition in sides]
    return [
        {
            "title": edition.name,
            "rows": [
                {"links": links, "why": each.why}
                for each in load_without(codes[0], codes[1])
                if each.framework == edition.framework.code
                and (links := _links(matrix, side, each.provisions))
            ],
        }
        for side, edition in enumerate(sides)
    ]


def _links(matrix: Matrix, side: int, provisions: Iterable[str]) -> list[Link]:
    edition, read = (matrix.first, matrix.second)[side], matrix.outlines[side]
    where = (edition.framework.code, edition.code)
    mapped = {(pair.first, pair.second)[side] for pair in matrix.recorded}
    return [
        Link(code, to("law-provision", *where, read.slugs[code]))
        for code in provisions
        if code in read.standing and code not in mapped
    ]


def swapped_query(shown: PairList) -> dict[str, object]:
    """Return the filters that also make sense with the sides swapped."""
    names = {"state": "state", "strength": "strength", "basis": "basis", "row": "column",
             "column": "row"}  # fmt: skip
    asked = shown.narrowed
    return {other: asked[name] for name, other in names.items() if asked.get(name)}


def stats(shown: PairList) -> list[Stat]:
    """Count the pairs, and the provisions that have any."""
    pairs = shown.filtered
    states = Counter(pair.state for pair in pairs)
    return [
        Stat(_("Pairs"), len(pairs)),
        Stat(_("Reviewed"), states[MappingState.REVIEWED]),
        Stat(_("Disputed"), states[MappingState.DISPUTED]),
        Stat(_("Provisions of %(title)s") % {"title": shown.matrix.first.framework.short_title},
             len({pair.first for pair in pairs})),
        Stat(_("Provisions of %(title)s") % {"title": shown.matrix.second.framework.short_title},
             len({pair.second for pair in pairs})),
    ]  # fmt: skip

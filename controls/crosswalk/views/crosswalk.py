"""The crosswalk: which editions are mapped to which."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.crosswalk.forms.matrix import EditionPair
from controls.crosswalk.kinds import MAPPING
from controls.crosswalk.views.provision_mappings import matrix_url
from controls.frameworks.editions import newest
from controls.frameworks.loading import crosswalk_about
from controls.models import Edition, Mapping, MappingState
from governance import days
from records import permissions
from records.addresses import AS_OF, to
from records.pages import RecordsView, respond
from records.shapes import Action, Heading, Link, Row


class CrosswalkView(RecordsView):
    """Say which frameworks are mapped to which, and lead to their matrices."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, or lead to the matrix that was chosen."""
        editions = Edition.objects.visible_to(self.actor).current().select_related("framework")
        if not permissions.may_somewhere(self.actor, "view"):
            raise Http404
        asked = "first" in request.GET or "second" in request.GET
        form = EditionPair(request.GET if asked else None, editions=editions)
        if asked and form.is_valid():
            chosen = form.cleaned_data
            return redirect(matrix_url(chosen["first"], chosen["second"]))
        context = {
            "title": _("Crosswalk"),
            "intro": _("How provisions of one framework lie to those of another, pair by pair."),
            "breadcrumbs": [{"label": _("Crosswalk"), "url": ""}],
            "form": form,
            "columns": PAIR_COLUMNS,
            "rows": self.rows(list(editions)),
            "about": crosswalk_about(),
            "actions": self.actions(),
            "list_url": MAPPING.url("list"),
        }
        return respond(request, "controls/crosswalk.html", context)

    def rows(self, editions: list[Edition]) -> list[Row]:
        """Return the pairs of frameworks that have mappings, with how many stand in which state."""
        shown = {edition.framework_id: edition for edition in newest(editions, days.day_read())}
        found = Mapping.objects.visible_to(self.actor).current()
        names = ("source_framework_id", "target_framework_id", "state")
        counts: dict[tuple[Any, Any], Counter[str]] = {}
        for source, target, is_state in found.values_list(*names):
            counts.setdefault((source, target), Counter())[is_state] += 1
        return [
            pair_row(shown[source], shown[target], count)
            for (source, target), count in counts.items()
            if source in shown and target in shown
        ]

    def actions(self) -> list[Action]:
        """Offer to propose a mapping and to bring some in."""
        if not permissions.may_somewhere(self.actor, "create") or AS_OF.get():
            return []
        found = [Action(_("Propose a mapping"), to("mapping-new"), "plus", "primary")]
        if permissions.may_somewhere(self.actor, "import"):
            found.append(Action(_("Bring mappings in"), to("crosswalk-import"), "upload"))
        return found


PAIR_COLUMNS = (
    Heading(gettext_lazy("Matrix")),
    Heading(gettext_lazy("Proposed")),
    Heading(gettext_lazy("Reviewed")),
    Heading(gettext_lazy("Disputed")),
)


def pair_row(first: Edition, second: Edition, count: Counter[str]) -> Row:
    """Tell how many mappings two frameworks have, in the editions of today."""
    label = f"{first.name} × {second.name}"
    cells = [
        count[name] for name in (
            MappingState.PROPOSED, MappingState.REVIEWED, MappingState.DISPUTED,
        )
    ]  # fmt: skip
    return Row([Link(label, matrix_url(first, second)), *cells], label=label)

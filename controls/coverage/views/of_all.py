"""Coverage of every framework in its edition in force, at a unit or a use case."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from controls.coverage.views.coverage import ScopeForm, place_link, scopes
from controls.coverage.views.shown import summaries
from governance import days
from governance.models import Unit
from inventory.models import UseCase
from records.addresses import AS_OF, with_query
from records.pages import RecordsView, respond
from records.shapes import Chip


class CoverageOfAllView(RecordsView):
    """Show all frameworks with their three layers, each leading to its own page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, or with its figures alone for HTMX."""
        form = ScopeForm(request.GET)
        place = form.place(self.actor)
        if (place if isinstance(place, Unit) else place.unit).is_sample:
            request.shows_sample = True  # type: ignore[attr-defined] # read by records.pages.shell
        narrowed = place.ref if form.cleaned_data.get("scope") else ""
        context: dict[str, object] = {
            "title": _("Coverage"),
            "intro": _(
                "How far laws and standards are met by our controls, framework by framework."
            ),
            "form_fields": [form["scope"]],
            "scopes": scopes(self.actor),
            "place": place_link(place),
            "is_use_case": isinstance(place, UseCase),
            "day": days.day_read(),
            "coverage": summaries(place, narrowed),
            "chips": [Chip(str(place), with_query(request, scope=None))] if narrowed else [],
            "list_url": request.path,
            "keep": {"as_of": AS_OF.get()} if AS_OF.get() else {},
            "errors": [error for errors in form.errors.values() for error in errors],
        }
        return respond(
            request, "controls/coverages.html", context, fragment="controls/coverages.html#results"
        )

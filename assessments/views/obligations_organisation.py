"""The obligations of the organisation as a whole."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.owed import addresses, law, organisation, words
from assessments.owed.filters import today
from assessments.owed.organisation import General
from assessments.views.obligation_frame import day_cell, frame, owner_cell, step_cell
from governance.standings import STANDINGS
from records.templatetags.shapes import Column, Link, Row
from records.views.base import RecordsView, respond


class OrganisationObligationsView(RecordsView):
    """Show what the law asks of the organisation as a whole."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page."""
        told = organisation.tell(actor=self.actor, on=today())
        if any(item.is_sample for item in told):
            request.shows_sample = True  # type: ignore[attr-defined] # read by records.shell
        context = frame("organisation") | {
            "columns": [
                Column(_("Obligation")),
                Column(_("Stands at")),
                Column(_("Role")),
                Column(_("Applies from")),
                Column(_("Status")),
                Column(_("Owner")),
                Column(_("Next step")),
                Column(_("Use cases"), align="end"),
                Column(_("Class signed"), hint=_("Whether a signed classification brings it up")),
            ],
            "rows": [general_row(item) for item in told],
        }
        return respond(request, "assessments/obligations_organisation.html", context)


def general_row(item: General) -> Row:
    """Make the table row of an obligation of the organisation."""
    place = addresses.place_of(item)
    title = law.title(item.edition, item.provision)
    return Row(
        [
            Link(title, place.url),
            item.name,
            words.role(item.role),
            day_cell(item.applies_from),
            words.STATES[item.state],
            owner_cell(item.plan),
            step_cell(item.plan),
            item.cases,
            STANDINGS[item.standing],
        ],
        key=str(place),
        label=title,
    )

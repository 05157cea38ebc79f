"""The obligations of the organisation as a whole."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.classification.documents import duty_words as words
from assessments.models import ObligationPlan
from assessments.obligations import addresses, law, organisation
from assessments.obligations.actions import moved_plans
from assessments.obligations.organisation import General
from assessments.obligations.rows import plan_of
from assessments.obligations.views.obligation_frame import (
    day_cell,
    frame,
    owner_cell,
    state_cell,
    step_cell,
)
from governance import days
from governance.signoff.standings import STANDINGS
from records.addresses import page_of
from records.pages import RecordsView, respond
from records.shapes import Heading, Link, Row, Status


class OrganisationObligationsView(RecordsView):
    """Show what the law asks of the organisation as a whole."""

    def get(self, request: HttpRequest) -> HttpResponse:
        told = organisation.tell(actor=self.actor, on=days.day_read())
        if any(item.is_sample for item in told):
            request.shows_sample = True  # type: ignore[attr-defined] # read by records.pages.shell
        context = frame("organisation") | {
            "columns": [
                Heading(_("Obligation")),
                Heading(_("Stands at")),
                Heading(_("Role")),
                Heading(_("Applies from")),
                Heading(_("Status")),
                Heading(_("Owner")),
                Heading(_("Next step")),
                Heading(_("Use cases"), align="end"),
                Heading(_("Class signed"), hint=_("Whether a signed classification brings it up")),
            ],
            "rows": [
                *(general_row(item) for item in told),
                *(plan_row(plan) for plan in moved_plans.left_over(self.actor)),
            ],
        }
        return respond(request, "assessments/obligations_organisation.html", context)


def general_row(item: General) -> Row:
    """Make the table row of an obligation of the organisation."""
    place = addresses.place_of(item)
    title = law.title(item.edition, item.provision)
    return Row(
        [
            Link(
                title,
                place.url,
                words.lighter(item.relief),
                source=law.official(item.edition, item.provision),
            ),
            item.name,
            words.role(item.role),
            day_cell(item),
            state_cell(item.state, item),
            owner_cell(item.plan),
            step_cell(item.plan),
            item.cases,
            STANDINGS[item.standing],
        ],
        key=str(place),
        label=title,
    )


def plan_row(record: ObligationPlan) -> Row:
    """Make the table row of a plan for what nobody asks of the organisation any more."""
    plan = plan_of(record)
    return Row(
        [
            Link(record.provision, page_of(ObligationPlan, "detail", record.ref)),
            record.unit.name,
            words.role(record.role),
            None,
            Status(_("Not asked now; the plan stays"), "neutral"),
            owner_cell(plan),
            step_cell(plan),
            0,
            None,
        ],
        key=record.ref,
        label=record.provision,
    )

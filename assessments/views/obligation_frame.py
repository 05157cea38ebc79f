"""What the pages about obligations share: their tabs, and cells of their tables."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.owed import rows, words
from assessments.owed.filters import today
from records.addresses import keep_moment, page_of
from records.templatetags.shapes import PersonChip, Status, Tab

TABS = (
    ("use_case", "obligation-list", gettext_lazy("Of use cases")),
    ("organisation", "obligation-organisation", gettext_lazy("Of the organisation")),
    ("calendar", "obligation-calendar", gettext_lazy("Calendar")),
    ("changes", "edition-changes", gettext_lazy("Change of the law")),
    ("exposure", "obligation-exposure", gettext_lazy("Fines")),
)


def frame(current: str) -> dict[str, Any]:
    """Return what the pages about obligations share."""
    return {
        "title": _("Obligations"),
        "intro": _(
            "What the AI Act asks, of whom and from when, as it follows from classifications. "
            "Texts are in our own words; nothing here is legal advice."
        ),
        "tabs": [
            Tab(str(label), keep_moment(reverse(name)), code == current)
            for code, name, label in TABS
        ],
    }


def day_cell(day: Any) -> object:
    """Show a day, and how far away it is."""
    if day is None:
        return Status(_("no date yet"), "neutral")
    return [day, words.distance(day, on=today())]


def owner_cell(plan: rows.Plan | None) -> object:
    """Show who took an obligation on."""
    if plan is None or plan.owner is None:
        return Status(_("nobody"), "neutral")
    return PersonChip(plan.owner.name, url=page_of(type(plan.owner), "detail", plan.owner.ref))


def step_cell(plan: rows.Plan | None) -> object:
    """Show what is planned, and until when."""
    if plan is None:
        return None
    return [item for item in (plan.next_step, plan.planned_for) if item]

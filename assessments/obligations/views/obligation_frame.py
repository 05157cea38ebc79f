"""What the pages about obligations share: their tabs, and cells of their tables."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents import duty_words as words
from assessments.obligations import beginning, rows
from assessments.obligations.organisation import General
from assessments.obligations.rows import Owed
from governance import days
from records.addresses import page_of, to
from records.shapes import PersonChip, Status, Tab

TABS = (
    ("use_case", "obligation-list", gettext_lazy("Of use cases")),
    ("organisation", "obligation-organisation", gettext_lazy("Of the organisation")),
    ("calendar", "obligation-calendar", gettext_lazy("Calendar")),
    ("changes", "edition-changes", gettext_lazy("Change of the law")),
    ("readings", "law-reading-list", gettext_lazy("Where the law is unclear")),
    ("exposure", "obligation-exposure", gettext_lazy("Fines")),
)


def frame(current: str) -> dict[str, object]:
    """Return what the pages about obligations share."""
    return {
        "title": _("Obligations"),
        "intro": _(
            "What the AI Act asks, of whom and from when, as it follows from classifications. "
            "Texts are in our own words; nothing here is legal advice."
        ),
        "tabs": [Tab(str(label), to(name), code == current) for code, name, label in TABS],
    }


def day_cell(item: Owed | General) -> object:
    """Show a day, how far away it is, and the earlier one that the mere letter gives.

    Nothing is counted down to a day that only a condition could bring, nor up from one before the
    use begins; what waits for an event instead of a day names it.
    """
    day, today = item.applies_from, days.day_read()
    if day is None:
        return [words.waits_for(item)]
    if words.is_earliest(item, on=today):
        return words.earliest(item)
    waits = isinstance(item, Owed) and day <= today and beginning.is_awaited(item, on=today)
    told = [day, _("once it begins") if waits else words.distance(day, on=today)]
    return [*told, words.by_the_letter(item.formal_from)] if item.formal_from else told


def state_cell(state: str, item: Owed | General) -> list[Status]:
    """Show where an obligation stands, and what is in doubt of it."""
    return [words.STATES[state], *words.doubts(item)]


def owner_cell(plan: rows.PlanEntry | None) -> object:
    """Show who took an obligation on."""
    if plan is None or plan.owner is None:
        return Status(_("Unassigned"), "neutral")
    return PersonChip(plan.owner.name, url=page_of(type(plan.owner), "detail", plan.owner.ref))


def step_cell(plan: rows.PlanEntry | None) -> object:
    """Show what is planned, and until when."""
    if plan is None:
        return None
    return [item for item in (plan.next_step, plan.planned_for) if item]

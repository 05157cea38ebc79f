"""The list of obligations: narrowed, sorted, chosen for planning."""

from collections.abc import Mapping, Sequence

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from assessments.classification.documents import duty_words as words
from assessments.obligations import addresses, law, overriding, panels, rows
from assessments.obligations.filters import ObligationFilters
from assessments.obligations.reports import ObligationRow, tell, within_reach
from assessments.obligations.views.obligation_frame import (
    day_cell,
    frame,
    owner_cell,
    state_cell,
    step_cell,
)
from governance import days
from governance.signoff.standings import STANDINGS
from inventory.models import UseCase
from records import permissions
from records.actors import Actor
from records.addresses import page_of, to
from records.history.past import current_moment
from records.lists import Column, FilteredList, QueryRows, capped
from records.pages import ListPage
from records.shapes import Link, Row

ORDERS: Mapping[str, Sequence[str]] = {
    "from": ("duty_applies_from", "use_case__name"),
    "use_case": ("use_case__name", "duty_applies_from"),
    "provision": ("duty_order", "use_case__name"),
    "role": ("duty_role", "duty_applies_from"),
}


class ObligationRows(QueryRows):
    """Obligations with what is known of them on the day that is read."""

    # Each such set costs the same few queries.
    at_a_time = 2_000
    # Who takes them out as a file, which names what meets each; the page does not.
    taken_by: Actor | None = None

    def count(self) -> int:
        return capped(self.found)

    def some(self, start: int, stop: int) -> Sequence[ObligationRow]:
        """Read and tell a part of them."""
        told = tell(rows.read_some(self.found, start, stop), on=days.day_read())
        return within_reach(told, self.taken_by, "export") if self.taken_by else told


def _named(told: ObligationRow) -> Link:
    """Name the obligation, and what of it is easily overlooked: a condition, relief, override."""
    owed = told.owed
    condition = words.condition(owed).rstrip(".")
    note = ". ".join(filter(None, (condition, words.lighter(owed.relief), told.overridden)))
    title, url = law.title(owed.edition, owed.provision), addresses.place_of(owed).url
    return Link(title, url, note, source=law.official(owed.edition, owed.provision))


def _use_case(told: ObligationRow) -> Link:
    owed = told.owed
    about = f"{owed.ref}, {owed.intended_use}" if owed.intended_use else owed.ref
    return Link(owed.name, page_of(UseCase, "detail", owed.ref), about)


class ObligationList(FilteredList[ObligationRow]):
    """What the law asks of all use cases within reach."""

    code = "obligations"
    route = "obligation"
    title = _("Obligations")
    empty = (
        _("No obligations here yet"),
        _("They follow from the classification of each use case."),
    )
    head = "provision"
    usual_order = "from"
    orders = ORDERS
    wide = True
    columns = (
        Column(key="provision", label=_("Obligation"), value=_named),
        Column(key="use_case", label=_("Use case"), value=_use_case),
        Column(
            key="from",
            label=_("Applies from"),
            value=lambda told: day_cell(told.owed),
        ),
        Column(
            key="status", label=_("Status"), value=lambda told: state_cell(told.state, told.owed)
        ),
        Column(key="owner", label=_("Owner"), value=lambda told: owner_cell(told.plan)),
        Column(
            key="step",
            label=_("Next step"),
            value=lambda told: step_cell(told.plan),
            shown=False,
        ),
        Column(key="role", label=_("Role"), value=lambda told: words.role(told.owed.role)),
        Column(
            key="class",
            label=_("AI Act class"),
            hint=_("The class that counts"),
            value=lambda told: overriding.class_badge(told.owed),
        ),
        Column(
            key="signed",
            label=_("Class signed"),
            hint=_("What the classification behind it stands on"),
            value=lambda told: STANDINGS[told.standing],
            shown=False,
        ),
    )

    def bind(self) -> ObligationFilters:
        base = rows.joined(self.actor, self.needs)
        return ObligationFilters(self.query, queryset=base, request=self.request)

    def rows(self) -> ObligationRows:
        """Return the rows asked for, in order; what has no day comes last."""
        if not self.is_valid:
            return ObligationRows(self.filters.queryset.none())
        names = ORDERS[self.sort.lstrip("-")]
        down = self.sort.startswith("-")
        first = F(names[0]).desc(nulls_last=True) if down else F(names[0]).asc(nulls_last=True)
        found = self.filters.qs.order_by(first, names[1], "duty_order", "duty_role", "pk")
        asked = ObligationRows(found)
        asked.taken_by = self.actor if self.needs == "export" else None
        return asked

    def row(self, item: ObligationRow) -> Row:
        owed = item.owed
        label = f"{law.title(owed.edition, owed.provision)}, {owed.ref}"
        return Row(self.cells(item), key=str(addresses.place_of(owed)), label=label)

    def is_sample(self, item: ObligationRow) -> bool:
        return item.owed.is_sample

    def bulk(self, _count: int) -> dict[str, object] | None:
        """Offer to plan what is ticked."""
        if current_moment() is not None or not permissions.may_somewhere(self.actor, "change"):
            return None
        return {
            "url": to("obligation-plan"),
            "actions": [{"name": "choose", "label": _("Plan together")}],
        }


class ObligationListView(ListPage):
    """Show what the law asks of all use cases within reach."""

    template = "assessments/obligations.html"

    def context(self, shown: ObligationList) -> dict[str, object]:
        """Add what the pages about obligations share, and what the organisation keeps."""
        use_case = shown.form.cleaned_data["use_case"] if shown.is_valid else None
        kept = panels.kept_of(use_case, self.actor) if use_case else None
        below = {"kept": kept, "filtered": True}
        return (
            super().context(shown)
            | frame("use_case")
            | {"below": render_to_string("assessments/kept.html", below) if kept else ""}
        )

"""The list of gaps, as a page and as a file."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.gaps.checks import Gap
from governance.gaps.forms import GapFilter
from governance.gaps.reading import Gaps, remembered_gaps
from governance.gaps.words import LEVELS, place_of, points_told, pressing, record_url
from records import kinds
from records.addresses import page_of
from records.lists import Column, Export, FileColumn, SequenceList
from records.pages import ListPage
from records.shapes import (
    Heading,
    Link,
    PersonChip,
    Row,
    Status,
)
from records.wording import figure


def _kind(gap: Gap) -> str:
    kind = kinds.by_code(gap.kind)
    return kind.name if kind else gap.kind


def _who(gap: Gap) -> object:
    if gap.who:
        return PersonChip(gap.who_name, url=page_of(get_user_model(), "detail", gap.who))
    return gap.who_name or Status(_("nobody"), "neutral")


def _matches(gap: Gap, given: Mapping[str, Any], mine: str) -> bool:
    words = str(given.get("q", "")).casefold().split()
    told = f"{gap.ref} {gap.name} {gap.says}".casefold() if words else ""
    chosen = (("level", gap.level), ("kind", gap.kind), ("check", gap.check))
    return (
        all(word in told for word in words)
        and all(not given.get(name) or value in given[name] for name, value in chosen)
        and (not given.get("mine") or gap.who == mine)
    )


class GapList(SequenceList[Gap]):
    """What is missing, late or unsigned, within reach."""

    code = "gaps"
    route = "gap"
    title = _("Gaps")
    head = "says"
    usual_order = "level"
    columns = (
        Column(key="says", label=_("Gap"), value=lambda gap: Link(gap.says, gap.url)),
        Column(
            key="level",
            label=_("What it is"),
            value=lambda gap: LEVELS[gap.level],
            badge=True,
            sort="level",
        ),
        Column(
            key="ref",
            label=_("Record"),
            value=lambda gap: Link(gap.ref, record_url(gap)),
            sort="ref",
            shown=False,
        ),
        Column(key="name", label=_("Name"), value=lambda gap: gap.name, sort="name", shown=False),
        Column(
            key="unit_name",
            label=_("Unit"),
            value=lambda gap: gap.unit_name,
            sort="unit_name",
            shown=False,
        ),
        Column(key="who_name", label=_("Who acts"), value=_who, sort="who_name"),
        Column(key="since", label=_("Since"), value=lambda gap: gap.since, sort="since"),
        Column(key="due", label=_("Due"), value=lambda gap: gap.due, sort="due"),
    )

    @property
    def orders(self) -> Mapping[str, Any]:
        """Return the functions that rows are sorted by; what has no day comes last."""
        names = [column.key for column in self.columns if column.sort]
        return {name: _order(name) for name in names} | {"level": pressing}

    def told(self, count: int) -> str:
        return ngettext("%(count)s gap", "%(count)s gaps", count) % {"count": figure(count)}

    def is_sample(self, item: Gap) -> bool:
        return item.is_sample

    def make_form(self) -> GapFilter:
        return GapFilter(self.query, self.actor, self.needs)

    @cached_property
    def gaps(self) -> Gaps:
        """Return what was found within the record that is asked for."""
        subject = self.form.cleaned_data.get("of")
        return remembered_gaps(self.actor, subject, needs=self.needs)

    def found(self) -> Sequence[Gap]:
        if not self.is_valid:
            return ()
        given = self.form.cleaned_data
        mine = self.actor.person.ref if self.actor.person else ""
        found = [gap for gap in self.gaps.every if _matches(gap, given, mine)]
        return sorted(found, key=pressing)

    def row(self, item: Gap) -> Row:
        return super().row(item._replace(url=place_of(item, self.actor)))


def _order(name: str) -> Any:
    return lambda gap: (getattr(gap, name) is None, getattr(gap, name) or "", gap.ref)


class GapListView(ListPage):
    """Show what is missing, and below it what was looked at."""

    template = "governance/gap_list.html"

    def context(self, shown: GapList) -> dict[str, Any]:
        """Add what was looked at, unless filters leave nothing: the page then says that."""
        context = super().context(shown)
        if shown.is_valid and (context["rows"] or not context["chips"]):
            context["below"] = _looked_at(shown.gaps)
        return context


def _looked_at(gaps: Gaps) -> str:
    context = {
        "told": points_told(gaps.points, gaps.count),
        "levels": LEVELS.values(),
        "columns": [
            Heading(_("Check")),
            Heading(_("What it looks at")),
            Heading(_("Looked at"), align="end"),
            Heading(_("Found"), align="end"),
        ],
        "rows": [
            Row([each.check.heading, each.check.looks_at, each.count, len(each.gaps)])
            for each in gaps.looked
        ],
        "not_looked_at": gaps.not_looked_at,
    }
    return render_to_string("governance/gaps_looked.html", context)


COLUMNS: Sequence[FileColumn[Gap]] = (
    (_("Record"), lambda gap: gap.ref),
    (_("Name"), lambda gap: gap.name),
    (_("Kind"), _kind),
    (_("What it is"), lambda gap: str(LEVELS[gap.level].word)),
    (_("Gap"), lambda gap: gap.says),
    (_("Unit"), lambda gap: gap.unit_name),
    (_("Who acts"), lambda gap: gap.who_name),
    (_("Since"), lambda gap: gap.since),
    (_("Due"), lambda gap: gap.due),
    (_("Check"), lambda gap: gap.check),
)


class GapExport(Export[Gap, GapList]):
    """Gaps with all that is told of them."""

    def columns(self) -> Sequence[FileColumn[Gap]]:
        return COLUMNS

    def as_object(self, item: Gap) -> Mapping[str, Any]:
        return item.as_json()

    def about(self) -> dict[str, str]:
        """Say what was looked at."""
        told = ""
        if self.list.is_valid:
            gaps = self.list.gaps
            told = points_told(gaps.points, gaps.count)
        return {**super().about(), _now("Looked at"): told}

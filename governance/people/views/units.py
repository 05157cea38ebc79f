"""The organisation as a tree of units, and the pages of one unit."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from governance.models import Person, Unit
from governance.people.kinds.units import PART_OF
from records import values
from records.addresses import to, url_of
from records.lists import Column, key_of
from records.models import Record
from records.pages import DetailView, EditView, ListView, NewView, RecordList, RecordSheet, respond
from records.shapes import Fact, Tab


@dataclass
class UnitNode:
    """One unit in the tree, with what is below it as far as the actor may see."""

    name: str
    ref: str
    url: str
    people: int
    is_sample: bool
    below: list["UnitNode"] = field(default_factory=list)


def tabs(current: str) -> list[Tab]:
    """Return the two ways to look at the units."""
    return [
        Tab(_("Tree"), to("unit-tree"), current == "tree"),
        Tab(_("List"), to("unit-list"), current == "list"),
    ]


class UnitView(DetailView):
    """Show a unit: what it is part of, and what higher floors count in it."""

    def side_facts(self, record: Any) -> list[Fact]:
        """Name the unit above by what it is; the organisation itself has none."""
        facts = [fact for fact in super().side_facts(record) if fact.label != _("Unit")]
        above = [] if record.is_top else [Fact(PART_OF, values.linked(record.unit, self.actor))]
        counted = [Fact(one.label, one.show(record, self.actor)) for one in self.added()]
        return [*facts[:1], *above, *counted, *facts[1:]]

    def added(self) -> list[Column]:
        """Return the columns of higher floors."""
        own = {key_of(item) for item in self.kind.columns}
        return [column for column in self.kind.all_columns if column.key not in own]


class NewUnitView(NewView):
    """Add a unit below another one."""

    def show(self, sheet: RecordSheet, status: int = 200) -> HttpResponse:
        """Ask what it is part of."""
        return super().show(ask_above(sheet), status)


class EditUnitView(EditView):
    """Change a unit."""

    def show(self, record: Record, sheet: RecordSheet, status: int = 200) -> HttpResponse:
        """Ask what it is part of."""
        return super().show(record, ask_above(sheet), status)


def ask_above(sheet: RecordSheet) -> RecordSheet:
    """Call the unit above by what it is; the organisation itself stays at the top."""
    field: Any = sheet.form.fields["unit"]
    field.label = PART_OF
    if isinstance(sheet.record, Unit) and sheet.record.is_top:
        field.choices = [(sheet.record.pk, _("nothing, it is the organisation itself"))]
    return sheet


class UnitListView(ListView):
    """List units, with the way to the tree."""

    def context(self, shown: RecordList) -> dict[str, Any]:
        """Add the tabs."""
        return super().context(shown) | {"views": tabs("list")}


class UnitTreeView(ListView):
    """Show the units below each other."""

    def get(self, request: HttpRequest, **_codes: str) -> HttpResponse:
        context = {
            "title": self.kind.plural,
            "intro": self.kind.menu.intro if self.kind.menu else "",
            "actions": self.actions(),
            "views": tabs("tree"),
            "tree": tree(self.kind.queryset(self.actor)),
        }
        return respond(request, "governance/unit_tree.html", context)


def tree(units: Any) -> list[UnitNode]:
    """Hang every unit below the one it is part of; whose parent is out of reach stands on top."""
    counts = dict(
        Person.objects.filter(is_active=True)
        .order_by()
        .values_list("unit")
        .annotate(count=Count("pk", filter=Q(archived_at__isnull=True)))
    )
    shown = list(units.current().order_by("name"))
    nodes = {unit.pk: _node(unit, counts.get(unit.pk, 0)) for unit in shown}
    heads: list[UnitNode] = []
    for unit in shown:
        above = nodes.get(unit.unit_id) if not unit.is_top else None
        (above.below if above else heads).append(nodes[unit.pk])
    return heads


def _node(unit: Unit, people: int) -> UnitNode:
    return UnitNode(unit.name, unit.ref, url_of(unit), people, unit.is_sample)

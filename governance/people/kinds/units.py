"""How units are shown: what they are part of, who is appointed there, and the units below."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.days import today
from governance.models import Appointment, Unit
from governance.people.actions import people
from records import kinds, values
from records.actors import Actor
from records.forms import Section
from records.kinds import MenuPlace, RecordKind, Writes
from records.lists import Column, joined
from records.models import Record
from records.panels import Panel, TablePanel, row_of, table
from records.shapes import Row

PART_OF = _("Part of")
# A large organisation appoints most people at few units; the list of people has them all.
APPOINTED_AT_MOST = 50


class Above(Column):
    """Show the unit above; the organisation itself, which the data hangs below itself, has none."""

    def show(self, record: Record, actor: Actor) -> object:
        """Return the link to it."""
        return None if _is_top(record) else super().show(record, actor)

    def plain(self, record: Record) -> values.Plain:
        """Return its name."""
        return None if _is_top(record) else super().plain(record)


def _is_top(record: Record) -> bool:
    return record.unit_id == record.pk


def appointed(unit: Unit, actor: Actor) -> list[Row]:
    """List who is or will be appointed at a unit itself, by name."""
    held = (
        Appointment.objects.filter(unit=unit)
        .exclude(ends_on__lt=today())
        .select_related("person__unit")
        .order_by("person__name", "role", "id")
    )
    found = list(held[: APPOINTED_AT_MOST + 1])
    rows = [_appointed(each, actor) for each in found[:APPOINTED_AT_MOST]]
    if len(found) > APPOINTED_AT_MOST:
        rows.append(Row([gettext("and more"), None, None]))
    return rows


def _appointed(each: Appointment, actor: Actor) -> Row:
    role = values.sentence(str(each.get_role_display()))
    if each.starts_on > today():
        words = {"role": role, "day": date_format(each.starts_on)}
        role = gettext("%(role)s, from %(day)s") % words
    who = values.chip(each.person, actor)
    return Row([who, role, each.ends_on], key=str(each.pk), label=str(each.person))


@dataclass(frozen=True, kw_only=True)
class UnitsBelow(Panel):
    """List the units directly below, with what higher floors tell of each."""

    def body(self, record: Record, actor: Actor) -> str:
        """Render them, or the sentence for none."""
        kind = kinds.of(record)
        if kind is None:
            return ""
        columns = [column for column in kind.all_columns if column.key != "unit"]
        found = kind.queryset(actor, showing={column.key for column in columns})
        below = joined(found.current().filter(unit=record).exclude(pk=record.pk), columns)
        rows = [row_of(unit, columns, actor) for unit in below.order_by("name")]
        headings = [column.label for column in columns]
        return table(self.title, headings, rows, empty=gettext("None: it has no parts."))


def _add_unit(*, actor: Actor, values: dict[str, Any]) -> Unit:
    return people.add_unit(values["name"], above=values["unit"], actor=actor)


def _change_unit(
    unit: Unit, *, actor: Actor, values: dict[str, object], seen: int | None, reason: str
) -> Unit:
    return people.change_unit(unit, values=values, actor=actor, seen=seen, reason=reason)


UNIT = RecordKind(
    model=Unit,
    slug="units",
    menu=MenuPlace(
        group="settings", icon="sitemap", order=30, intro=_("The organisation and its parts.")
    ),
    columns=("name", Above(key="unit", label=PART_OF)),
    search=("ref", "name"),
    fields=(
        Section(
            _("Unit"),
            ("name", "unit"),
            hints={"unit": _("The unit above it. Roles held there hold here, too.")},
        ),
    ),
    panels=(
        TablePanel(
            title=_("People appointed here"),
            headings=(_("Person"), _("Role"), _("Until")),
            rows=appointed,
            empty=_("Nobody. Roles held at a unit above hold here, too."),
        ),
        UnitsBelow(title=_("Units below")),
    ),
    writes=Writes(
        create=_add_unit,
        change=_change_unit,
        archive=False,
        change_needs="administer",
    ),
)

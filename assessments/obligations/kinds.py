"""How plans for obligations, edition reviews and our size are shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.models import ObligationPlan, Undertaking
from assessments.obligations.actions import undertakings
from records.forms import Section
from records.kinds import MenuPlace, RecordKind, Writes
from records.lists import Column
from records.panels import FactsPanel


def _use_case_of(record: Any) -> str:
    return record.use_case.ref if record.use_case else str(record.unit)


PLAN = RecordKind(
    model=ObligationPlan,
    slug="obligation-plans",
    columns=(
        Column(key="title", label=_("Obligation"), value=str, sort="provision"),
        Column(
            key="of",
            label=_("Stands at"),
            value=_use_case_of,
            sort="use_case__ref",
            joins=("use_case", "unit"),
        ),
        "owner",
        "next_step",
        "planned_for",
        Column(key="unit", shown=False),
    ),
    filters=("unit", "owner", "planned_for"),
    search=("ref", "provision", "next_step", "use_case__name"),
    fields=(),
    panels=(
        FactsPanel(
            title=_("Plan"),
            names=("use_case", "provision", "role", "next_step", "planned_for"),
        ),
    ),
    writes=Writes(archive=True),
    api_fields=("unit", "owner", "use_case", "provision", "role", "next_step", "planned_for"),
)


UNDERTAKING = RecordKind(
    model=Undertaking,
    slug="organisation-size",
    menu=MenuPlace(
        group="settings",
        icon="building",
        order=60,
        intro=_("Size and turnover of the organisation: ceilings of fines depend on them."),
        empty=_("Enter the size of the organisation once."),
    ),
    columns=(
        Column(key="title", label=_("Organisation"), value=str, sort="unit__name", joins=("unit",)),
        "size",
        "turnover_eur",
        "turnover_year",
    ),
    filters=("unit", "size"),
    search=("ref", "unit__name"),
    fields=(Section(_("Size"), ("unit", "size", "turnover_eur", "turnover_year", "figures_from")),),
    writes=Writes(
        create=undertakings.create,
        change=undertakings.change,
        archive=True,
        change_needs="administer",
    ),
)

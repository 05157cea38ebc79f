"""How records of the register are shown."""

from django.utils.translation import gettext_lazy as _

from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from inventory.use_cases.choices import Lifecycle
from records.forms import PartRows, Section
from records.incoming import UNIT_SEPARATOR
from records.kinds import MenuPlace, RecordAction, RecordKind, Writes
from records.lists import Column
from records.panels import FactsPanel
from records.shapes import Status, Tone

TONES: dict[str, Tone] = {
    Lifecycle.IDEA: "neutral",
    Lifecycle.DEVELOPMENT: "info",
    Lifecycle.TESTING: "info",
    Lifecycle.IN_USE: "ok",
    Lifecycle.PAUSED: "warn",
    Lifecycle.RETIRED: "neutral",
}


# What can be chosen for the list, and stands in exports: all that a register can be read from.
MORE = (
    "impact",
    "in_service_on",
    "topic",
    "roles",
    "purpose",
    "benefits",
    "outputs",
    "excluded_uses",
    "foreseeable_misuse",
    "system_name",
    "development_mode",
    "procurement_ref",
    "code_access",
    "data_categories",
    "personal_data",
    "demographic_attributes",
    "training_data",
    "public_facing",
    "stop_authority",
    "oversight",
    "notice",
    "appeal",
    "contact",
    "risks",
    "testing",
    "monitoring",
    "initiated_on",
    "developed_on",
    "placed_on_market_on",
    "modified_on",
    "retired_on",
    "review_cadence",
    "source",
)


def unit_names(use_case: UseCase) -> str:
    """Name the units that lead to a use case's own, as a register that is imported names them."""
    names, unit = [], use_case.unit
    while not unit.is_top:
        names.append(unit.name)
        unit = unit.unit
    return UNIT_SEPARATOR.join(reversed(names)) or unit.name


def owner_address(use_case: UseCase) -> str:
    """Tell an owner by the address that an import knows them by."""
    return use_case.owner.email if use_case.owner else ""


def stage(use_case: UseCase) -> Status:
    """Show where a use case stands in its life."""
    return Status(use_case.get_lifecycle_display().capitalize(), TONES[use_case.lifecycle])


def _is_running(use_case: UseCase) -> bool:
    return not use_case.is_archived and use_case.lifecycle != Lifecycle.RETIRED


def _is_retired(use_case: UseCase) -> bool:
    return not use_case.is_archived and use_case.lifecycle == Lifecycle.RETIRED


USE_CASE = RecordKind(
    model=UseCase,
    slug="use-cases",
    menu=MenuPlace(
        group="inventory",
        icon="list-details",
        order=10,
        intro=_("Every use of AI in the organisation, with who answers for it."),
        empty=_("Register the first one, or bring the register you already keep."),
    ),
    columns=(
        "name",
        Column(
            key="unit",
            export=unit_names,
            # Deeper ones are rare, and looked up one by one.
            export_joins=("unit__unit__unit__unit",),
        ),
        Column(key="owner", export=owner_address),
        Column(
            key="lifecycle",
            label=_("Stage"),
            value=stage,
            export=lambda use_case: use_case.get_lifecycle_display(),
            sort="lifecycle",
            badge=True,
        ),
        Column(key="updated_at", shown=False),
        *(Column(key=name, shown=False) for name in MORE),
    ),
    filters=(
        "unit",
        "lifecycle",
        "owner",
        "impact",
        "roles",
        "data_categories",
        "personal_data",
        "topic",
        "in_service_on",
    ),
    search=("ref", "name", "purpose", "topic", "system_name"),
    fields=(
        Section(
            _("What it is"),
            ("name", "unit", "owner", "purpose", "benefits", "outputs", "topic", "lifecycle"),
            _("In plain words: somebody who has never seen it should understand it."),
            {
                "name": _("As people call it, so that they find it again."),
                "purpose": _("What it is for, and for whom."),
                "outputs": _("What it gives: a text, a score, a recommendation, an action."),
            },
        ),
        PartRows(
            model="inventory.IntendedUse",
            key="intended_uses",
            title=_("Intended uses"),
            intro=_("Each use is assessed on its own: who is affected, by which decision."),
            names=("title", "affected", "decision", "autonomy", "places", "people_per_year"),
        ),
        Section(
            _("Our part and its limits"),
            ("roles", "impact", "excluded_uses", "foreseeable_misuse"),
            hints={"roles": _("Several can hold at once.")},
        ),
        Section(
            _("The system"),
            ("system_name", "development_mode", "procurement_ref", "code_access"),
        ),
        Section(
            _("Data"),
            ("data_categories", "personal_data", "demographic_attributes", "training_data"),
        ),
        Section(
            _("People and oversight"),
            (
                "public_facing",
                "stop_authority",
                "oversight",
                "notice",
                "appeal",
                "contact",
            ),
        ),
        Section(_("Risks and checks"), ("risks", "testing", "monitoring")),
        Section(
            _("Dates"),
            (
                "initiated_on",
                "developed_on",
                "placed_on_market_on",
                "in_service_on",
                "modified_on",
                "retired_on",
                "review_cadence",
            ),
        ),
    ),
    panels=(
        FactsPanel(
            title=_("From the register it came from"),
            names=("source", "external"),
            optional=True,
        ),
    ),
    actions=(
        RecordAction(
            name="retire",
            label=_("Retire"),
            run=use_cases.retire,
            question=_("Take this use case out of service, today?"),
            consequences=(_("The record, its history and its sign-offs stay readable."),),
            when=_is_running,
            icon="archive",
        ),
        RecordAction(
            name="resume",
            label=_("Take up again"),
            run=use_cases.resume,
            question=_("Take this use case up again? It will be paused until you say more."),
            when=_is_retired,
            icon="refresh",
        ),
    ),
    writes=Writes(
        create=use_cases.create,
        change=use_cases.change,
        bulk=("owner", "lifecycle", "impact", "topic", "review_cadence"),
    ),
)

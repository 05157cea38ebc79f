"""How controls and their implementations are shown, and what can be done to them."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from controls.library.actions import controls, implementations
from controls.library.forms import DOES, AtUnitForm, AtUseCaseForm, ClaimForm, ProvisionForm
from controls.models import Claim, Control, Edition, Implementation, ImplementationStatus
from inventory.models import UseCase
from records import values
from records.actors import Actor
from records.addresses import keep_moment, url_of
from records.forms import Section
from records.kinds import MenuPlace, RecordAction, RecordKind, Writes
from records.lists import Column
from records.panels import RelatedPanel, TablePanel
from records.shapes import Link, Row, Status, Tone

TONES: dict[str, Tone] = {
    ImplementationStatus.PLANNED: "upcoming",
    ImplementationStatus.IN_PROGRESS: "info",
    ImplementationStatus.IMPLEMENTED: "ok",
    ImplementationStatus.RETIRED: "neutral",
}


def status(implementation: Any) -> Status:
    """Show how far a control is in place somewhere."""
    word = ImplementationStatus(implementation.status).label.capitalize()
    return Status(word, TONES[implementation.status])


class At(Column):
    """Name the use case or unit where it is in place; out of reach, a use case is its ref."""

    def show(self, row: Any, actor: Actor) -> object:
        """Return the name, which no link follows: the row leads to what is recorded there."""
        return values.as_plain(values.linked(row.place, actor))

    def plain(self, row: Any) -> values.Plain:
        """Return the reference of the use case, else the name of the unit."""
        return str(row.use_case.ref if row.use_case else row.unit)


def counted(found: Any) -> Any:
    """Count what a control claims and where it is in place."""
    claims = Q(claims__removed_at__isnull=True)
    used = Q(
        implementations__archived_at__isnull=True,
        implementations__status=ImplementationStatus.IMPLEMENTED,
    )
    return found.annotate(
        claim_count=Count("claims", filter=claims, distinct=True),
        place_count=Count("implementations", filter=used, distinct=True),
    )


def claim_rows(control: Control, _actor: Actor) -> list[Row]:
    """Tell what a control does of which provision, and why."""
    found = Claim.objects.filter(control=control).select_related("provision__edition__framework")
    in_order = found.order_by("provision__edition__framework__code", "provision__order")
    return [claim_row(claim) for claim in in_order]


def in_short(edition: Edition) -> str:
    """Name an edition in a narrow column."""
    return f"{edition.framework.short_title}, {edition.code}"


def claim_row(claim: Any) -> Row:
    provision = claim.provision
    url = keep_moment(provision.get_absolute_url())
    does = values.sentence(str(dict(DOES)[claim.relation]))
    return Row(
        [
            Link(provision.code, url, provision.title),
            in_short(provision.edition),
            does,
            claim.rationale,
        ]
    )


def start_at_use_case(use_case: UseCase, *, actor: Actor, **given: Any) -> str:
    """Record a control at a use case and lead to it."""
    return url_of(implementations.at_use_case(use_case, actor=actor, **given))


def start_at_unit(control: Control, *, actor: Actor, **given: Any) -> str:
    """Record a control at a unit and lead to it."""
    return url_of(implementations.at_unit(control, actor=actor, **given))


def _name(one: Any) -> str:
    return str(one.control)


IMPLEMENTATION_COLUMNS = (
    Column(
        key="control",
        label=_("Control"),
        value=_name,
        sort="control__name",
        joins=("control__unit",),
    ),
    At(
        key="place",
        label=_("In place at"),
        sort="unit__name",
        joins=("use_case__unit", "unit"),
    ),
    Column(
        key="status",
        label=_("Status"),
        value=status,
        export=lambda one: one.get_status_display(),
        sort="status",
        badge=True,
    ),
    "since",
    "origin",
)
IMPLEMENT = RecordAction(
    name="implement",
    label=_("Record where it is in place"),
    run=start_at_unit,
    needs="view",
    reason="none",
    form=AtUnitForm,
    question=_("At which unit is this control in place, and how far?"),
    consequences=(_("For a single use case, start from the page of that use case."),),
    icon="building",
)
IMPLEMENT_AT_USE_CASE = RecordAction(
    name="implement-control",
    label=_("Record a control"),
    run=start_at_use_case,
    reason="none",
    form=AtUseCaseForm,
    question=_("Which control is in place at this use case, and how far?"),
    consequences=(_("Controls of its unit and of those above hold here without a record."),),
    icon="shield-check",
)

CONTROL = RecordKind(
    model=Control,
    slug="controls",
    menu=MenuPlace(
        group="controls",
        icon="shield-check",
        order=20,
        intro=_("Measures of the house, described once, put in place at units and use cases."),
        empty=_("Describe the first one; then say which provisions it answers."),
    ),
    columns=(
        "name",
        Column(key="claim_count", label=_("Claims"), sort="claim_count"),
        Column(key="place_count", label=_("In place at"), sort="place_count"),
        "cadence",
        "unit",
        "owner",
        Column(key="updated_at", shown=False),
    ),
    filters=("unit", "owner", "cadence"),
    search=("ref", "name", "objective", "procedure"),
    fields=(
        Section(
            _("What it is"),
            ("name", "unit", "owner", "objective", "procedure", "cadence", "test_procedure"),
            hints={
                "objective": _("What it is to prevent, find out or secure."),
                "procedure": _("What is done, by whom, so that somebody new can do it."),
                "test_procedure": _("How an auditor finds out whether it works."),
                "unit": _("Who keeps the description; every unit may take the control over."),
            },
        ),
    ),
    panels=(
        TablePanel(
            title=_("What it claims"),
            headings=(_("Provision"), _("Of"), _("What it does of it"), _("Why")),
            rows=claim_rows,
            empty=_("It claims no provision yet."),
        ),
        RelatedPanel(
            title=_("Where it is in place"),
            model="controls.Implementation",
            field="control",
            columns=(IMPLEMENTATION_COLUMNS[1], *IMPLEMENTATION_COLUMNS[2:], "owner"),
            empty=_("Nowhere yet, as far as you may see."),
        ),
    ),
    actions=(
        RecordAction(
            name="claim",
            label=_("Claim a provision"),
            run=controls.claim,
            reason="none",
            form=ClaimForm,
            question=_("What does this control do of which provision?"),
            consequences=(
                _("It counts where the control is in place, and as derived over mappings."),
            ),
            icon="link",
        ),
        IMPLEMENT,
        RecordAction(
            name="drop-claim",
            label=_("Drop a claim"),
            run=controls.drop_claim,
            form=ProvisionForm,
            question=_("Which claim does not hold?"),
            consequences=(_("Coverage that rested on it is gone from now on, not from the past."),),
            icon="x",
        ),
    ),
    writes=Writes(create=controls.add, change=controls.change, bulk=("owner", "cadence")),
)


def at(one: Implementation, actor: Actor) -> list[Row]:
    """Lead from an implementation to its control, and to the use case where it has one."""
    ends: list[tuple[str, object]] = [(gettext("Control"), one.control)]
    ends += [(gettext("Use case"), one.use_case)] if one.use_case else []
    return [Row([label, values.linked(end, actor)]) for label, end in ends]


IMPLEMENTATION = RecordKind(
    model=Implementation,
    slug="implementations",
    menu=MenuPlace(
        group="controls",
        icon="building",
        order=30,
        intro=_("Where each control is in place, since when, and who carries it out."),
        empty=_("It is recorded on the page of a control or of a use case."),
    ),
    columns=(
        *IMPLEMENTATION_COLUMNS,
        "unit",
        "owner",
        Column(key="updated_at", shown=False),
    ),
    filters=("status", "unit", "owner", "origin", "since"),
    search=("ref", "control__ref", "control__name", "use_case__ref"),
    fields=(
        Section(
            _("How it is in place"),
            ("status", "since", "origin", "stays_ours", "description", "owner"),
            hints={
                "since": _("Needed once it is implemented."),
                "origin": _("Inherited: a unit above carries it out, and this place relies on it."),
                "stays_ours": _("Of a control that is inherited: what this place still does."),
            },
        ),
    ),
    panels=(TablePanel(title=_("Of what, at what"), headings=(_("What"), _("Record")), rows=at),),
    writes=Writes(change=implementations.change, bulk=("owner",)),
    api_fields=(
        "control",
        "use_case",
        "unit",
        "owner",
        "status",
        "since",
        "origin",
        "stays_ours",
        "description",
    ),
)


def controls_of_use_case(use_case: object, actor: Actor) -> list[Row]:
    """Tell which controls are recorded at a use case itself."""
    found = Implementation.objects.visible_to(actor).current().filter(use_case=use_case)
    rows = found.select_related("control__unit", "owner", "unit", "use_case").order_by("-id")
    return [
        Row(
            [
                Link(str(one.control), url_of(one), one.ref),
                status(one),
                one.since,
                values.linked(one.owner, actor),
            ]
        )
        for one in rows
    ]


USE_CASE_PANEL = TablePanel(
    title=_("Controls at this use case"),
    headings=(_("Control"), _("Status"), _("Since"), _("Owner")),
    rows=controls_of_use_case,
    empty=_("None of its own. Controls of its unit and of those above hold here, too."),
)

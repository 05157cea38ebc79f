"""How records of governance are shown, and what governance offers on records of other kinds."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.actions import packs, people, signoffs
from governance.forms.people import AppointForm, EndAppointmentForm, PackForm, RequestForm
from governance.models import Pack, Person, SignOff, SignOffPolicy, Unit
from governance.rules import SignOffState
from records.actors import Actor
from records.columns import Column
from records.forms import Section
from records.kinds import Place, RecordAction, RecordKind, Writes
from records.models import Record
from records.panels import TablePanel
from records.templatetags.shapes import Row, Status, Tone

_TONES: dict[str, Tone] = {
    SignOffState.REQUESTED: "upcoming",
    SignOffState.COMPLETE: "ok",
    SignOffState.CHANGES_REQUESTED: "warn",
    SignOffState.WITHDRAWN: "neutral",
}


def state(sign_off: Any) -> Status:
    """Show where a sign-off stands by its signatures."""
    return Status(sign_off.get_state_display().capitalize(), _TONES[sign_off.state])


def _appointments(person: Any, actor: Actor) -> list[Row]:
    del actor  # whoever sees the person sees the roles
    held = person.appointments.select_related("unit").order_by("-starts_on")
    return [
        Row([each.get_role_display().capitalize(), str(each.unit), each.starts_on, each.ends_on])
        for each in held
    ]


def _add_person(*, actor: Actor, values: dict[str, Any]) -> Person:
    return people.add_person(
        name=values["name"], email=values["email"], unit=values["unit"], actor=actor
    )


def _change_person(
    person: Person, *, actor: Actor, values: dict[str, Any], seen: int | None, reason: str
) -> Person:
    del reason  # what is changed here is kept out of history, reasons included
    return people.change_person(person, values=values, actor=actor, seen=seen)


def _appoint(person: Person, *, actor: Actor, **values: Any) -> None:
    people.appoint(person, actor=actor, **values)


def _end_appointments(person: Person, *, actor: Actor, last_day: datetime.date) -> None:
    people.end_appointments(person, last_day=last_day, actor=actor)


def _is_active(person: Any) -> bool:
    return bool(person.is_active)


PERSON = RecordKind(
    model=Person,
    slug="people",
    menu=Place(group="settings", icon="users", order=20, intro=_("Who can sign in, and as what.")),
    columns=(
        "name",
        "email",
        "unit",
        Column(
            key="is_active",
            label=_("Sign-in"),
            value=lambda person: (
                Status(_("Active"), "ok") if person.is_active else Status(_("Ended"), "neutral")
            ),
            sort="is_active",
            badge=True,
        ),
        Column(key="last_login", label=_("Last sign-in"), shown=False),
    ),
    filters=("unit", "is_active"),
    search=("ref", "name", "email"),
    fields=(Section(_("Person"), ("name", "email", "unit")),),
    panels=(
        TablePanel(
            title=_("Appointments"),
            headings=(_("Role"), _("At"), _("From"), _("Until")),
            rows=_appointments,
            empty=_("Not appointed to anything yet."),
        ),
    ),
    actions=(
        RecordAction(
            name="appoint",
            label=_("Appoint"),
            run=_appoint,
            needs="administer",
            reason="none",
            form=AppointForm,
            question=_("To which role, where, and for how long?"),
            icon="user-plus",
        ),
        RecordAction(
            name="end-appointments",
            label=_("End appointments"),
            run=_end_appointments,
            needs="administer",
            reason="none",
            form=EndAppointmentForm,
            question=_("With which day do all running appointments of this person end?"),
        ),
        RecordAction(
            name="deactivate",
            label=_("End sign-in"),
            run=people.deactivate,
            needs="administer",
            question=_("End this person's sign-in?"),
            consequences=(_("What they did and signed stays."),),
            when=_is_active,
            look="danger",
        ),
    ),
    writes=Writes(
        create=_add_person,
        change=_change_person,
        archive=False,
        create_needs="administer",
        change_needs="administer",
    ),
)


def _add_unit(*, actor: Actor, values: dict[str, Any]) -> Unit:
    return people.add_unit(values["name"], above=values["unit"], actor=actor)


def _change_unit(
    unit: Unit, *, actor: Actor, values: dict[str, Any], seen: int | None, reason: str
) -> Unit:
    return people.rename_unit(unit, name=values["name"], actor=actor, seen=seen, reason=reason)


UNIT = RecordKind(
    model=Unit,
    slug="units",
    menu=Place(
        group="settings", icon="sitemap", order=30, intro=_("The organisation and its parts.")
    ),
    columns=("name", Column(key="unit", label=_("Part of"))),
    filters=(),
    search=("ref", "name"),
    fields=(Section(_("Unit"), ("name", "unit")),),
    writes=Writes(
        create=_add_unit,
        change=_change_unit,
        archive=False,
        create_needs="administer",
        change_needs="administer",
    ),
)

SIGN_OFF_POLICY = RecordKind(
    model=SignOffPolicy,
    slug="sign-off-policies",
    menu=Place(
        group="settings",
        icon="file-certificate",
        order=40,
        intro=_("Who must sign which kind of record, and what they state by it."),
    ),
    columns=("name", "kind", "roles", "quorum", "in_order"),
    search=("ref", "name"),
    fields=(
        Section(
            _("Policy"),
            ("name", "roles", "quorum", "in_order", "author_excluded", "statement"),
        ),
    ),
    writes=Writes(
        change=signoffs.change_policy,
        archive=False,
        change_needs="administer",
    ),
)


def _waits(sign_off: Any) -> bool:
    return not sign_off.is_archived and sign_off.state == SignOffState.REQUESTED


SIGN_OFF = RecordKind(
    model=SignOff,
    slug="sign-offs",
    menu=Place(
        group="governance",
        icon="signature",
        order=10,
        intro=_("What waits for signatures, and what was signed in which state."),
        empty=_("Sign-off is asked for on the page of a record."),
    ),
    columns=(
        Column(key="subject_ref", label=_("Record"), sort="subject_ref"),
        Column(
            key="state",
            label=_("State"),
            value=state,
            export=lambda sign_off: sign_off.get_state_display(),
            sort="state",
            badge=True,
        ),
        Column(key="owner", label=_("Asked by")),
        "unit",
        Column(key="created_at", label=_("Asked")),
        "updated_at",
    ),
    filters=("state", "unit", "owner"),
    search=("ref", "subject_ref"),
    fields=(),
    actions=(
        RecordAction(
            name="withdraw",
            label=_("Withdraw"),
            run=signoffs.withdraw,
            question=_("Take this request back?"),
            consequences=(_("Signatures given so far stay on record."),),
            when=_waits,
        ),
    ),
)

PACK = RecordKind(
    model=Pack,
    slug="packs",
    menu=Place(
        group="governance",
        icon="package",
        order=20,
        intro=_("Sealed PDF files that prove themselves without this installation."),
        empty=_("A pack is made on the page of a record."),
    ),
    columns=(
        "title",
        "subject_ref",
        "moment",
        Column(
            key="gap_count",
            label=_("Completeness"),
            value=lambda pack: (
                Status(_("%(count)s gaps") % {"count": pack.gap_count}, "warn")
                if pack.gap_count
                else Status(_("Complete"), "ok")
            ),
            export=lambda pack: pack.gap_count,
            sort="gap_count",
            badge=True,
        ),
        "byte_count",
        "owner",
        Column(key="created_at", label=_("Made")),
    ),
    filters=("unit", "owner"),
    search=("ref", "subject_ref", "title", "manifest_digest"),
    fields=(
        Section(
            _("The pack"),
            ("subject_ref", "title", "moment", "size", "byte_count", "gap_count"),
        ),
        Section(_("Digests"), ("manifest_digest", "unsealed_digest", "sealed_digest")),
    ),
)


def ask_for_sign_off(record: Record, *, actor: Actor, note: str) -> str:
    """Ask for sign-off and lead to its page."""
    asked = signoffs.request(record, actor=actor, note=note)
    return SIGN_OFF.url("detail", asked.ref)


def ask_for_pack(record: Record, *, actor: Actor, as_of: datetime.date | None) -> str:
    """Ask for a pack and lead to the page of its progress."""
    moment = timezone.now()
    if as_of is not None and as_of < timezone.localdate():
        last = datetime.datetime.combine(as_of, datetime.time.max)
        moment = timezone.make_aware(last)
    asked = packs.request(record, moment=moment, actor=actor)
    return reverse("job-detail", args=[asked.pk])


REQUEST_SIGN_OFF = RecordAction(
    name="request-sign-off",
    label=_("Send for sign-off"),
    run=ask_for_sign_off,
    reason="none",
    form=RequestForm,
    question=_("Ask others to sign this record?"),
    consequences=(
        _("They sign exactly the state it has now."),
        _("Whoever wrote it cannot sign it, and any later change makes the signature stale."),
    ),
    icon="send",
    api=False,
)

MAKE_PACK = RecordAction(
    name="pack",
    label=_("Make evidence pack"),
    run=ask_for_pack,
    needs="pack",
    reason="none",
    form=PackForm,
    question=_("Print what is recorded into a sealed PDF that proves itself?"),
    consequences=(
        _("It says what is missing, stale or unsigned, and carries everything needed to check it."),
    ),
    icon="package",
    api=False,
)

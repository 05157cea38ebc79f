"""How people are shown."""

from datetime import date
from typing import Any

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.choices import ROLES
from governance.days import today
from governance.models import ApiToken, Appointment, Person
from governance.people.actions import people
from governance.people.forms import NEED_WORDS, AppointForm, EndAppointmentForm
from records import permissions, values
from records.actors import Actor
from records.addresses import to
from records.forms import Section
from records.history.past import current_moment
from records.kinds import MenuPlace, RecordAction, RecordKind, Writes
from records.lists import Column, Filter
from records.panels import TablePanel
from records.shapes import Link, Row, Status

ROLE_WORDS = {str(code): values.sentence(str(word)) for code, word in ROLES}


def running(day: date) -> Q:
    """Return the condition that an appointment holds on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def with_roles(found: Any) -> Any:
    """Give each person the roles they hold today, as `roles_now`."""
    held = Appointment.objects.filter(running(today()), person=OuterRef("pk"))
    return found.annotate(roles_now=ArraySubquery(held.order_by("role").values("role")))


def _roles(person: Any) -> list[str]:
    return [ROLE_WORDS[role] for role in dict.fromkeys(person.roles_now)]


def _sign_in(person: Person) -> Status:
    if not person.is_active:
        return Status(gettext("Sign-in ended"), "neutral")
    if person.last_login is None:
        return Status(gettext("Not signed in yet"), "upcoming")
    return Status(gettext("Can sign in"), "ok")


def appointment_rows(person: Person, actor: Actor) -> list[Row]:
    """List what a person is or was appointed to; an administrator can end what runs."""
    held = list(person.appointments.select_related("unit").order_by("-starts_on", "id"))
    day = today()
    may_end = current_moment() is None and permissions.may(actor, "administer", person)
    return [_appointment(each, person, day, may_end=may_end) for each in held]


def _appointment(each: Appointment, person: Person, day: date, *, may_end: bool) -> Row:
    is_over = each.ends_on is not None and each.ends_on < day
    is_ahead = each.starts_on > day
    state = Status(gettext("Over"), "neutral") if is_over else Status(gettext("Runs"), "ok")
    if is_ahead:
        state = Status(gettext("Ahead"), "upcoming")
    role = values.sentence(each.get_role_display())
    cells: list[object] = [role, str(each.unit), each.starts_on, each.ends_on, state]
    if may_end:
        url = to("appointment-end", person.ref, each.pk)
        cells.append("" if is_over else Link(gettext("End"), url))
    else:
        cells.append("")
    return Row(cells, key=str(each.pk), label=role, muted=is_over)


def token_rows(person: Person, actor: Actor) -> list[Row]:
    """List a person's tokens to themselves and to administrators."""
    is_oneself = actor.person is not None and actor.person.pk == person.pk
    if not is_oneself and not permissions.may(actor, "administer", person):
        return []
    return [_token(each, person) for each in person.tokens.select_related("unit").order_by("-id")]


def _token(each: ApiToken, person: Person) -> Row:
    is_over = each.expires_on is not None and each.expires_on < today()
    url = to("token-withdraw", person.ref, each.pk)
    may = [str(NEED_WORDS[need]) for need in each.needs]
    cells = [
        each.name,
        ", ".join(may),
        str(each.unit),
        each.expires_on,
        each.last_used_at,
        Link(gettext("Withdraw"), url),
    ]
    return Row(cells, key=str(each.pk), label=each.name, muted=is_over)


TOKEN_HEADINGS = (_("Token"), _("May"), _("Within"), _("Last day"), _("Last used"), _("Do"))


def _add_person(*, actor: Actor, values: dict[str, Any]) -> Person:
    return people.add_person(
        name=values["name"], email=values["email"], unit=values["unit"], actor=actor
    )


def _change_person(
    person: Person, *, actor: Actor, values: dict[str, object], seen: int | None, reason: str
) -> Person:
    del reason  # what is changed here is kept out of history, reasons included
    return people.change_person(person, values=values, actor=actor, seen=seen)


def _appoint(person: Person, *, actor: Actor, **values: Any) -> None:
    people.appoint(person, actor=actor, **values)


def _end_appointments(person: Person, *, actor: Actor, last_day: date) -> None:
    people.end_appointments(person, last_day=last_day, actor=actor)


def _is_active(person: Person) -> bool:
    return bool(person.is_active)


def _has_left(person: Person) -> bool:
    return not person.is_active


MAY_SIGN_IN = Filter(
    "is_active", django_filters.BooleanFilter(field_name="is_active"), _("May sign in")
)

PERSON = RecordKind(
    model=Person,
    slug="people",
    menu=MenuPlace(
        group="settings", icon="users", order=20, intro=_("Who can sign in, and as what.")
    ),
    columns=(
        "name",
        "email",
        "unit",
        Column(key="roles_now", label=_("Roles today"), value=_roles),
        Column(key="is_active", label=_("Sign-in"), value=_sign_in, sort="is_active", badge=True),
        Column(key="last_login", label=_("Last sign-in"), shown=False),
    ),
    filters=("unit", MAY_SIGN_IN),
    search=("ref", "name", "email"),
    fields=(
        Section(
            _("Person"),
            ("name", "email", "unit"),
            hints={
                "email": _("What they sign in with. It never enters history or ledger."),
                "unit": _("Where they belong; what they may do is said by their appointments."),
            },
        ),
    ),
    panels=(
        TablePanel(
            title=_("Appointments"),
            headings=(_("Role"), _("At"), _("From"), _("Until"), _("State"), _("Do")),
            rows=appointment_rows,
            empty=_("Not appointed to anything yet, so this person sees nothing."),
        ),
        TablePanel(title=_("API tokens"), headings=TOKEN_HEADINGS, rows=token_rows),
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
            icon="plus",
            when=_is_active,
        ),
        RecordAction(
            name="end-appointments",
            label=_("End all appointments"),
            run=_end_appointments,
            needs="administer",
            reason="none",
            form=EndAppointmentForm,
            question=_("With which day do all running appointments of this person end?"),
            icon="calendar",
        ),
        RecordAction(
            name="deactivate",
            label=_("End sign-in"),
            run=people.deactivate,
            needs="administer",
            question=_("End this person's sign-in?"),
            consequences=(
                _("They can no longer sign in, and their API tokens stop working, at once."),
                _("What they did and signed stays."),
            ),
            when=_is_active,
            icon="user-off",
            look="danger",
        ),
        RecordAction(
            name="reactivate",
            label=_("Let sign in again"),
            run=people.reactivate,
            needs="administer",
            question=_("Let this person sign in again?"),
            when=_has_left,
            icon="refresh",
        ),
    ),
    writes=Writes(
        create=_add_person,
        change=_change_person,
        archive=False,
        change_needs="administer",
    ),
)

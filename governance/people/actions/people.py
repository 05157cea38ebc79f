"""Units, people, appointments and API tokens: how they begin, change and end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.days import today
from governance.models import ApiToken, Appointment, Person, Unit
from governance.people import tokens
from records import permissions
from records.actors import Actor
from records.changing.acting import acting, acting_many, open_act
from records.errors import RuleError
from records.verbs import Verb

ADD_UNIT = Verb("governance.unit.add", needs="administer", told=gettext_lazy("added the unit"))
CHANGE_UNIT = Verb(
    "governance.unit.change", needs="administer", told=gettext_lazy("changed the unit")
)
MOVE_UNIT = Verb(
    "governance.unit.move",
    needs="administer",
    told=gettext_lazy("moved the unit with the one above it"),
    on_archived=True,
)
ADD_PERSON = Verb(
    "governance.person.add", needs="administer", told=gettext_lazy("added the person")
)
CHANGE_PERSON = Verb(
    "governance.person.change", needs="administer", told=gettext_lazy("changed the person")
)
DEACTIVATE = Verb(
    "governance.person.deactivate",
    needs="administer",
    told=gettext_lazy("ended the person's sign-in"),
)
REACTIVATE = Verb(
    "governance.person.reactivate",
    needs="administer",
    told=gettext_lazy("let the person sign in again"),
)
CHOOSE_ZONE = Verb(
    "governance.person.choose_zone", needs="view", told=gettext_lazy("chose a time zone")
)
APPOINT = Verb("governance.person.appoint", needs="administer", told=gettext_lazy("appointed"))
END_APPOINTMENT = Verb(
    "governance.person.end_appointment",
    needs="administer",
    told=gettext_lazy("ended an appointment"),
)
ISSUE_TOKEN = Verb(
    "governance.person.issue_token", needs="view", told=gettext_lazy("issued an API token")
)
WITHDRAW_TOKEN = Verb(
    "governance.person.withdraw_token", needs="view", told=gettext_lazy("withdrew an API token")
)


def found(name: str, *, actor: Actor) -> Unit:
    """Make the organisation itself: the top unit, which belongs to itself."""
    if Unit.objects.exists():
        raise RuleError(_("There is already an organisation in this installation."))
    return _add(Unit(name=name), above=None, actor=actor)


def add_unit(name: str, *, above: Unit, actor: Actor, is_sample: bool = False) -> Unit:
    """Add a unit below another one."""
    return _add(Unit(name=name, is_sample=is_sample or above.is_sample), above=above, actor=actor)


def _add(unit: Unit, *, above: Unit | None, actor: Actor) -> Unit:
    unit.unit_id = above.pk if above else unit.pk
    unit.path = f"{above.path if above else '/'}{unit.pk.hex}/"
    with acting(ADD_UNIT, unit, actor) as added:
        return added


def change_unit(
    unit: Unit,
    *,
    values: Mapping[str, Any],
    actor: Actor,
    seen: int | None = None,
    reason: str = "",
) -> Unit:
    """Give a unit another name, or another place in the organisation with all that is below it."""
    with open_act(actor), acting(CHANGE_UNIT, unit, actor, seen=seen, reason=reason) as changed:
        changed.name = values.get("name", changed.name)
        above = values.get("unit", changed.unit)
        if above.pk != changed.unit_id:
            _move(changed, above, actor)
    return changed


def _move(unit: Unit, above: Unit, actor: Actor) -> None:
    """Put a unit below another one; the paths of everything below it follow."""
    if unit.is_top:
        raise RuleError(_("The organisation itself cannot become part of something."))
    if above.path.startswith(unit.path):
        raise RuleError(_("A unit cannot be moved below itself."))
    if above.is_sample != unit.is_sample:
        raise RuleError(_("Sample units and real ones stay apart."))
    before, after = unit.path, f"{above.path}{unit.pk.hex}/"
    unit.unit, unit.path = above, after

    def follow(other: Unit) -> None:
        other.path = after + other.path.removeprefix(before)

    below = list(Unit.objects.filter(path__startswith=before).exclude(pk=unit.pk))
    acting_many(MOVE_UNIT, below, actor, change=follow)


def add_person(
    *, name: str, email: str, unit: Unit, actor: Actor, password: str | None = None
) -> Person:
    """Add somebody who can sign in; without a password they need a link to set one."""
    person = Person(name=name, email=email.strip().lower(), unit=unit)
    person.set_password(password)
    with acting(ADD_PERSON, person, actor) as added:
        return added


def change_person(
    person: Person, *, values: Mapping[str, Any], actor: Actor, seen: int | None = None
) -> Person:
    """Change name, address or home unit.

    The ledger names which of them changed; name and address themselves never enter it.
    """
    changed_names: list[str] = []
    facts = {"fields": changed_names}
    with acting(CHANGE_PERSON, person, actor, seen=seen, facts=facts) as changed:
        given = {**values}
        if "email" in given:
            given["email"] = given["email"].strip().lower()
        changed_names += [name for name in sorted(given) if getattr(changed, name) != given[name]]
        for name, value in given.items():
            setattr(changed, name, value)
        if "email" in changed_names:
            # What allauth keeps beside the person would go on signing in the old address.
            EmailAddress.objects.filter(user_id=changed.pk).delete()
    return changed


def choose_time_zone(person: Person, *, time_zone: str, actor: Actor) -> Person:
    """Choose the zone in which one's moments are shown; empty takes the organisation's."""
    with acting(CHOOSE_ZONE, person, actor) as chosen:
        _refuse_others(chosen, actor, _("A time zone is chosen by the person themselves."))
        chosen.time_zone = time_zone
    return chosen


def reactivate(person: Person, *, actor: Actor, reason: str) -> Person:
    """Let somebody sign in again whose sign-in had ended."""
    with acting(REACTIVATE, person, actor, reason=reason) as returned:
        if returned.is_active:
            raise RuleError(_("This person can sign in already."))
        returned.is_active = True
    return returned


def deactivate(person: Person, *, actor: Actor, reason: str) -> Person:
    """End somebody's sign-in; what they did and signed stays."""
    with acting(DEACTIVATE, person, actor, reason=reason) as ended:
        if not ended.is_active:
            raise RuleError(_("This person's sign-in has already ended."))
        ended.is_active = False
    return ended


def appoint(
    person: Person,
    *,
    role: str,
    unit: Unit,
    actor: Actor,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Appointment:
    """Appoint a person to a role at a unit and everything below it."""
    permissions.require(actor, "administer", unit)
    with acting(APPOINT, person, actor, facts={"role": role, "unit": unit.ref}) as appointed:
        appointment = Appointment(
            person=appointed,
            role=role,
            unit=unit,
            starts_on=starts_on or today(),
            ends_on=ends_on,
        )
        appointment.save()
    return appointment


def end_appointment(appointment: Appointment, *, last_day: date, actor: Actor) -> None:
    """Let an appointment end with a day, today at the earliest."""
    with acting(END_APPOINTMENT, appointment.person, actor) as person:
        if last_day < today():
            raise RuleError(_("An appointment cannot end in the past."))
        ending = person.appointments.get(pk=appointment.pk)
        ending.ends_on = last_day
        ending.save()


def end_appointments(person: Person, *, last_day: date, actor: Actor) -> None:
    """Let every appointment that runs beyond a day end with it, today at the earliest."""
    with acting(END_APPOINTMENT, person, actor) as ended:
        if last_day < today():
            raise RuleError(_("An appointment cannot end in the past."))
        running = ended.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day))
        if not running:
            raise RuleError(_("No appointment runs beyond that day."))
        for appointment in running:
            appointment.ends_on = last_day
            appointment.save()


def issue_token(
    person: Person,
    *,
    name: str,
    needs: Sequence[str],
    unit: Unit,
    actor: Actor,
    expires_on: date | None = None,
) -> tuple[ApiToken, str]:
    """Issue a token for oneself; return it with its secret, which is shown this once."""
    secret, hashed = tokens.new_secret()
    with acting(ISSUE_TOKEN, person, actor) as holder:
        _refuse_others(holder, actor, _("Tokens are issued by the person they act for."))
        token = ApiToken(
            person=holder,
            name=name,
            secret_hash=hashed,
            needs=sorted(set(needs)),
            unit=unit,
            expires_on=expires_on,
        )
        token.save()
    return token, secret


def withdraw_token(token: ApiToken, *, actor: Actor) -> None:
    """End a token at once: one's own, or as an administrator anybody's."""
    with acting(WITHDRAW_TOKEN, token.person, actor) as holder:
        if not permissions.may(actor, "administer", holder):
            _refuse_others(holder, actor, _("This is somebody else's token."))
        holder.tokens.get(pk=token.pk).remove()


def _refuse_others(person: Person, actor: Actor, sentence: str) -> None:
    if actor.person is not None and actor.person.pk != person.pk:
        raise RuleError(sentence)

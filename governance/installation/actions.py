"""What an installation starts with: the organisation, its policies and a first administrator."""

from typing import Protocol

from governance.models import Appointment, Person, Unit
from governance.people.actions import people
from governance.rules import Role
from governance.signoff import actions as signoffs
from records.actors import Actor

ACTOR = Actor.system("installation")


class InstallationStep(Protocol):
    """What an app adds to every installation; safe to repeat."""

    def __call__(self, *, unit: Unit, actor: Actor) -> object:
        """Do it at the top unit."""


_STEPS: list[InstallationStep] = []


def also(step: InstallationStep) -> None:
    """Let installations do this too; features call it in `registration.py`."""
    if step not in _STEPS:
        _STEPS.append(step)


def install(organisation: str) -> Unit:
    """Make sure the organisation and the proposed sign-off policies are there; safe to repeat."""
    top = Unit.objects.order_by("created_at").first() or people.found(organisation, actor=ACTOR)
    signoffs.adopt_proposals(unit=top, actor=ACTOR)
    for step in _STEPS:
        step(unit=top, actor=ACTOR)
    return top


def first_administrator(top: Unit, *, email: str) -> Person:
    """Return an administrator of the whole organisation, added if there is none."""
    held = Appointment.objects.filter(role=Role.ADMINISTRATOR, unit=top, person__is_active=True)
    if appointment := held.select_related("person").order_by("id").first():
        known: Person = appointment.person
        return known
    person = people.add_person(name="Administrator", email=email, unit=top, actor=ACTOR)
    people.appoint(person, role=Role.ADMINISTRATOR, unit=top, actor=ACTOR)
    return person

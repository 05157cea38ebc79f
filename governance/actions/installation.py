"""What an installation starts with: the organisation, its policies and a first administrator."""

from typing import Protocol

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from governance.actions import people, signoffs
from governance.models import Appointment, Person, Unit
from governance.rules import Role
from records.actors import Actor

ACTOR = Actor.system("installation")


class Step(Protocol):
    """What an app adds to every installation; safe to repeat."""

    def __call__(self, *, unit: Unit, actor: Actor) -> object:
        """Do it at the top unit."""


_STEPS: list[Step] = []


def also(step: Step) -> None:
    """Let installations do this too; apps call it when they are ready."""
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


def password_link(person: Person) -> str:
    """Return a one-time address at which a person sets a password."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, token = key.split("-", 1)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.SITE_URL}{path}"

"""Loading the sample organisation through the ordinary actions."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from assessments.classification.actions import classifications
from assessments.models import Classification, ReviewKind
from assessments.questionnaires.actions import defaults
from governance.days import today
from governance.models import Person, Unit
from governance.people.actions import people
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from ops.demo import controls, findings
from ops.demo.cast import ACTOR, Cast, read, sign
from records.actors import Actor
from records.ledger.canonical import JSON

__all__ = ["SampleAccount", "load", "read"]


@dataclass(frozen=True)
class SampleAccount:
    """A person of the sample who can sign in, with the password made for them."""

    name: str
    email: str
    role: str
    password: str


@transaction.atomic
def load(top: Unit) -> list[SampleAccount]:
    """Load the sample below the top unit, all or nothing; return who can sign in."""
    described = read("people.yaml")
    units = _units(top, described)
    accounts, persons = [], {}
    for about in described["people"]:
        account, persons[about["key"]] = _person(about, units)
        accounts.append(account)
    cast = Cast(units, persons)
    registered = {about["key"]: _use_case(about, cast) for about in read("use_cases.yaml")}
    controls.load(cast, registered)
    findings.load(cast, registered)
    return accounts


def _units(top: Unit, described: Mapping[str, JSON]) -> dict[str, Unit]:
    head = people.add_unit(described["name"], above=top, actor=ACTOR, is_sample=True)
    units = {"top": head}
    for about in described["units"]:
        above = units[about.get("above", "top")]
        units[about["key"]] = people.add_unit(about["name"], above=above, actor=ACTOR)
    return units


def _person(about: Mapping[str, JSON], units: Mapping[str, Unit]) -> tuple[SampleAccount, Person]:
    password = secrets.token_urlsafe(12)
    unit = units[about["unit"]]
    person = people.add_person(
        name=about["name"], email=about["email"], unit=unit, actor=ACTOR, password=password
    )
    days = about.get("days")
    ends_on = today() + timedelta(days=days) if days else None
    held = people.appoint(person, role=about["role"], unit=unit, actor=ACTOR, ends_on=ends_on)
    role = held.get_role_display()
    return SampleAccount(about["name"], about["email"], role, password), person


def _use_case(about: Mapping[str, JSON], cast: Cast) -> UseCase:
    owner = cast.people[about["owner"]]
    actor = Actor.of(owner)
    values = {**about["values"], "unit": cast.units[about["unit"]], "owner": owner}
    use_case = use_cases.create(
        actor=actor, values=values, intended_uses=about.get("intended_uses", ())
    )
    started = classifications.start(use_case, actor=actor)
    answered = classifications.answer(started, actor=actor, answers=about["answers"])
    for each in about.get("views", ()):
        answered = _view(answered, each, Actor.of(cast.people[each["by"]]))
    if about["state"] == "unsigned":
        return use_case
    if rest := defaults.takeable(answered):
        answered = defaults.take(answered, actor=actor, questions=rest)
    asked = classifications.send(answered, actor=actor, note="Please sign before the next board.")
    if about["state"] != "waiting":
        sign(asked, cast.people["henrik"])
    if change := about.get("change_after_signature"):
        _change(use_case, actor, change)
    return use_case


def _view(record: Classification, about: Mapping[str, JSON], actor: Actor) -> Classification:
    return classifications.give_view(
        record,
        actor=actor,
        kind=ReviewKind.QUESTION,
        code=about["question"],
        view=about["view"],
        source=about["source"],
    )


def _change(use_case: UseCase, actor: Actor, change: Mapping[str, JSON]) -> None:
    use_cases.change(use_case, actor=actor, values=change["values"], reason=change["reason"])

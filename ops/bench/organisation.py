"""The organisation that the bench measures in: units, owners, readers, signatories."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command

from governance.installation import actions as installation
from governance.models import Person, Unit
from governance.people.actions import people
from governance.rules import Role
from ops.bench import texts
from records.actors import Actor

SYSTEM = Actor.system("bench")


@dataclass(frozen=True)
class Organisation:
    """Who there is; `owners` belong to the units of the same place."""

    top: Unit
    units: Sequence[Unit]
    owners: Sequence[Person]
    officer: Person
    members: Sequence[Person]


def make() -> Organisation:
    """Found an organisation of forty units through the ordinary actions, with law and policies."""
    top = installation.install("Bench organisation")
    call_command("load_catalogue", verbosity=0, stdout=StringIO())
    units = []
    for division in texts.DIVISIONS:
        head = people.add_unit(division, above=top, actor=SYSTEM)
        teams = [f"{division}: {team}" for team in texts.TEAMS]
        units += [head, *(people.add_unit(team, above=head, actor=SYSTEM) for team in teams)]
    owners = [
        _person(f"owner{number}", Role.USE_CASE_OWNER, unit) for number, unit in enumerate(units)
    ]
    members = [_person(f"member{number}", Role.BOARD_MEMBER, top) for number in range(2)]
    officer = _person("officer", Role.COMPLIANCE_OFFICER, top)
    return Organisation(top, units, owners, officer, members)


def _person(name: str, role: str, unit: Unit) -> Person:
    person = people.add_person(
        name=f"{name.title()} Bench", email=f"{name}@bench.example", unit=unit, actor=SYSTEM
    )
    people.appoint(person, role=role, unit=unit, actor=SYSTEM)
    return person

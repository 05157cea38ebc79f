"""The people of the tests: who may do what at which unit."""

from dataclasses import dataclass
from datetime import timedelta

from governance import days
from governance.models import Person, Unit
from governance.people.actions import people
from governance.rules import Role
from records.actors import Actor

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class People:
    """The organisation of the tests: two units side by side below the top one."""

    top: Unit
    home: Unit
    away: Unit
    ada: Person  # use-case owner at home
    ben: Person  # compliance officer at home: same unit, may sign what ada wrote
    cleo: Person  # compliance officer away: a stranger to everything at home
    vera: Person  # auditor of everything, until next month
    zoe: Person  # auditor whose access ended yesterday
    adam: Person  # administrator


SYSTEM = Actor.system("tests")


def make() -> People:
    """Make the organisation through the ordinary actions."""
    top = people.found("Test organisation", actor=SYSTEM)
    home = people.add_unit("Home", above=top, actor=SYSTEM)
    away = people.add_unit("Away", above=top, actor=SYSTEM)
    today = days.today()
    made = {}
    for name, unit, role, ends in (
        ("ada", home, Role.USE_CASE_OWNER, None),
        ("ben", home, Role.COMPLIANCE_OFFICER, None),
        ("cleo", away, Role.COMPLIANCE_OFFICER, None),
        ("vera", top, Role.AUDITOR, today + timedelta(days=30)),
        ("zoe", top, Role.AUDITOR, today - timedelta(days=1)),
        ("adam", top, Role.ADMINISTRATOR, None),
    ):
        person = people.add_person(
            name=f"{name.title()} Example",
            email=f"{name}@example.org",
            unit=unit,
            actor=SYSTEM,
            password=PASSWORD,
        )
        starts = today - timedelta(days=60)
        people.appoint(person, role=role, unit=unit, actor=SYSTEM, starts_on=starts, ends_on=ends)
        made[name] = person
    return People(top=top, home=home, away=away, **made)

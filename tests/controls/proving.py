"""Steps towards coverage that tests share: claim, put in place, hand in, sign."""

from datetime import timedelta

from django.utils import timezone

from controls.evidence import actions as evidence
from controls.library.actions import controls, implementations
from controls.models import Freshness
from governance import days
from governance.rules import Meaning, Role, Terms
from governance.signoff import actions as signoffs
from governance.signoff import signing
from records.actors import Actor
from tests import factories
from tests.people import SYSTEM

LAW, STANDARD = "house-law/2030", "house-standard/1"
QUIET, CARPETS = "Art. 1(1)", "A.1"


def claiming(unit, edition=LAW, code=QUIET, *, relation="equal", **values):
    """A control that claims one provision."""
    control = factories.control(unit, **values)
    return controls.claim(
        control,
        actor=SYSTEM,
        edition=edition,
        code=code,
        relation=relation,
        rationale="It does just that.",
    )


def at_use_case(use_case, control, **values):
    """A control in place at one use case."""
    given = {"status": "implemented", "since": days.today(), **values}
    return implementations.at_use_case(use_case, actor=SYSTEM, control=control, **given)


def taken(*, data=b"All quiet.\n", days_ago=0, **more):
    """A text that was collected some days ago."""
    day = days.today() - timedelta(days=days_ago)
    given = {"data": data, "file_name": "night.txt", **more}
    return evidence.HandedIn(collected_on=day, **given)


def proved(implementation, *, days_ago=0, valid_days=365, actor=SYSTEM):
    """Evidence attached to an implementation, handed in once."""
    values = {"name": "Log", "freshness": Freshness.COLLECTED, "valid_days": valid_days}
    return evidence.hand_in(
        implementation, actor=actor, values=values, handed_in=taken(days_ago=days_ago)
    )


def signed(record, *, by, at):
    """Sign a record in its present state."""
    signoffs.set_policy(
        kind=record.kind_code(),
        name="Proofs",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have looked at it.",
        unit=at,
        actor=SYSTEM,
    )
    asked = signoffs.request(record, actor=SYSTEM)
    signoffs.sign(
        asked,
        actor=Actor.of(by),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )
    return asked

"""The policy behind permissions: whose day counts, and from when until when rights hold."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from governance.models import Unit
from governance.people.actions import people as actions
from governance.rules import Role
from records import permissions
from records.actors import Actor
from records.errors import RuleError
from tests.people import SYSTEM

# A quarter past eleven at night in Brussels; in Tokyo the next day has long begun.
EVENING = datetime(2026, 11, 30, 22, 15, tzinfo=UTC)
LAST_DAY = date(2026, 11, 30)


@pytest.fixture
def at(monkeypatch, settings):
    """Set the clock; the organisation counts its days in Brussels."""
    settings.ORGANISATION_TIME_ZONE = "Europe/Brussels"
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def reads(person, unit, zone):
    """Say whether somebody whose own zone is `zone` may read a unit."""
    with timezone.override(ZoneInfo(zone)):
        actor = Actor.of(person)
        one = permissions.may(actor, "view", unit)
        assert Unit.objects.visible_to(actor).filter(pk=unit.pk).exists() == one
        return one


def test_an_appointment_ends_with_the_organisations_day_not_the_readers(people, at):
    at(datetime(2026, 11, 1, tzinfo=UTC))
    actions.appoint(people.ada, role=Role.VIEWER, unit=people.away, actor=SYSTEM, ends_on=LAST_DAY)

    at(EVENING)
    until_midnight = [reads(people.ada, people.away, zone) for zone in ("UTC", "Asia/Tokyo")]
    at(datetime(2026, 11, 30, 23, 15, tzinfo=UTC))
    after = [reads(people.ada, people.away, zone) for zone in ("UTC", "America/Los_Angeles")]

    assert (until_midnight, after) == ([True, True], [False, False])


def test_an_appointment_begins_with_the_organisations_day(people, at):
    at(EVENING)

    with timezone.override(ZoneInfo("Asia/Tokyo")):
        made = actions.appoint(people.ada, role=Role.VIEWER, unit=people.away, actor=SYSTEM)

    assert made.starts_on == LAST_DAY
    assert reads(people.ada, people.away, "America/Los_Angeles")


def test_an_appointment_can_end_today_as_the_organisation_counts_it(people, at):
    at(EVENING)
    made = actions.appoint(people.ada, role=Role.VIEWER, unit=people.away, actor=SYSTEM)

    with timezone.override(ZoneInfo("Asia/Tokyo")):
        actions.end_appointment(made, last_day=LAST_DAY, actor=SYSTEM)
        with pytest.raises(RuleError, match="cannot end in the past"):
            actions.end_appointment(made, last_day=date(2026, 11, 29), actor=SYSTEM)

    made.refresh_from_db()
    assert made.ends_on == LAST_DAY

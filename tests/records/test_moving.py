"""Moving records: what it takes at the new unit, by whichever action, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from controls.library.actions import implementations
from governance.models import Unit
from governance.packs import actions as packs
from governance.people.actions import people as actions
from governance.rules import Role
from inventory.models import UseCase
from records.actors import Actor
from records.changing.acting import acting, acting_many, open_act
from records.errors import Refused
from records.models import Entry
from records.verbs import ANY, Verb
from tests import factories
from tests.people import SYSTEM

MOVE = Verb("tests.moving.move", needs="change", told="moved the record", on=ANY)


@pytest.fixture
def guest(people):
    """Who administers Home, and may read Away but add nothing there."""
    actions.appoint(people.ben, role=Role.ADMINISTRATOR, unit=people.home, actor=SYSTEM)
    actions.appoint(people.ben, role=Role.VIEWER, unit=people.away, actor=SYSTEM)
    return Actor.of(people.ben)


@pytest.fixture
def case(people):
    """A use case at home."""
    return factories.use_case(people.home)


def away(people):
    """Return what moves a record there."""

    def change(record):
        record.unit = people.away

    return change


def test_a_record_moves_only_where_one_may_add_it(people, guest, case):
    entries = Entry.objects.count()
    with pytest.raises(Refused), acting(MOVE, case, guest) as moved:
        moved.unit = people.away
    with pytest.raises(Refused):
        acting_many(MOVE, [case], guest, change=away(people))

    assert UseCase.objects.get(pk=case.pk).unit == people.home
    assert Entry.objects.count() == entries


def test_records_moved_in_sets_stay_within_ones_reach(people, case):
    narrow = Actor.token("t", people.adam, needs=frozenset({"create", "change"}))
    entries = Entry.objects.count()

    with pytest.raises(Refused):
        acting_many(MOVE, [case], narrow, change=away(people))

    assert UseCase.objects.get(pk=case.pk).unit == people.home
    assert Entry.objects.count() == entries


def test_a_unit_moves_only_where_one_may_add_units(people, guest):
    branch = actions.add_unit("Branch", above=people.home, actor=SYSTEM)
    below = actions.add_unit("Team", above=branch, actor=SYSTEM)
    paths = [branch.path, below.path]

    with pytest.raises(Refused):
        actions.change_unit(branch, values={"unit": people.away}, actor=guest)

    assert [Unit.objects.get(pk=each.pk).path for each in (branch, below)] == paths


def test_what_would_follow_is_not_changed_in_the_same_act(people, case):
    """It would stay behind, or its entry would tell of one of both alone."""
    made = implementations.at_use_case(case, actor=SYSTEM, control=factories.control(people.home))
    with open_act(SYSTEM):
        implementations.change(made, actor=SYSTEM, values={"description": "By hand."})
        with pytest.raises(TypeError, match="in one act already"):
            acting_many(MOVE, [case], SYSTEM, change=away(people))

    assert UseCase.objects.get(pk=case.pk).unit == people.home
    assert type(made).objects.get(pk=made.pk).unit == people.home


def test_many_move_with_as_many_statements_as_a_few(people):
    counts = []
    for number in (2, 6):
        cases = [factories.use_case(people.home) for _ in range(number)]
        for each in cases:
            for _ in range(2):
                packs.keep(factories.made_pack(each), actor=SYSTEM)
        with CaptureQueriesContext(connection) as captured:
            acting_many(MOVE, cases, SYSTEM, change=away(people))
        counts.append(len(captured))

    assert counts[0] == counts[1]

"""Every kind: a record that is moved needs at its new unit what adding one there takes."""

import pytest

from governance.people.actions import people as actions
from governance.rules import Role
from records import verbs
from records.actors import Actor
from records.errors import Refused
from records.models import Entry
from tests import factories
from tests.contract.conftest import changed_by_hand, only
from tests.people import SYSTEM


@only(changed_by_hand)
def test_no_action_moves_a_record_where_one_may_not_add_it(kind, people):
    for role, unit in ((Role.ADMINISTRATOR, people.home), (Role.VIEWER, people.away)):
        actions.appoint(people.ben, role=role, unit=unit, actor=SYSTEM)
    record = factories.make(kind, people.home)
    stood, entries = record.unit_id, Entry.objects.count()

    with pytest.raises(Refused):
        kind.writes.change(
            record,
            actor=Actor.of(people.ben),
            values={"unit": people.away},
            seen=None,
            reason="Moved",
        )

    assert kind.model.objects.get(pk=record.pk).unit_id == stood
    assert Entry.objects.count() == entries


@only(changed_by_hand)
def test_an_action_moves_a_record_where_one_may_add_it(kind, people):
    record = factories.make(kind, people.home)

    kind.writes.change(
        record, actor=Actor.of(people.adam), values={"unit": people.away}, seen=None, reason="Moved"
    )

    assert kind.model.objects.get(pk=record.pk).unit_id == people.away.pk


def test_a_kind_names_the_right_that_adding_one_takes(kind, people):
    record = factories.make(kind, people.home)

    added = Entry.objects.filter(object_id=record.pk).earliest("occurred_at")
    assert verbs._VERBS[added.verb].needs == kind.model.create_needs

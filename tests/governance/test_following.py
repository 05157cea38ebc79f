"""What is about a record moves with it: its old unit reads none of it, now or as of before."""

import pytest
from django.utils import timezone

from controls.library.actions import implementations
from governance.models import SignOff
from governance.packs import actions as packs
from governance.signoff import actions as signoffs
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing.acting import acting, acting_many
from records.models import Entry
from records.verbs import Verb
from tests import factories, sessions
from tests.people import SYSTEM

MOVE = Verb("inventory.usecase.move_for_tests", needs="change", told="moved the record")
MOVE_PACK = Verb("governance.pack.move_for_tests", needs="change", told="moved the record")


@pytest.fixture
def case(people):
    """A use case at home with everything that can be about it."""
    return factories.use_case(people.home, owner=people.ada)


@pytest.fixture
def about(people, case):
    """The papers and other records about it, one of each sort."""
    if not SignOff.objects.exists():
        factories.policy(people.top, kind="inventory.usecase")
    control = factories.control(people.home)
    return [
        signoffs.request(case, actor=SYSTEM),
        packs.keep(factories.made_pack(case), actor=SYSTEM),
        implementations.at_use_case(case, actor=SYSTEM, control=control),
    ]


def units_of(records):
    for record in records:
        record.refresh_from_db()
    return {record.unit for record in records}


def test_all_that_is_about_a_use_case_moves_with_it_in_one_act(people, case, about):
    use_cases.change(case, actor=Actor.of(people.adam), values={"unit": people.away})

    assert units_of([case, *about]) == {people.away}
    moved = Entry.objects.filter(verb__endswith=".follow").values_list("object_id", flat=True)
    assert set(moved) == {record.pk for record in about}
    acts = {entry.body.split('"act":"')[1][:36] for entry in Entry.objects.order_by("-id")[:4]}
    assert len(acts) == 1


def test_what_moved_is_read_as_of_before_at_the_new_unit_alone(people, case, about, client):
    before = timezone.now().isoformat().replace("+00:00", "Z")
    use_cases.change(case, actor=Actor.of(people.adam), values={"unit": people.away})
    signoff, pack, implementation = about
    addresses = [
        f"/sign-offs/{signoff.ref}/",
        f"/packs/{pack.ref}/",
        f"/implementations/{implementation.ref}/",
        f"/use-cases/{case.ref}/",
    ]
    told = {}
    for name in ("ben", "cleo"):
        sessions.begin(client, getattr(people, name))
        for url in addresses:
            told[name, url] = (
                client.get(url).status_code,
                client.get(url, {"as_of": before}).status_code,
            )

    assert {told["ben", url] for url in addresses} == {(404, 404)}
    assert {told["cleo", url] for url in addresses} == {(200, 200)}


def test_what_was_put_elsewhere_on_purpose_stays_there(people, case, about):
    pack = about[1]
    with acting(MOVE_PACK, pack, SYSTEM) as moved:
        moved.unit = people.top
    use_cases.change(case, actor=Actor.of(people.adam), values={"unit": people.away})

    pack.refresh_from_db()
    assert pack.unit == people.top


def test_records_that_move_together_take_along_what_is_about_each(people, case, about):
    other = factories.use_case(people.home)

    def away(record):
        record.unit = people.away

    acting_many(MOVE, [case, other], SYSTEM, change=away)

    assert units_of([case, other, *about]) == {people.away}


def test_who_may_move_the_record_needs_no_right_to_what_follows(people, case, about):
    """An owner moves what is theirs; that a pack of it goes along is no act on the pack."""
    with acting(MOVE, case, Actor.of(people.adam)) as moved:
        moved.unit = people.top

    assert units_of(about) == {people.top}


def test_nothing_moves_where_the_record_does_not(people, case, about):
    use_cases.change(case, actor=Actor.of(people.ada), values={"purpose": "Sort"})

    assert units_of([case, *about]) == {people.home}
    assert Entry.objects.filter(verb__endswith=".follow").count() == 0

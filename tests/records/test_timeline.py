"""The history in words: parts, links, choices, proof; versions compared with their parts."""

import pytest

from inventory.models import IntendedUse
from inventory.use_cases import actions as use_cases
from records import kinds
from records.actors import Actor
from records.history import timeline
from records.history.past import as_of
from records.ledger import book
from tests import factories

KIND = "inventory.usecase"


@pytest.fixture
def ben(people):
    return Actor.of(people.ben)


@pytest.fixture
def record(people):
    return factories.use_case(people.home, owner=people.ada)


def told(record, actor):
    found, _more = timeline.happenings(kinds.by_code(KIND), record, actor)
    return found


def in_words(happening):
    return {str(change.label): (change.old, change.new) for change in happening.changes}


def test_fields_are_told_by_label_and_name(people, record, ben):
    values = {"owner": people.ben, "lifecycle": "in_use", "roles": ["provider", "deployer"]}
    use_cases.change(record, actor=ben, values=values, seen=1)

    newest = told(record, ben)[0]

    assert in_words(newest) == {
        "Owner": ("Ada Example", "Ben Example"),
        "Stage": ("idea", "in use"),
        "Our roles": ("", "provider, deployer"),
    }
    assert (newest.version, newest.told, newest.reason) == (2, "changed the use case", "")


def test_parts_are_told_as_added_changed_and_removed(record, ben):
    first = IntendedUse.objects.get()
    rows = [{"id": first.pk, "autonomy": "decides"}, {"title": "Answer letters"}]
    use_cases.change(record, actor=ben, values={}, intended_uses=rows)
    use_cases.change(record, actor=ben, values={}, intended_uses=[{"id": first.pk, "remove": True}])

    removed, changed, _added = told(record, ben)

    assert in_words(changed) == {
        "Intended use “Sort applications”: How autonomous": (
            "recommends, a person decides",
            "decides alone",
        ),
        "Intended use": ("", "Use: Answer letters\nHow autonomous: recommends, a person decides"),
    }
    assert in_words(removed) == {
        "Intended use": (
            "Use: Sort applications\nWho is affected: Applicants\nHow autonomous: decides alone",
            "",
        )
    }


def test_named_details_are_told_one_by_one(people, ben):
    record = factories.use_case(people.home, external={"Code": "A1", "KeptFile": "x"})
    use_cases.change(
        record, actor=ben, values={"external": {"Code": "B2", "KeptFile": "x", "New": 3}}
    )

    assert in_words(told(record, ben)[0]) == {
        "Further details: Code": ("A1", "B2"),
        "Further details: New": ("", "3"),
    }


def test_an_entry_is_proved_once_it_is_sequenced(record, ben):
    waiting = told(record, ben)[0]
    book.sequence()

    proved = told(record, ben)[0]

    assert (waiting.position, waiting.checkpoint) == (None, None)
    assert proved.checkpoint == book.latest().size
    assert proved.position == book.latest().size - 1
    assert str(proved.proof.word) == f"In checkpoint {proved.checkpoint}"
    assert proved.digest == record.digest


def test_a_link_out_of_reach_is_told_without_its_name(people, record, ben):
    from records.history.differences import Words
    from records.values import field_of

    away = factories.use_case(people.away, name="Secret plans")
    field = field_of(IntendedUse, "use_case")

    words = [Words(actor).tell(field, away.pk) for actor in (ben, Actor.of(people.cleo))]

    assert words == [away.ref, f"{away.ref} Secret plans"]


def test_versions_are_compared_with_their_parts(record, ben):
    part = IntendedUse.objects.get()
    use_cases.change(record, actor=ben, values={"name": "Second"})
    use_cases.change(
        record, actor=ben, values={}, intended_uses=[{"id": part.pk, "title": "Third"}]
    )

    found = timeline.compare(record, ben, old=1, new=3)

    assert [(str(c.label), c.old, c.new) for c in found.changes] == [
        ("Name", "Benefit triage", "Second"),
        ("Intended use “Third”: Use", "Sort applications", "Third"),
    ]
    assert timeline.compare(record, ben, old=1, new=4) is None


def test_the_past_does_not_know_later_acts(record, ben):
    then = record.updated_at
    changed = use_cases.change(record, actor=ben, values={"name": "Second"})

    with as_of(then):
        found = told(record, ben)
        compared = timeline.compare(record, ben, old=1, new=2)

    assert [happening.version for happening in found] == [1]
    assert compared is None
    assert changed.version == 2


def test_pages_of_the_history_follow_each_other(record, ben):
    for number in range(4):
        use_cases.change(record, actor=ben, values={"name": f"Name {number}"})
    kind = kinds.by_code(KIND)

    pages = [timeline.happenings(kind, record, ben, page=page, size=2) for page in (1, 2, 3)]

    assert [[item.version for item in found] for found, _more in pages] == [[5, 4], [3, 2], [1]]
    assert [more for _found, more in pages] == [True, True, False]
    assert in_words(pages[1][0][1]) == {"Name": ("Benefit triage", "Name 0")}

"""A file does no more than its sender may do by hand: each row is judged before it is written."""

import pytest

from governance.people.actions import people as actions
from inventory.models import ImportRow, UseCase
from records.actors import Actor
from tests.inventory.importing import FIRST, MAPPING, SECOND, changed, counts, imported, table
from tests.people import SYSTEM

NO_ADD = "You may not add records to the unit “{}”. Ask who may, or leave this row out."
NO_CHANGE = "You may not change this use case. Ask who may, or leave this row out."


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ben(people):
    """Who may import, create and change at home."""
    return Actor.of(people.ben)


def token(people, *needs):
    """A program of ben's, limited to these needs at home."""
    return Actor.token("t", people.ben, needs=frozenset(needs), within=people.home.path)


def rows(*given):
    """Rows that name no unit but that of their first column, where it has one."""
    return table(*(changed(row, **{"Bureau": "", "Agency": "", **more}) for row, more in given))


def told(run):
    """What became of each row, and why."""
    return {
        row.number: (row.outcome, [note["template"] % note["params"] for note in row.problems])
        for row in ImportRow.objects.filter(run=run)
    }


def names():
    return {each.name: each.purpose for each in UseCase.objects.all()}


def test_the_right_to_import_alone_adds_nothing(people):
    run = imported(
        rows((FIRST, {})), unit=people.home, actor=token(people, "view", "import", "change")
    )

    assert told(run) == {2: ("refused", [NO_ADD.format("Home")])}
    assert names() == {}


def test_the_right_to_import_alone_changes_nothing(people, ben):
    imported(rows((FIRST, {}), (SECOND, {})), unit=people.home, actor=ben)

    run = imported(
        rows((FIRST, {"Aim": "Newer"}), (SECOND, {})),
        unit=people.home,
        actor=token(people, "view", "import", "create"),
    )

    assert told(run) == {2: ("refused", [NO_CHANGE]), 3: ("unchanged", [])}
    assert names() == {"Chat assistant": "Answers questions", "Leak finder": "Finds leaks"}


def test_with_both_rights_a_file_adds_and_changes(people, ben):
    imported(rows((FIRST, {})), unit=people.home, actor=ben)

    run = imported(
        rows((FIRST, {"Aim": "Newer"}), (SECOND, {})),
        unit=people.home,
        actor=token(people, "view", "import", "create", "change"),
    )

    assert counts(run) == {"added": 1, "changed": 1}
    assert names() == {"Chat assistant": "Newer", "Leak finder": "Finds leaks"}


@pytest.mark.parametrize("needs", [("change",), ("create", "change")])
def test_a_move_is_judged_in_the_preview(people, ben, needs):
    sub = actions.add_unit("Sub", above=people.home, actor=SYSTEM)
    mapping = MAPPING.from_json(MAPPING.to_json() | {"identity": by_title()})
    imported(rows((FIRST, {}), (SECOND, {})), unit=people.home, actor=ben, mapping=mapping)

    run = imported(
        rows((FIRST, {"Agency": "Sub"}), (SECOND, {"Aim": "Newer"})),
        unit=people.home,
        actor=token(people, "view", "import", *needs),
        mapping=mapping,
    )

    moved = UseCase.objects.get(name="Chat assistant")
    if "create" in needs:
        assert (counts(run), moved.unit) == ({"changed": 2}, sub)
    else:
        assert told(run) == {2: ("refused", [NO_ADD.format("Sub")]), 3: ("changed", [])}
        assert moved.unit == people.home
    assert names()["Leak finder"] == "Newer"


def by_title():
    """Rows are recognised by their title, wherever they belong."""
    said = MAPPING.to_json()["identity"]
    return said | {"columns": said["columns"][:1]}

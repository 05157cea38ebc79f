"""A register belongs to a unit: one of the same name elsewhere is another one."""

import pytest

from inventory.imports.actions.forgetting import forget
from inventory.models import ImportRow, UseCase
from records.actors import Actor
from records.changing.erasure import ErasureNotice
from records.ledger.erased import ERASED
from tests.inventory.importing import FIRST, changed, counts, imported, previewed, table


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def adam(people):
    """Who may do everything everywhere."""
    return Actor.of(people.adam)


def saying(aim):
    """A file with one row that names no unit."""
    return table(changed(FIRST, Agency="", Bureau="", Aim=aim))


def there():
    return sorted((str(each.unit), each.purpose) for each in UseCase.objects.all())


def test_two_units_keep_registers_of_one_name_apart(people, adam):
    for aim in ("of then", "of now"):
        for unit in (people.home, people.away):
            imported(saying(f"{unit} {aim}"), unit=unit, actor=adam)

    assert there() == [("Away", "Away of now"), ("Home", "Home of now")]


def test_a_guessed_name_elsewhere_is_answered_as_an_unknown_one(people, adam):
    imported(saying("Secret"), unit=people.away, actor=adam)
    other = table(changed(FIRST, Agency="", Bureau="", Title="Guess"))
    ben = Actor.of(people.ben)

    told = [
        [
            (row.outcome, row.problems, row.remarks, row.changes, row.subject_id)
            for row in ImportRow.objects.filter(run=run)
        ]
        for run in (
            previewed(saying("x"), unit=people.home, actor=ben),
            previewed(other, unit=people.home, actor=ben),
        )
    ]

    assert [[row[:4] for row in rows] for rows in told] == [[("added", [], [], [])]] * 2
    assert ("Away", "Secret") in there()


def test_a_file_for_the_unit_above_knows_what_units_below_have_brought(people, adam):
    imported(saying("Old"), unit=people.home, actor=adam)

    run = imported(saying("New"), unit=people.top, actor=adam)

    assert counts(run) == {"changed": 1}
    assert there() == [("Home", "New")]


def test_what_the_unit_itself_has_brought_goes_before_what_is_below(people, adam):
    imported(saying("Top"), unit=people.top, actor=adam)
    imported(saying("Home"), unit=people.home, actor=adam)

    run = previewed(saying("Newer"), unit=people.top, actor=adam)

    assert [row.changes for row in ImportRow.objects.filter(run=run)] == [
        [{"field": "purpose", "old": "Top", "new": "Newer"}]
    ]


def test_erasing_a_value_leaves_the_register_of_another_unit(people, adam):
    for unit in (people.home, people.away):
        imported(saying(f"Of {unit}"), unit=unit, actor=adam)
    preview = previewed(saying("Newer"), unit=people.home, actor=adam)
    record = UseCase.objects.get(unit=people.home)

    forget(ErasureNotice(record=record, field="purpose", values=frozenset({"Of Home"})))

    kept = {row.run.unit.name: row.brought for row in ImportRow.objects.exclude(run=preview)}
    assert {unit: said["purpose"] for unit, said in kept.items()} == {
        "Home": ERASED,
        "Away": "Of Away",
    }
    assert ImportRow.objects.get(run=preview).brought["purpose"] == ERASED

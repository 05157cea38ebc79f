"""The command that imports a register: counts, refusals with their rows, exit codes."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from inventory.imports.actions import saved
from inventory.models import ImportRun, UseCase
from records.actors import Actor
from records.models import Entry
from tests.inventory.importing import FIRST, MAPPING, SECOND, changed, table
from tests.records.incoming.conftest import SHARED


@pytest.fixture
def house(people):
    """A saved mapping."""
    return saved.save("house", mapping=MAPPING, unit=people.home, actor=Actor.of(people.adam))


def run_on(tmp_path, data, *options):
    """Run the command on a file and return what it printed."""
    path = tmp_path / "house.csv"
    path.write_bytes(data)
    out = StringIO()
    call_command("import_register", str(path), "--mapping", "house", *options, stdout=out)
    return out.getvalue()


def test_it_imports_and_lists_refused_rows(house, people, tmp_path):
    text = run_on(tmp_path, table(FIRST, changed(SECOND, Title="")), "--unit", people.home.ref)

    run = ImportRun.objects.get()
    assert text.splitlines()[0] == f"{run.ref}: imported."
    assert "  added: 1" in text.splitlines()
    assert text.splitlines()[-1] == (
        "Row 3 ( | water) is refused: “Title”: “Name” must be filled, and this row holds nothing"
        " for it."
    )
    assert UseCase.objects.get().unit.unit.unit == people.home


def test_it_acts_as_the_named_person(house, people, tmp_path):
    run_on(tmp_path, table(FIRST), "--as", "Adam@example.org")

    entry = Entry.objects.get(verb="inventory.usecase.import")
    assert (entry.actor_kind, entry.actor_id) == ("person", str(people.adam.pk))


def test_a_dry_run_tells_and_writes_nothing(house, tmp_path):
    before = Entry.objects.count()

    told = json.loads(run_on(tmp_path, table(FIRST, SECOND), "--dry-run", "--json"))

    assert told["import"] is None
    assert (told["counts"]["added"], told["counts"]["new_units"]) == (2, 3)
    assert (ImportRun.objects.count(), UseCase.objects.count()) == (0, 0)
    assert Entry.objects.count() == before


def test_a_file_refused_whole_ends_the_command(house, tmp_path):
    with pytest.raises(CommandError, match=r"“house\.csv” is empty"):
        run_on(tmp_path, b"")

    assert ImportRun.objects.count() == 0


def test_a_file_of_refused_rows_alone_ends_the_command(house, tmp_path):
    with pytest.raises(CommandError, match="No row of the file could be accepted"):
        run_on(tmp_path, table(changed(FIRST, Title="")))

    assert UseCase.objects.count() == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--as", "nobody@example.org"], "Nobody who may sign in has the e-mail address"),
        (["--unit", "UN-9999"], "There is no unit UN-9999"),
        (["--mapping", "other"], "There is no mapping “other”. There are: house, us-federal-2024"),
    ],
    ids=["unknown person", "unknown unit", "unknown mapping"],
)
def test_what_does_not_exist_is_named(house, tmp_path, options, sentence):
    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        run_on(tmp_path, table(FIRST), *options)

    assert ImportRun.objects.count() == 0


def test_who_may_not_import_is_refused(house, people, tmp_path):
    with pytest.raises(CommandError, match="You may not do this"):
        run_on(tmp_path, table(FIRST), "--as", "ada@example.org", "--unit", people.home.ref)

    assert UseCase.objects.count() == 0


def test_the_federal_register_comes_in_and_then_changes_nothing(people, tmp_path):
    path = SHARED / "data" / "us-federal-ai-use-cases-2024.csv"
    if not path.exists():
        pytest.skip("the federal register does not lie beside the project")
    told = []
    for _time in range(2):
        out = StringIO()
        call_command(
            "import_register", str(path), "--mapping", "us-federal-2024", "--json", stdout=out
        )
        told.append(json.loads(out.getvalue()))

    assert told[0]["counts"] == {
        "added": 2133,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "vanished": 0,
        "conflicts": 0,
        "remarks": 129,
        "new_units": 377,
    }
    assert told[1]["counts"] == {
        "added": 0,
        "changed": 0,
        "unchanged": 2133,
        "refused": 0,
        "vanished": 0,
        "conflicts": 0,
        "remarks": 129,
        "new_units": 0,
    }
    assert Entry.objects.filter(verb="inventory.usecase.import").count() == 2133

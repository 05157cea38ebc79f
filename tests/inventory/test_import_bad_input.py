"""Bad input to an import: refused whole or by the row, with its place; nothing half written."""

import io

import pytest

from inventory.imports.actions import commit, report, runs, saved
from inventory.models import ImportMapping, ImportRow, ImportRun, UseCase
from records.actors import Actor
from records.errors import RuleError
from records.incoming.mapping import Identity
from records.incoming.table import ColumnKey
from records.lists.exports import write_csv
from records.models import Entry
from tests.inventory.importing import FIRST, MAPPING, SECOND, changed, counts, imported, table
from tests.records.incoming.conftest import ROOT


@pytest.fixture
def adam(people):
    return Actor.of(people.adam)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sample(name):
    """The bytes of a small file that is wrong on purpose."""
    return (ROOT / "tests" / "data" / "import" / name).read_bytes()


def told(run):
    """Every problem and remark with its row, as a person reads it."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    return [
        f"Row {row.number}, {report.plain(note)}"
        for row in rows
        for note in (*row.problems, *row.remarks)
    ]


SAVE_IT = "not a table. Save it as CSV or XLSX and send that."
WHOLE = {
    "a web page": (
        "web_page.csv",
        f"“web_page.csv” is a web page or an XML document, {SAVE_IT}",
    ),
    "a PDF": ("document.csv", f"“document.csv” is a PDF document, {SAVE_IT}"),
    "a program": ("program.csv", f"“program.csv” is a Windows program, {SAVE_IT}"),
    "an old workbook": (
        "old_excel.xls",
        f"“old_excel.xls” is an old Excel or Office file, {SAVE_IT}",
    ),
    "a cut-off workbook": (
        "cut_off.xlsx",
        "The workbook is cut off or damaged. Open it, save it anew and send that.",
    ),
    "an empty file": ("empty.csv", "“empty.csv” is empty."),
    "headings alone": (
        "header_only.csv",
        "“header_only.csv” has headings, but no row below them.",
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_file_that_is_no_table_is_refused_whole(case, people, adam, files):
    name, sentence = WHOLE[case]
    before = Entry.objects.count()

    with pytest.raises(RuleError) as refusal:
        runs.receive(sample(name), name=name, unit=people.home, actor=adam)

    assert refusal.value.message == sentence
    assert (ImportRun.objects.count(), Entry.objects.count()) == (0, before)
    assert list(files.rglob("*")) == []


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_row(people, adam):
    with pytest.raises(RuleError) as refusal:
        runs.receive(sample("unclosed_quote.csv"), name="x.csv", unit=people.home, actor=adam)

    assert refusal.value.message == (
        "A quotation mark opened in row 3 (line 3) is never closed. Close it, or double the marks"
        " that belong to the text."
    )
    assert ImportRun.objects.count() == 0


ROWS = {
    "a field of 100,000 characters": (
        changed(FIRST, Aim="x" * 100_000),
        "Row 2, “Aim”: The text has 100000 characters; a cell may hold 32767.",
    ),
    "a name that is too long": (
        changed(FIRST, Title="x" * 501),
        "Row 2, “Title”: The text has 501 characters; at most 500 fit. Shorten it.",
    ),
    "a row without a name": (
        changed(FIRST, Title=""),
        "Row 2, “Title”: “Name” must be filled, and this row holds nothing for it.",
    ),
    "a row with too few fields": (
        FIRST[:5],
        "Row 2, The row has 5 fields, the headings are 8.",
    ),
    "a control character": (
        changed(FIRST, Aim="a\x00b"),
        "Row 2, “Aim”: The text holds a control character. Remove it.",
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_refused_alone(case, people, adam):
    bad, sentence = ROWS[case]

    run = imported(table(bad, SECOND), unit=people.home, actor=adam)

    assert counts(run) == {"added": 1, "refused": 1, "new_units": 1}
    assert told(run) == [sentence]
    assert list(UseCase.objects.values_list("name", flat=True)) == ["Leak finder"]


def test_a_formula_in_a_cell_comes_in_as_text_with_a_remark(people, adam):
    bad = changed(FIRST, Aim='=HYPERLINK("https://evil.example")')

    run = imported(table(bad), unit=people.home, actor=adam)

    formula = '“=HYPERLINK("https://evil.example")” looks like a formula'
    assert told(run) == [f"Row 2, “Aim”: {formula}; it is kept as plain text."]
    assert UseCase.objects.get().purpose == '=HYPERLINK("https://evil.example")'


def test_a_formula_is_harmless_in_the_report(people, adam):
    run = imported(table(changed(FIRST, Title="=1+1")), unit=people.home, actor=adam)
    out = io.BytesIO()

    write_csv(report.sheet(run, adam), out)

    assert ",'=1+1," in out.getvalue().decode()


def test_references_that_stand_twice_are_refused_both(people, adam):
    once = Identity((ColumnKey("Title"),), numbers_equals=False)
    mapping = MAPPING.from_json(
        MAPPING.to_json() | {"identity": {"columns": ["Title"], "numbers_equals": False}}
    )
    assert mapping.identity == once

    run = imported(
        table(FIRST, changed(FIRST, Aim="Other"), SECOND),
        unit=people.home,
        actor=adam,
        mapping=mapping,
    )

    sentence = "“chat assistant” identifies 2 rows (2, 3). Keep one of them."
    assert told(run) == [f"Row 2, {sentence}", f"Row 3, {sentence}"]
    assert list(UseCase.objects.values_list("name", flat=True)) == ["Leak finder"]


def test_a_mapping_to_an_unknown_field_is_refused(people, adam):
    run = runs.receive(table(FIRST), name="house.csv", unit=people.home, actor=adam)
    wrong = MAPPING.from_json(
        MAPPING.to_json() | {"fields": [{"target": "colour", "columns": ["Title"]}]}
    )

    target = runs.ImportDestination(source="house", unit=people.home)

    with pytest.raises(RuleError) as refusal:
        runs.use_mapping(run, mapping=wrong, target=target, actor=adam)

    assert refusal.value.message == "The mapping fills “colour”, which is no field."
    assert ImportRun.objects.get().mapping == {}


def test_a_mapping_to_an_unknown_choice_is_refused(people, adam):
    run = runs.receive(table(FIRST), name="house.csv", unit=people.home, actor=adam)
    rules = [{"target": "lifecycle", "columns": ["Status"], "values": {"Live": "alive"}}]
    wrong = MAPPING.from_json(MAPPING.to_json() | {"fields": rules})

    target = runs.ImportDestination(source="house", unit=people.home)

    with pytest.raises(RuleError) as refusal:
        runs.use_mapping(run, mapping=wrong, target=target, actor=adam)

    assert (
        refusal.value.message == "The mapping gives “Stage” the value “alive”, which is no choice."
    )
    assert ImportRun.objects.get().mapping == {}


def test_a_file_without_the_columns_of_its_mapping_is_not_previewed(people, adam):
    data = table(FIRST[:-3], headings=("Title", "Agency", "Bureau", "Status", "Aim"))
    run = runs.receive(data, name="house.csv", unit=people.home, actor=adam)
    target = runs.ImportDestination(source="house", unit=people.home)
    run = runs.use_mapping(run, mapping=MAPPING, target=target, actor=adam)

    with pytest.raises(RuleError) as refusal:
        runs.preview(run, actor=adam)

    assert refusal.value.message == (
        "The file lacks columns that the mapping uses: Began; Contact person. Correct either."
    )
    assert ImportRow.objects.count() == 0


def test_a_saved_mapping_cannot_take_the_name_of_one_that_comes_with_the_product(people, adam):
    with pytest.raises(Exception, match="A mapping of this name comes with the product"):
        saved.save("us-federal-2024", mapping=MAPPING, unit=people.home, actor=adam)

    assert ImportMapping.objects.count() == 0


def test_a_failure_while_writing_leaves_nothing(people, adam, monkeypatch):
    run = runs.receive(table(FIRST, SECOND), name="house.csv", unit=people.home, actor=adam)
    target = runs.ImportDestination(source="house", unit=people.home)
    run = runs.use_mapping(run, mapping=MAPPING, target=target, actor=adam)
    run = runs.preview(run, actor=adam)
    before = Entry.objects.count()

    def broken(_made, _actor):
        raise RuleError("Stopped.")

    monkeypatch.setattr(commit, "_change", broken)
    with pytest.raises(RuleError, match="Stopped"):
        commit.commit(run, seen=run.preview_digest, actor=adam)

    assert (UseCase.objects.count(), Entry.objects.count()) == (0, before)
    assert ImportRun.objects.get().state == "previewed"

"""Text from outside: what cannot be kept is refused, quickly and everywhere."""

import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from controls.frameworks.loading.errors import CatalogueError
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.changing.archiving import archive
from records.history.past import history_model
from records.incoming.problems import SourceError
from records.incoming.strict_yaml import parse_document
from records.incoming.table import read_table
from records.incoming.values import clean, fold
from records.ledger.canonical import CanonicalError, canonical
from records.ledger.forms import form_of
from records.models import Entry
from records.texts import fault_of, has_long_run, is_mark
from tests import factories
from tests.contract.conftest import as_person  # noqa: F401 - a fixture
from tests.people import SYSTEM

LONG = "a" + "\u0301\u0316" * 40_000
MARKS = "has more than 30 combining marks in a row. Remove them."


@pytest.mark.parametrize("before", [0, 1, 29, 30, 31, 500])
@pytest.mark.parametrize("mark", ["\u0301", "\u0f73", "\uff9e", "\U0001e94a", "\u05b0"])
def test_a_run_is_counted_wherever_it_stands(before, mark):
    text = "ü" * before

    assert has_long_run(text + mark * 31 + "z") is True
    assert has_long_run(text + mark * 30 + "z" + mark * 30) is False


def test_every_character_of_unicode_is_judged_as_it_decomposes():
    others = (chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF)

    wrong = [
        character
        for character in others
        if is_mark(character)
        != all(map(unicodedata.combining, unicodedata.normalize("NFKD", character)))
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("Grüße", "", id="ordinary"),
        pytest.param("a\0", "holds a zero character. Remove it.", id="zero"),
        pytest.param(
            "a\ud800",
            "holds half of a surrogate pair, which is no character. Remove it.",
            id="half",
        ),
        pytest.param(LONG, MARKS, id="marks"),
    ],
)
def test_a_fault_is_the_end_of_a_sentence(text, fault):
    assert fault_of(text) == fault


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda: canonical({"name": LONG}), id="value"),
        pytest.param(lambda: canonical({LONG: 1}), id="key"),
        pytest.param(lambda: canonical([[LONG]]), id="nested"),
    ],
)
def test_the_canonical_form_refuses_before_it_normalises(write):
    began = time.perf_counter()

    with pytest.raises(CanonicalError, match="combining marks in a row"):
        write()

    assert time.perf_counter() - began < 0.5


def test_a_kept_row_with_a_long_run_is_told_and_not_normalised():
    form = form_of(history_model(UseCase))
    began = time.perf_counter()

    assert form.digest({"name": LONG}, {}) == ""

    assert time.perf_counter() - began < 0.5


def test_cells_with_a_long_run_are_refused_by_row():
    began = time.perf_counter()

    table = read_table(f"name,aim\nA,{LONG[:30_000]}\nB,fine\n".encode(), "register.csv")

    assert [str(problem) for problem in table.problems] == [
        "Row 2, “aim”: The text has more than 30 combining marks in a row. Remove them."
    ]
    assert (clean(LONG), fold(LONG[:400])) == (LONG, LONG[:400])
    assert time.perf_counter() - began < 1


def test_a_heading_with_a_long_run_refuses_the_file():
    with pytest.raises(SourceError, match=r"heading of column B has more than 30 combining"):
        read_table(f"name,{LONG[:900]}\nA,B\n".encode(), "register.csv")


def test_a_file_of_the_catalogue_says_the_line():
    with pytest.raises(CatalogueError, match=r"law.yaml, line 2: The text has more than 30"):
        parse_document(f"a: 1\nb: {LONG}\n".encode(), file="law.yaml")


@pytest.mark.parametrize(
    ("text", "fault"), [(LONG[:300], MARKS), ("a\0b", "holds a zero character. Remove it.")]
)
def test_a_record_refuses_it_at_its_field_and_nothing_changes(people, text, fault):
    case = factories.use_case(people.home)
    entries = Entry.objects.count()

    with pytest.raises(ValidationError) as refused:
        use_cases.change(case, actor=SYSTEM, values={"purpose": text})

    assert refused.value.message_dict == {"purpose": [f"The text {fault}"]}
    assert (UseCase.objects.get().version, Entry.objects.count()) == (1, entries)


def test_a_reason_is_refused_alike(people):
    case = factories.use_case(people.home)

    with pytest.raises(ValidationError) as refused:
        archive(case, actor=SYSTEM, reason=LONG[:300])

    assert refused.value.message_dict == {"reason": [f"The text {MARKS}"]}
    assert UseCase.objects.get().archived_at is None


@pytest.mark.parametrize("value", [1.5, {"b": [2**60]}])
def test_json_without_a_canonical_form_is_refused_at_its_field(people, value):
    case = factories.use_case(people.home)

    with pytest.raises(ValidationError) as refused:
        use_cases.change(case, actor=SYSTEM, values={"external": {"a": value}})

    assert set(refused.value.message_dict) == {"external"}
    assert UseCase.objects.get().version == 1


def test_addresses_and_forms_are_refused_in_words(people, as_person):  # noqa: F811
    ben = as_person(people.ben)
    case = factories.use_case(people.home)
    edit = f"/use-cases/{case.ref}/edit/"
    file = SimpleUploadedFile(LONG[:90] + ".csv", b"a,b\n1,2\n")

    answers = {
        "query": ben.get("/search/", {"q": LONG[:300]}),
        "form": ben.post(edit, {"name": LONG[:300], "seen": 1}),
        "file": ben.post("/imports/new/", {"file": file}),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        answers, 400
    )
    for name, place in (("query", "“q”"), ("form", "“name”"), ("file", "“file”")):
        assert f"{place} {MARKS} Nothing was changed." in answers[name].content.decode(), name
    assert UseCase.objects.get().version == 1


def test_an_address_with_a_zero_character_is_refused(people, as_person):  # noqa: F811
    ben = as_person(people.ben)

    assert ben.get("/api/v1/use-cases/a%00b/").status_code == 400
    assert ben.get("/api/v1/use-cases/?q=%00&q=a%00").status_code == 200

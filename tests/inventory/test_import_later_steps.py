"""Odd files through every step of an import: taken in order, or refused with their row."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inventory.models import ImportRow, ImportRun, RunState, UseCase
from tests.inventory.importing import FIRST, SECOND, changed, table
from tests.inventory.test_import_pages import (  # noqa: F401 - fixtures among them
    MAPPED,
    adam,
    files,
    send,
    values,
    work,
)

MARKS = "a" + "\u0301" * 31
FILES = {
    "cp1252": (
        table(changed(FIRST, Aim="Gr\u00fc\u00dfe")).decode().encode("cp1252"),
        "Gr\u00fc\u00dfe",
    ),
    "utf-16": (
        table(changed(FIRST, Aim="Gr\u00fc\u00dfe")).decode().encode("utf-16"),
        "Gr\u00fc\u00dfe",
    ),
    "formulas": (table(changed(FIRST, Aim="=1+1", Notes="@SUM(A1)")), "=1+1"),
    "mixed newlines": (table(FIRST).replace(b"\r\n", b"\n", 1), "Answers questions"),
    "old newlines": (table(FIRST).replace(b"\r\n", b"\r"), "Answers questions"),
    "newlines in a cell": (table(changed(FIRST, Aim="one\r\ntwo\rthree")), "one\ntwo\nthree"),
    "sign beyond 16 bits": (table(changed(FIRST, Aim="\U0001f600")), "\U0001f600"),
    "as many marks as may be": (
        table(changed(FIRST, Aim="x" + "\u0316" * 30)),
        "x" + "\u0316" * 30,
    ),
}
REFUSED = {
    "100,000 signs": (changed(FIRST, Aim="x" * 100_000), "The text has 100000 characters"),
    "zero character": (changed(FIRST, Aim="a\0b"), "The text holds a control character"),
    "marks": (changed(FIRST, Aim=MARKS), "more than 30 combining marks in a row"),
    "marks in a name": (changed(FIRST, Title=MARKS), "more than 30 combining marks in a row"),
    "marks in a unit": (changed(FIRST, Agency=MARKS), "more than 30 combining marks in a row"),
    "marks in a note": (changed(FIRST, Notes=MARKS), "more than 30 combining marks in a row"),
}


def walk(client, data, unit):
    """Go through every step as a person does; each answers, the last one writes."""
    assert send(client, data, unit).status_code == 302
    run = ImportRun.objects.get()
    base = f"/imports/{run.ref}"
    steps = [("file", {"mapping": "suggested"}), ("columns", MAPPED), ("values", values(unit))]
    for step, sent in steps:
        assert client.get(f"{base}/{step}/").status_code == 200, step
        assert client.post(f"{base}/{step}/", sent).status_code == 302, step
    work()
    seen = client.get(f"{base}/preview/")
    assert seen.status_code == 200
    run.refresh_from_db()
    if run.counts.get("added"):
        client.post(f"{base}/preview/", {"seen": run.preview_digest})
        work()
        assert client.get(f"{base}/report/").status_code == 200
        for ending in ("csv", "xlsx"):
            assert client.get(f"{base}/report/report.{ending}").status_code == 200
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("case", FILES)
def test_an_odd_file_comes_in_whole(case, people, adam):  # noqa: F811
    data, aim = FILES[case]

    run = walk(adam, data, people.home)

    assert run.state == RunState.COMMITTED, run.failure
    assert [use_case.purpose for use_case in UseCase.objects.all()] == [aim]


@pytest.mark.parametrize("case", REFUSED)
def test_an_odd_row_is_refused_at_its_place_and_the_other_comes_in(case, people, adam):  # noqa: F811
    row, sentence = REFUSED[case]

    run = walk(adam, table(row, SECOND), people.home)

    assert run.state == RunState.COMMITTED, run.failure
    refused = ImportRow.objects.get(run=run, number=2)
    told = [problem["template"] % problem["params"] for problem in refused.problems]
    assert any(sentence in each for each in told), told
    assert [use_case.name for use_case in UseCase.objects.all()] == ["Leak finder"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b'Title,Aim\n"a,b\n', "is never closed", id="open quote"),
        pytest.param(b'Title,Aim\n"a"b,c\n', "do not fit together", id="broken quote"),
        pytest.param(f"Title,{MARKS}\na,b\n".encode(), "combining marks in a row", id="heading"),
    ],
)
def test_a_file_that_cannot_be_read_ends_at_the_first_step(data, sentence, people, adam):  # noqa: F811
    sent = send(adam, data, people.home)

    assert sent.status_code == 422
    assert sentence in sent.content.decode()
    assert ImportRun.objects.count() == 0


def test_the_name_of_a_file_is_text_like_any_other(people, adam):  # noqa: F811
    file = SimpleUploadedFile(f"{MARKS}.csv", table(FIRST))

    answer = adam.post("/imports/new/", {"file": file, "unit": str(people.home.pk)})

    assert answer.status_code == 400
    assert ImportRun.objects.count() == 0

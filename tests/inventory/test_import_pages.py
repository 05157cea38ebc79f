"""The pages of an import, step by step, without JavaScript: who may, what is kept and shown."""

import hashlib
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.imports.actions import commit
from inventory.models import ImportMapping, ImportRun, RunState, UseCase
from records import jobs
from records.actors import Actor
from records.incoming.mapping import TableMapping
from records.models import Entry, Job
from tests.inventory.importing import FIRST, HEADINGS, SECOND, changed, imported, previewed, table


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def adam(people, as_person):
    """A client of the administrator."""
    return as_person(people.adam)


def send(client, data, unit, name="house.csv"):
    """Send a file as the first step does."""
    return client.post(
        "/imports/new/", {"file": SimpleUploadedFile(name, data), "unit": str(unit.pk)}
    )


def columns(**targets):
    """What the second step sends: fields by heading (spaces as underscores), two identify."""
    places = {heading.replace(" ", "_"): place for place, heading in enumerate(HEADINGS)}
    sent = {f"target_{places[heading]}": target for heading, target in targets.items()}
    return sent | {"identifies_0": "on", "identifies_1": "on"}


MAPPED = columns(
    Title="name", Agency="unit:1", Bureau="unit:2", Status="lifecycle", Aim="purpose",
    Began="in_service_on",
)  # fmt: skip


def values(unit, **more):
    """What the third step sends."""
    return {
        "source": "house",
        "unit": str(unit.pk),
        "missing_units": "create",
        "unmapped": "keep",
        "numbers_equals": "on",
        "value_lifecycle_0": "in_use",
    } | more


def work():
    """Do what waits in the queue."""
    for key in jobs.waiting():
        jobs.run(key)


def test_a_file_goes_from_hand_to_report(people, adam):
    sent = send(adam, table(FIRST, SECOND), people.home)
    run = ImportRun.objects.get()
    assert sent.headers["Location"] == f"/imports/{run.ref}/file/"
    assert b"Contact person" in adam.get(sent.headers["Location"]).content

    chosen = adam.post(f"/imports/{run.ref}/file/", {"mapping": "suggested"})
    assert chosen.headers["Location"] == f"/imports/{run.ref}/columns/"
    mapped = adam.post(f"/imports/{run.ref}/columns/", MAPPED)
    assert mapped.headers["Location"] == f"/imports/{run.ref}/values/"
    assert b"in use" in adam.get(mapped.headers["Location"]).content

    asked = adam.post(f"/imports/{run.ref}/values/", values(people.home, save_as="our-house"))
    assert b"Waiting for its turn" in adam.get(asked.headers["Location"]).content
    work()
    seen = adam.get(asked.headers["Location"])
    assert b"Import 2 rows" in seen.content
    assert UseCase.objects.count() == 0

    run.refresh_from_db()
    confirmed = adam.post(f"/imports/{run.ref}/preview/", {"seen": run.preview_digest})
    work()
    last = adam.get(confirmed.headers["Location"])
    assert last.headers["Location"] == f"/imports/{run.ref}/report/"
    assert UseCase.objects.filter(lifecycle="in_use", unit__name="Roads").count() == 1
    assert ImportMapping.objects.get().name == "our-house"


def test_what_the_steps_say_is_the_mapping(people, adam):
    send(adam, table(FIRST, SECOND), people.home)
    run = ImportRun.objects.get()
    adam.post(f"/imports/{run.ref}/file/", {"mapping": "suggested"})
    adam.post(f"/imports/{run.ref}/columns/", MAPPED)
    sent = values(people.home, value_lifecycle_0="-", default_lifecycle="testing")
    adam.post(f"/imports/{run.ref}/values/", sent | {"order_in_service_on": "yes"})

    mapping = TableMapping.from_json(ImportRun.objects.get().mapping)

    rules = {rule.target: rule for rule in mapping.rules}
    assert [key.heading for key in mapping.identity.columns] == ["Title", "Agency"]
    assert [key.heading for key in rules["unit"].columns] == ["Agency", "Bureau"]
    assert (rules["lifecycle"].values, rules["lifecycle"].default) == ({"Live": None}, "testing")
    assert rules["in_service_on"].day_first is True
    assert set(rules) == {"name", "unit", "lifecycle", "purpose", "in_service_on"}


def test_a_file_that_is_no_table_is_told_beside_the_field(people, adam):
    answer = send(adam, b"%PDF-1.7 whatever", people.home, name="register.csv")

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "“register.csv” is a PDF document, not a table. Save it as CSV or XLSX and send that."
    ]
    assert ImportRun.objects.count() == 0


def test_a_file_is_read_by_another_encoding_when_somebody_says_so(people, adam):
    send(adam, table(changed(FIRST, Title="Café")), people.home)
    run = ImportRun.objects.get()

    adam.post(f"/imports/{run.ref}/file/", {"read": "1", "encoding": "cp1252", "delimiter": ","})

    page = adam.get(f"/imports/{run.ref}/file/")
    assert ImportRun.objects.get().encoding == "cp1252"
    assert "CafÃ©" in page.content.decode()


def test_the_name_must_come_from_a_column(people, adam):
    send(adam, table(FIRST), people.home)
    run = ImportRun.objects.get()
    adam.post(f"/imports/{run.ref}/file/", {"mapping": "suggested"})
    before = ImportRun.objects.get().mapping

    answer = adam.post(f"/imports/{run.ref}/columns/", columns(Aim="purpose"))

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "No column fills “Name”. Choose one: it must be filled."
    ]
    assert ImportRun.objects.get().mapping == before


def test_a_step_that_lacks_the_one_before_says_so(people, adam):
    send(adam, table(FIRST), people.home)
    run = ImportRun.objects.get()

    answer = adam.get(f"/imports/{run.ref}/columns/", follow=True)

    assert b"Choose first which mapping to start from." in answer.content


STEPS = ("file", "columns", "values", "preview")


@pytest.mark.parametrize("step", STEPS)
def test_a_stranger_does_not_find_an_import(step, people, as_person):
    run = previewed(table(FIRST), unit=people.home, actor=Actor.of(people.adam))
    cleo = as_person(people.cleo)

    assert cleo.get(f"/imports/{run.ref}/{step}/").status_code == 404
    assert cleo.post(f"/imports/{run.ref}/{step}/", {"seen": run.preview_digest}).status_code == 404
    assert ImportRun.objects.get().state == RunState.PREVIEWED


@pytest.mark.parametrize("step", STEPS)
def test_who_may_only_look_cannot_work_on_an_import(step, people, as_person):
    run = previewed(table(FIRST), unit=people.home, actor=Actor.of(people.adam))
    ada = as_person(people.ada)

    assert ada.post(f"/imports/{run.ref}/{step}/", {"seen": run.preview_digest}).status_code == 403
    assert ImportRun.objects.get().version == run.version
    assert Job.objects.count() == 0


def test_who_may_import_nowhere_is_not_asked_for_a_file(people, as_person):
    ada = as_person(people.ada)

    assert ada.get("/imports/new/").status_code == 403
    assert send(ada, table(FIRST), people.home).status_code == 403
    assert ImportRun.objects.count() == 0


def test_nothing_is_sent_in_the_past(people, adam):
    run = previewed(table(FIRST), unit=people.home, actor=Actor.of(people.adam))
    before = Entry.objects.count()

    answer = adam.post(
        f"/imports/{run.ref}/preview/?as_of=2020-01-01", {"seen": run.preview_digest}
    )

    assert answer.status_code == 405
    assert Entry.objects.count() == before


def test_rows_are_narrowed_and_told(people, adam):
    actor = Actor.of(people.adam)
    imported(table(FIRST, SECOND), unit=people.home, actor=actor)
    run = previewed(
        table(changed(FIRST, Status="Over"), changed(SECOND, Title="")),
        unit=people.home,
        actor=actor,
    )

    texts = {
        show: adam.get(f"/imports/{run.ref}/preview/?show={show}").content.decode()
        for show in ("changed", "refused", "vanished")
    }

    assert "Stage" in texts["changed"]
    assert "retired" in texts["changed"]
    assert "must be filled" not in texts["changed"]
    assert "“Name” must be filled, and this row holds nothing for it." in texts["refused"]
    assert "Leak finder" in texts["vanished"]


def test_the_report_is_taken_along(people, adam):
    run = imported(table(FIRST, SECOND), unit=people.home, actor=Actor.of(people.adam))
    address = f"/imports/{run.ref}/report/"

    lines = b"".join(adam.get(f"{address}report.jsonl").streaming_content)
    book = openpyxl.load_workbook(
        BytesIO(b"".join(adam.get(f"{address}report.xlsx").streaming_content))
    )
    text = b"".join(adam.get(f"{address}report.csv").streaming_content).decode("utf-8-sig")
    original = adam.get(f"{address}original")

    assert hashlib.sha256(lines).hexdigest() == run.report_digest
    assert [row[3].value for row in book.worksheets[0].rows] == [
        "Name",
        "Chat assistant",
        "Leak finder",
    ]
    assert text.splitlines()[1].startswith("2,added,UC-")
    assert b"".join(original.streaming_content) == table(FIRST, SECOND)
    assert original.headers["Content-Type"] == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_who_may_not_export_takes_nothing_along(people, as_person):
    run = imported(table(FIRST), unit=people.home, actor=Actor.of(people.adam))
    cleo = as_person(people.cleo)

    for name in ("report.csv", "report.xlsx", "report.jsonl", "original"):
        assert cleo.get(f"/imports/{run.ref}/report/{name}").status_code == 404


def test_the_preview_takes_as_many_queries_for_many_rows(people, adam):
    actor = Actor.of(people.adam)
    counts = []
    for number in (1, 40):
        rows = [changed(FIRST, Title=f"Case {place}") for place in range(number)]
        run = previewed(table(*rows), unit=people.home, actor=actor)
        run = commit.commit(run, seen=run.preview_digest, actor=actor)
        adam.get(f"/imports/{run.ref}/report/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            adam.get(f"/imports/{run.ref}/report/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[1] <= 25

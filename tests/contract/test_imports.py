"""Every kind whose records come in from files: offer, preview, report, conflict, refusal, API."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.people.actions import people as actions
from inventory.imports.actions import commit, runs
from inventory.imports.actions.targets import code_of
from inventory.imports.views.records import begin_url
from inventory.models import ImportRow, ImportRun, RunState
from records import jobs, kinds
from records.actors import Actor
from records.errors import Refused, RuleError
from records.incoming.suggestion import suggest
from records.incoming.table import read_table
from records.kinds import targets
from records.models import Entry, Job
from tests import factories


def pytest_generate_tests(metafunc):
    if "target" in metafunc.fixturenames:
        every = targets.every()
        metafunc.parametrize("target", every, ids=[target.kind.code for target in every])


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ben(people):
    """Who may import at home."""
    return Actor.of(people.ben)


def row(target, **values):
    """A row that says all that a new record needs, by heading."""
    needed = {**factories.NEW[target.kind.code], **values}
    labels = {spec.name: spec.label for spec in target.specs()}
    return {labels[name]: text for name, text in needed.items() if name in labels}


def table(*rows):
    """Rows as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def previewed(target, data, unit, actor):
    """Receive, map by the headings and preview a file."""
    run = runs.receive(data, name="house.csv", unit=unit, kind=code_of(target), actor=actor)
    mapping = suggest(read_table(data, "house.csv"), target.specs(), name="house")
    place = runs.ImportDestination(source="house", unit=unit)
    run = runs.use_mapping(run, mapping=mapping, target=place, actor=actor)
    return runs.preview(run, actor=actor)


def imported(target, data, unit, actor):
    """Bring a file in."""
    run = previewed(target, data, unit, actor)
    return commit.commit(run, seen=run.preview_digest, actor=actor)


def counts(run):
    """What became of rows, without what became of none."""
    return {name: count for name, count in run.counts.items() if count}


def records(target):
    """The records of the kind, by title."""
    return {getattr(one, target.title): one for one in target.model.objects.all()}


def titled(target, text, **values):
    """A row of a title of its own."""
    return row(target, **{target.title: text}, **values)


def test_the_list_offers_it_to_who_may(target, people, as_person):
    address = begin_url(target)

    offered = as_person(people.ben).get(target.kind.url("list")).content.decode()
    not_offered = as_person(people.ada).get(target.kind.url("list")).content.decode()

    assert f'href="{address}"' in offered
    assert address not in not_offered
    assert as_person(people.ada).get(address).status_code == 403


def test_a_file_goes_from_hand_to_report(target, people, as_person):
    client, data = as_person(people.ben), table(titled(target, "First"), titled(target, "Second"))
    sent = {"file": SimpleUploadedFile("house.csv", data), "unit": str(people.home.pk)}
    began = client.post(begin_url(target), sent)
    run = ImportRun.objects.get()
    base = f"/imports/{run.ref}"
    assert began.headers["Location"] == f"{base}/file/"

    client.post(f"{base}/file/", {"mapping": "suggested"})
    for step in ("columns", "values"):
        page = client.get(f"{base}/{step}/")
        form = page.context["form"]
        given = {bound.html_name: bound.value() for bound in form}
        filled = {name: value for name, value in given.items() if value not in (None, False)}
        assert client.post(f"{base}/{step}/", filled).status_code == 302, step
    work()
    seen = client.get(f"{base}/preview/")
    assert b"Import 2 rows" in seen.content
    assert target.model.objects.count() == 0
    run.refresh_from_db()
    client.post(f"{base}/preview/", {"seen": run.preview_digest})
    work()

    report = client.get(f"{base}/report/").content.decode()
    made = records(target)
    assert set(made) == {"First", "Second"}
    assert {one.unit for one in made.values()} == {people.home}
    assert all(one.ref in report for one in made.values())


def work():
    """Do what waits in the queue."""
    for key in jobs.waiting():
        jobs.run(key)


def test_all_of_it_is_one_act_whose_rows_name_the_records(target, people, ben):
    run = imported(
        target, table(titled(target, "First"), titled(target, "Second")), people.home, ben
    )

    verbs = [f"{target.kind.code}.import", "inventory.importrun.commit"]
    bodies = [json.loads(one.body) for one in Entry.objects.filter(verb__in=verbs)]
    named = set(ImportRow.objects.values_list("subject_kind", "subject_id", "subject_ref"))
    assert len(bodies) == 3
    assert len({body["act"] for body in bodies}) == 1
    assert named == {(target.kind.code, one.pk, one.ref) for one in target.model.objects.all()}
    assert counts(run) == {"added": 2}


def test_the_same_file_again_changes_nothing(target, people, ben):
    data = table(titled(target, "First"), titled(target, "Second"))
    imported(target, data, people.home, ben)
    before = Entry.objects.filter(kind=target.kind.code).count()

    run = imported(target, data, people.home, ben)

    assert counts(run) == {"unchanged": 2}
    assert Entry.objects.filter(kind=target.kind.code).count() == before
    assert {one.version for one in target.model.objects.all()} == {1}


def other_field(target):
    """A text that does not identify a row."""
    return next(
        field.name
        for field in target.fields
        if field.name != target.title and field.get_internal_type() == "TextField"
    )


def test_what_a_person_wrote_stays_and_is_told_as_a_conflict(target, people, ben):
    name = other_field(target)
    first = titled(target, "First", **{name: "As the file has it"})
    imported(target, table(first), people.home, ben)
    held = records(target)["First"]
    target.kind.writes.change(held, actor=ben, values={name: "As a person has it"})

    run = imported(
        target,
        table(titled(target, "First", **{name: "Newer"}), titled(target, "New", **{name: "x"})),
        people.home,
        ben,
    )

    told = ImportRow.objects.get(run=run, identity="first")
    assert counts(run) == {"added": 1, "unchanged": 1, "conflicts": 1}
    assert told.conflicts == [{"field": name, "current": "As a person has it", "new": "Newer"}]
    assert getattr(records(target)["First"], name) == "As a person has it"


def test_a_changed_cell_changes_the_record_and_a_missing_row_is_told(target, people, ben):
    name = other_field(target)
    rows = [titled(target, text, **{name: "As it was"}) for text in ("First", "Second")]
    imported(target, table(*rows), people.home, ben)

    run = imported(target, table(titled(target, "First", **{name: "As it is"})), people.home, ben)

    assert counts(run) == {"changed": 1, "vanished": 1}
    made = records(target)
    assert getattr(made["First"], name) == "As it is"
    assert (getattr(made["Second"], name), made["Second"].is_archived) == ("As it was", False)


def test_a_row_that_cannot_stand_is_refused_at_its_place_and_the_others_come_in(
    target, people, ben
):
    run = imported(target, table(titled(target, ""), titled(target, "Second")), people.home, ben)

    told = ImportRow.objects.get(run=run, outcome="refused")
    label = next(spec.label for spec in target.specs() if spec.name == target.title)
    assert counts(run) == {"added": 1, "refused": 1}
    assert told.number == 2
    assert [note["column"] for note in told.problems][:1] == [label]
    assert set(records(target)) == {"Second"}


def test_a_text_that_no_field_takes_is_kept_or_refuses_its_row(target, people, ben):
    choice = next(spec for spec in target.specs() if spec.kind == "choice")
    odd = titled(target, "First", **{choice.name: "whenever"})

    run = imported(target, table(odd, titled(target, "Second")), people.home, ben)

    if target.keeps_texts:
        held = records(target)["First"]
        assert getattr(held, target.external) == {choice.label: "whenever"}
        return
    told = ImportRow.objects.get(run=run, outcome="refused")
    assert [note["template"] % note["params"] for note in told.problems] == [
        f"“{choice.label}” cannot take “whenever”. Correct it, or say what it means."
    ]
    assert set(records(target)) == {"Second"}


def test_who_may_not_import_gets_nowhere(target, people):
    with pytest.raises(Refused):
        previewed(target, table(titled(target, "First")), people.home, Actor.of(people.ada))

    assert (ImportRun.objects.count(), target.model.objects.count()) == (0, 0)


def test_a_record_elsewhere_is_neither_told_nor_changed(target, people):
    name = other_field(target)
    there = titled(target, "First", **{name: "Theirs"})
    imported(target, table(there), people.home, Actor.of(people.ben))
    target.kind.writes.change(
        records(target)["First"], actor=Actor.of(people.adam), values={"unit": people.away}
    )

    mine = table(titled(target, "First", **{name: "Mine"}))
    run = imported(target, mine, people.home, Actor.of(people.ben))

    told = ImportRow.objects.get(run=run)
    assert (told.outcome, told.subject_id, told.changes) == ("refused", None, [])
    sentence = f"This {target.noun} lies in a unit where you may not import."
    assert [note["template"] % note["params"] for note in told.problems] == [sentence]
    assert getattr(records(target)["First"], name) == "Theirs"


def test_a_register_of_that_name_elsewhere_is_another_one(target, people):
    name = other_field(target)
    theirs = table(titled(target, "First", **{name: "Theirs"}))
    imported(target, theirs, people.away, Actor.of(people.cleo))

    mine = table(titled(target, "First", **{name: "Mine"}))
    run = imported(target, mine, people.home, Actor.of(people.ben))

    assert counts(run) == {"added": 1}
    assert sorted((str(one.unit), getattr(one, name)) for one in target.model.objects.all()) == [
        ("Away", "Theirs"),
        ("Home", "Mine"),
    ]


def test_a_failure_while_writing_leaves_nothing(target, people, ben, monkeypatch):
    run = previewed(target, table(titled(target, "First")), people.home, ben)
    before = Entry.objects.count()

    def broken(_made, _actor):
        raise RuleError("Stopped.")

    monkeypatch.setattr(commit, "_change", broken)
    with pytest.raises(RuleError, match="Stopped"):
        commit.commit(run, seen=run.preview_digest, actor=ben)

    assert (target.model.objects.count(), Entry.objects.count()) == (0, before)
    assert ImportRow.objects.filter(subject_id__isnull=False).count() == 0
    assert ImportRun.objects.get().state == RunState.PREVIEWED


def test_two_imports_of_one_register_do_not_cross(target, people, ben):
    data = table(titled(target, "First"))
    late = previewed(target, data, people.home, ben)
    worked_out = runs.planned(late, actor=ben)
    imported(target, data, people.home, ben)

    with pytest.raises(RuleError, match="Another import of this register ran at the same time"):
        commit._write(late, worked_out, ben)

    assert set(records(target)) == {"First"}
    assert target.model.objects.count() == 1


def test_a_program_sends_reads_and_carries_out(target, people, ben):
    client = program(people, "import", "view", "create")
    data = {
        "file": SimpleUploadedFile("house.csv", table(titled(target, "First"))),
        "kind": target.kind.code,
        "unit": people.home.ref,
        "register": "house",
    }

    sent = client.post("/api/v1/import-files/", data, headers={"Idempotency-Key": "a"})
    work()
    address = f"/api/v1/imports/{sent.json()['ref']}/"
    waits = client.get(address).json()
    rows = client.get(f"{address}rows/").json()
    seen = {"preview_digest": waits["preview_digest"]}
    client.post(f"{address}carry-out/", seen, headers={"Idempotency-Key": "b"},
                content_type="application/json")  # fmt: skip
    work()

    assert sent.status_code == 201
    assert (waits["state"], waits["counts"]["added"]) == ("previewed", 1)
    assert [(each["row"], each["outcome"], each["ref"]) for each in rows["results"]] == [
        (2, "added", "")
    ]
    held = records(target)["First"]
    told = client.get(f"{address}rows/").json()["results"]
    assert client.get(address).json()["state"] == "committed"
    assert [each["ref"] for each in told] == [held.ref]


def program(people, *needs):
    """A client with a token of ben's, limited to these needs."""
    _token, secret = actions.issue_token(
        people.ben, name="tests", needs=sorted(needs), unit=people.home, actor=Actor.of(people.ben)
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_program_that_may_not_import_sends_nothing(target, people):
    data = {
        "file": SimpleUploadedFile("house.csv", table(titled(target, "First"))),
        "kind": target.kind.code,
        "unit": people.home.ref,
    }

    answer = program(people, "view").post(
        "/api/v1/import-files/", data, headers={"Idempotency-Key": "a"}
    )

    assert answer.status_code == 403
    assert (ImportRun.objects.count(), Job.objects.count()) == (0, 0)


def test_other_kinds_do_not_come_in(people, ben):
    other = next(kind for kind in kinds.every() if targets.of(kind.code) is None)

    with pytest.raises(RuleError, match=f"“{other.code}” do not come in from files"):
        runs.receive(b"Name\nx\n", name="x.csv", unit=people.home, kind=other.code, actor=ben)

    assert ImportRun.objects.count() == 0

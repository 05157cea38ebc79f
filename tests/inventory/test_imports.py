"""Importing a register: what is added and changed, what a person's word outweighs, what is kept."""

import hashlib
import json
from datetime import date

import pytest
from django.core.files.storage import default_storage

from governance.models import Unit
from inventory.imports.actions import commit, report, runs
from inventory.models import ImportRow, ImportRun, RunState, UseCase
from inventory.use_cases import actions as use_cases
from records import jobs
from records.actors import Actor
from records.changing import archiving
from records.errors import Refused, RuleError
from records.ledger.canonical import canonical
from records.models import Entry, Job
from tests.inventory.importing import (
    FIRST,
    MAPPING,
    SECOND,
    by_name,
    changed,
    counts,
    imported,
    previewed,
    table,
)


@pytest.fixture
def adam(people):
    """The administrator, who may add units."""
    return Actor.of(people.adam)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ben(people):
    """The compliance officer at home, who may import there but add no unit."""
    return Actor.of(people.ben)


def entries(verb):
    """The bodies of the ledger entries of one verb, oldest first."""
    found = Entry.objects.filter(verb=verb).order_by("id")
    return [json.loads(entry.body) for entry in found]


def problems(run):
    """Why rows are refused, by row number."""
    refused = ImportRow.objects.filter(run=run, outcome="refused").order_by("number")
    return {row.number: [report.plain(note) for note in row.problems] for row in refused}


def test_rows_become_use_cases_with_values_units_and_the_rest_beside_them(people, adam):
    run = imported(table(FIRST, SECOND), unit=people.home, actor=adam)

    chat, leak = by_name()["Chat assistant"], by_name()["Leak finder"]
    assert counts(run) == {"added": 2, "new_units": 3}
    assert (chat.lifecycle, chat.purpose) == ("in_use", "Answers questions")
    assert chat.in_service_on == date(2024, 2, 1)
    assert chat.external == {"Notes": "a"}
    assert (chat.unit.name, chat.unit.unit.name, chat.unit.unit.unit) == (
        "Roads",
        "Works",
        people.home,
    )
    assert leak.unit.name == "Water"


def test_all_of_an_import_is_one_act_told_in_the_ledger(people, adam):
    data = table(FIRST, SECOND)

    run = imported(data, unit=people.home, actor=adam)

    rows, (own,) = entries("inventory.usecase.import"), entries("inventory.importrun.commit")
    units = entries("governance.unit.add")[-3:]
    assert len(rows) == 2
    assert {each["act"] for each in (*rows, *units, own)} == {own["act"]}
    assert own["facts"] == {
        "sha256": hashlib.sha256(data).hexdigest(),
        "counts": run.counts,
        "report": run.report_digest,
    }
    assert "Ms Long" not in canonical(rows).decode()


def test_the_report_is_what_its_digest_says(people, adam):
    run = imported(table(FIRST, SECOND), unit=people.home, actor=adam)

    written = report.as_bytes(report.lines(run, adam))

    assert hashlib.sha256(written).hexdigest() == run.report_digest
    assert [json.loads(line)["ref"] for line in written.splitlines()] == [
        use_case.ref for use_case in UseCase.objects.order_by("ref")
    ]


def test_the_file_is_kept_as_it_was_sent(people, adam):
    data = table(FIRST)

    run = imported(data, unit=people.home, actor=adam)

    with default_storage.open(f"imports/{run.sha256}") as kept:
        assert kept.read() == data


def test_the_same_file_again_changes_nothing(people, adam):
    imported(table(FIRST, SECOND), unit=people.home, actor=adam)
    before = Entry.objects.filter(kind__in=["inventory.usecase", "governance.unit"]).count()

    run = imported(table(FIRST, SECOND), unit=people.home, actor=adam)

    after = Entry.objects.filter(kind__in=["inventory.usecase", "governance.unit"]).count()
    assert counts(run) == {"unchanged": 2}
    assert after == before
    assert {use_case.version for use_case in UseCase.objects.all()} == {1}


def test_a_corrected_file_changes_what_differs_and_tells_old_and_new(people, adam):
    imported(table(FIRST, SECOND), unit=people.home, actor=adam)
    corrected = changed(FIRST, Status="Over", Bureau="Bridges")

    run = imported(table(corrected, SECOND), unit=people.home, actor=adam)

    chat = by_name()["Chat assistant"]
    (row,) = ImportRow.objects.filter(run=run, outcome="changed")
    assert counts(run) == {"changed": 1, "unchanged": 1, "new_units": 1}
    assert (chat.lifecycle, chat.unit.name, chat.version) == ("retired", "Bridges", 2)
    assert row.changes == [
        {"field": "unit", "old": ["Works", "Roads"], "new": ["Works", "Bridges"]},
        {"field": "lifecycle", "old": "in_use", "new": "retired"},
    ]


def test_a_cell_that_became_blank_empties_what_the_file_had_brought(people, adam):
    imported(table(FIRST), unit=people.home, actor=adam)

    imported(table(changed(FIRST, Aim="", Status="", Began="")), unit=people.home, actor=adam)

    chat = by_name()["Chat assistant"]
    assert (chat.purpose, chat.lifecycle, chat.in_service_on) == ("", "idea", None)


def test_a_blank_unit_leaves_a_use_case_where_it_is(people, adam):
    by_title = MAPPING.from_json(MAPPING.to_json() | {"identity": {"columns": ["Title"]}})
    imported(table(FIRST), unit=people.home, actor=adam, mapping=by_title)

    run = imported(
        table(changed(FIRST, Agency="", Bureau="")),
        unit=people.home,
        actor=adam,
        mapping=by_title,
    )

    assert counts(run) == {"unchanged": 1}
    assert by_name()["Chat assistant"].unit.name == "Roads"


def test_what_a_person_wrote_stays_and_a_conflict_is_shown_once(people, adam):
    imported(table(FIRST), unit=people.home, actor=adam)
    use_cases.change(by_name()["Chat assistant"], actor=adam, values={"purpose": "In our words"})

    same = imported(table(FIRST), unit=people.home, actor=adam)
    other = imported(table(changed(FIRST, Aim="Newer words")), unit=people.home, actor=adam)
    again = imported(table(changed(FIRST, Aim="Newer words")), unit=people.home, actor=adam)

    (row,) = ImportRow.objects.filter(run=other)
    assert [counts(run) for run in (same, other, again)] == [
        {"unchanged": 1},
        {"unchanged": 1, "conflicts": 1},
        {"unchanged": 1},
    ]
    assert row.conflicts == [{"field": "purpose", "current": "In our words", "new": "Newer words"}]
    assert by_name()["Chat assistant"].purpose == "In our words"


def test_what_is_no_longer_in_the_file_is_told_and_kept(people, adam):
    imported(table(FIRST, SECOND), unit=people.home, actor=adam)

    run = imported(table(FIRST), unit=people.home, actor=adam)

    (row,) = ImportRow.objects.filter(run=run, outcome="vanished")
    leak = UseCase.objects.get(pk=row.subject_id)
    assert (leak.name, leak.ref) == ("Leak finder", row.subject_ref)
    assert not leak.is_archived
    assert leak.version == 1


def test_equal_rows_are_numbered(people, adam):
    run = imported(table(FIRST, FIRST), unit=people.home, actor=adam)

    assert counts(run) == {"added": 2, "new_units": 2}
    assert sorted(UseCase.objects.values_list("source_identity", flat=True)) == [
        f"{people.home.ref} | chat assistant | works",
        f"{people.home.ref} | chat assistant | works #2",
    ]


def test_who_may_not_add_units_has_such_rows_refused(people, ben):
    run = imported(table(FIRST, changed(SECOND, Agency="")), unit=people.home, actor=ben)

    assert counts(run) == {"added": 1, "refused": 1}
    sentence = (
        "“Agency”: The unit “Works > Roads” is not there, and you may not add it below “Home”."
        " Ask an administrator, or put such rows into one unit."
    )
    assert problems(run) == {2: [sentence]}
    assert not Unit.objects.filter(name__in=["Works", "Roads"]).exists()


def test_rows_without_their_unit_can_go_to_the_unit_of_the_import(people, ben):
    run = imported(table(FIRST), unit=people.home, actor=ben, missing_units="here")

    assert counts(run) == {"added": 1, "remarks": 1}
    assert by_name()["Chat assistant"].unit == people.home


def test_a_refused_row_adds_no_unit(people, adam):
    run = imported(table(changed(FIRST, Title=""), SECOND), unit=people.home, actor=adam)

    assert counts(run) == {"added": 1, "refused": 1, "new_units": 1}
    assert not Unit.objects.filter(name="Works").exists()


def test_dates_that_contradict_each_other_refuse_the_row_alone(people, adam):
    rules = [*MAPPING.to_json()["fields"], {"target": "retired_on", "columns": ["Notes"]}]
    mapping = MAPPING.from_json(MAPPING.to_json() | {"fields": rules})

    run = imported(
        table(changed(FIRST, Notes="2020-01-01"), SECOND),
        unit=people.home,
        actor=adam,
        mapping=mapping,
    )

    assert problems(run) == {2: ["“Retired”: It cannot be retired before it was in use."]}
    assert list(by_name()) == ["Leak finder"]


def test_an_archived_use_case_is_not_brought_back(people, adam):
    imported(table(FIRST, SECOND), unit=people.home, actor=adam)
    chat = archiving.archive(by_name()["Chat assistant"], actor=adam, reason="Never used.")

    run = imported(table(changed(FIRST, Aim="New"), SECOND), unit=people.home, actor=adam)

    assert problems(run) == {2: [f"{chat.ref} is archived. Restore it before importing it anew."]}
    assert by_name()["Chat assistant"].version == 2


def test_a_use_case_elsewhere_is_neither_told_nor_changed(people, adam):
    run = imported(table(changed(FIRST, Agency="", Bureau="")), unit=people.home, actor=adam)
    assert counts(run) == {"added": 1}
    use_cases.change(by_name()["Chat assistant"], actor=adam, values={"unit": people.away})

    run = imported(
        table(changed(FIRST, Agency="", Bureau="", Aim="Mine")),
        unit=people.home,
        actor=Actor.of(people.ben),
    )

    row = ImportRow.objects.get(run=run)
    assert problems(run) == {2: ["This use case lies in a unit where you may not import."]}
    assert (row.subject_kind, row.subject_id, row.subject_ref) == ("", None, "")
    assert row.changes == []
    assert by_name()["Chat assistant"].purpose == "Answers questions"


def test_who_may_not_import_gets_nowhere(people):
    with pytest.raises(Refused):
        previewed(table(FIRST), unit=people.home, actor=Actor.of(people.ada))

    assert ImportRun.objects.count() == 0


def test_a_register_that_changed_since_the_preview_is_not_written(people, adam):
    imported(table(FIRST), unit=people.home, actor=adam)
    run = previewed(table(changed(FIRST, Aim="Newer")), unit=people.home, actor=adam)
    use_cases.change(by_name()["Chat assistant"], actor=adam, values={"purpose": "In our words"})

    with pytest.raises(commit.Outdated) as refusal:
        commit.commit(run, seen=run.preview_digest, actor=adam)

    again = ImportRun.objects.get(pk=run.pk)
    assert refusal.value.message == (
        "The register has changed since the preview. Look at the new preview and confirm it."
    )
    assert (again.state, counts(again)) == ("previewed", {"unchanged": 1, "conflicts": 1})
    assert by_name()["Chat assistant"].purpose == "In our words"


def test_only_the_preview_that_was_seen_is_carried_out(people, adam):
    run = previewed(table(FIRST), unit=people.home, actor=adam)

    with pytest.raises(RuleError, match="The preview was made anew meanwhile"):
        commit.start(run, seen="0" * 64, actor=adam)

    assert Job.objects.count() == 0


def test_the_work_follows_as_a_job(people, adam):
    run = previewed(table(FIRST, SECOND), unit=people.home, actor=adam)
    run = commit.start(run, seen=run.preview_digest, actor=adam)

    jobs.run(str(run.job))

    done = Job.objects.get(pk=run.job)
    assert (done.state, done.result["url"]) == ("done", f"/imports/{run.ref}/")
    assert ImportRun.objects.get(pk=run.pk).state == RunState.COMMITTED
    assert UseCase.objects.count() == 2


def test_a_confirmed_import_is_not_confirmed_twice(people, adam):
    run = previewed(table(FIRST), unit=people.home, actor=adam)
    commit.start(run, seen=run.preview_digest, actor=adam)

    with pytest.raises(RuleError, match="This import is being carried out already"):
        commit.start(run, seen=run.preview_digest, actor=adam)

    assert Job.objects.count() == 1


def test_a_worker_that_died_after_writing_leaves_nothing_to_do_twice(people, adam):
    run = previewed(table(FIRST, SECOND), unit=people.home, actor=adam)
    run = commit.start(run, seen=run.preview_digest, actor=adam)
    jobs.run(str(run.job))
    Job.objects.filter(pk=run.job).update(state=Job.State.WAITING, finished_at=None)

    jobs.run(str(run.job))

    done = Job.objects.get(pk=run.job)
    assert (done.state, done.result["url"]) == (Job.State.DONE, f"/imports/{run.ref}/")
    assert ImportRun.objects.get(pk=run.pk).state == RunState.COMMITTED
    assert len(entries("inventory.usecase.import")) == 2
    assert len(entries("inventory.importrun.commit")) == 1


def test_a_worker_that_died_after_a_new_preview_does_not_call_it_done(people, adam):
    imported(table(FIRST), unit=people.home, actor=adam)
    run = previewed(table(changed(FIRST, Aim="Newer")), unit=people.home, actor=adam)
    run = commit.start(run, seen=run.preview_digest, actor=adam)
    use_cases.change(by_name()["Chat assistant"], actor=adam, values={"purpose": "In our words"})
    jobs.run(str(run.job))
    Job.objects.filter(pk=run.job).update(state=Job.State.WAITING, finished_at=None, error="")

    jobs.run(str(run.job))

    ended = Job.objects.get(pk=run.job)
    assert (ended.state, ended.error) == (Job.State.FAILED, str(commit.OUTDATED))
    assert ImportRun.objects.get(pk=run.pk).state == RunState.PREVIEWED
    assert len(entries("inventory.importrun.commit")) == 1


def test_a_job_that_fails_says_why_on_the_import_and_writes_nothing(people, adam):
    run = previewed(table(FIRST), unit=people.home, actor=adam)
    run = commit.start(run, seen=run.preview_digest, actor=adam)
    default_storage.delete(run.path)

    jobs.run(str(run.job))

    failed = ImportRun.objects.get(pk=run.pk)
    assert failed.state == RunState.FAILED
    assert failed.failure == "This file is no longer kept. Hand it in again."
    assert Job.objects.get(pk=run.job).error == failed.failure
    assert UseCase.objects.count() == 0


def test_an_import_that_was_carried_out_is_over(people, adam):
    run = imported(table(FIRST), unit=people.home, actor=adam)

    with pytest.raises(RuleError, match=r"This import has been carried out\. Begin a new one\."):
        runs.preview(run, actor=adam)

    assert ImportRun.objects.get(pk=run.pk).version == run.version


def test_a_file_that_was_exchanged_on_the_disk_is_not_read(people, adam):
    run = runs.receive(table(FIRST), name="house.csv", unit=people.home, actor=adam)
    default_storage.delete(run.path)
    with default_storage.open(run.path, "wb") as kept:
        kept.write(table(SECOND))
    wanted = runs.ImportDestination(source="house", unit=people.home)
    run = runs.use_mapping(run, mapping=MAPPING, target=wanted, actor=adam)

    with pytest.raises(RuleError, match="The kept file is not the one that was handed in"):
        runs.preview(run, actor=adam)

    assert ImportRun.objects.get(pk=run.pk).state == RunState.MAPPED


def test_a_damaged_file_is_healed_by_sending_it_again(people, adam):
    run = runs.receive(table(FIRST), name="house.csv", unit=people.home, actor=adam)
    default_storage.delete(run.path)
    with default_storage.open(run.path, "wb") as kept:
        kept.write(table(SECOND))

    imported(table(FIRST), unit=people.home, actor=adam)

    assert list(by_name()) == ["Chat assistant"]


def test_an_owner_is_found_by_address(people, adam):
    rules = [*MAPPING.to_json()["fields"], {"target": "owner", "columns": ["Notes"]}]
    mapping = MAPPING.from_json(MAPPING.to_json() | {"fields": rules})
    rows = changed(FIRST, Notes="Ada@Example.org"), changed(SECOND, Notes="nobody@example.org")

    run = imported(table(*rows), unit=people.home, actor=adam, mapping=mapping)

    assert counts(run) == {"added": 2, "remarks": 1, "new_units": 3}
    assert by_name()["Chat assistant"].owner == people.ada
    assert by_name()["Leak finder"].external == {"Notes": "nobody@example.org"}

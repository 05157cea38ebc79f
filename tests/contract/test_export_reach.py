"""A file holds what may be taken out, not what may be read: every export, beside a unit to read."""

import csv
import io
import json

import pytest
from django.urls import get_resolver, reverse

from assessments.law_changes.actions import edition_change
from assessments.obligations import law
from governance import days
from governance.people.actions import people as actions
from governance.rules import Role
from records import jobs
from records.models import Job
from records.pages.export import ExportPage, ExportView
from tests import factories, snapshots
from tests.contract.conftest import listed, only, within_units
from tests.contract.test_reach_of_the_past import engineer
from tests.people import SYSTEM

# They hold the law, which everybody of the house reads.
OF_THE_LAW = {"crosswalk-export", "law-reading-export", "law-shelf-export", "law-export"}
OF_UNITS = {"gap-export", "law-coverage-export", "obligation-export"}


@pytest.fixture
@snapshots.put_back
def reader(people):
    """Somebody who exports at home, and only reads at the other unit."""
    person = engineer("Eng", people.home)
    actions.appoint(
        person, role=Role.VIEWER, unit=people.away, actor=SYSTEM, starts_on=days.today()
    )
    return person


@pytest.fixture
def both(reader, as_person):
    """A client of that reader."""
    return as_person(reader)


@pytest.fixture
@snapshots.put_back
def ours_and_theirs(kind, people, reader):
    """A record at home, and one at the other unit."""
    return factories.make(kind, people.home), factories.make(kind, people.away)


def taken(client, address, **query):
    answer = client.get(address, query)
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def routes(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def test_every_export_beside_those_of_kinds_is_tried_here():
    views = [
        (route.name, getattr(route.callback, "view_class", object))
        for route in routes(get_resolver().url_patterns)
    ]
    found = {
        name
        for name, view in views
        if issubclass(view, ExportPage) and not issubclass(view, ExportView)
    }

    assert found == OF_THE_LAW | OF_UNITS


@only(within_units)
@pytest.mark.parametrize("file_format", ["csv", "json"])
def test_records_that_may_only_be_read_are_in_no_file(kind, ours_and_theirs, both, file_format):
    ours, theirs = ours_and_theirs

    shown = listed(both, kind)
    body = taken(both, kind.url("export", file_format))
    if file_format == "csv":
        refs = [row[0] for row in csv.reader(io.StringIO(body))][1:]
    else:
        refs = [row["ref"] for row in json.loads(body)["records"]]

    assert {ours.ref, theirs.ref} <= set(shown)
    assert ours.ref in refs
    assert theirs.ref not in refs


def test_obligations_that_may_only_be_read_are_in_no_file(people, both):
    ours = factories.obligation_plan(people.home).use_case
    theirs = factories.obligation_plan(people.away).use_case

    page = both.get("/obligations/").content.decode()
    records = json.loads(taken(both, reverse("obligation-export", args=["json"])))["records"]
    rows = list(csv.reader(io.StringIO(taken(both, reverse("obligation-export", args=["csv"])))))

    assert theirs.ref in page
    assert {each["use_case"] for each in records} == {ours.ref}
    assert len(rows) == 1 + len(records)


def test_gaps_of_what_may_only_be_read_are_in_no_file(people, both):
    ours, theirs = factories.use_case(people.home), factories.use_case(people.away)

    page = both.get("/gaps/").content.decode()
    address = reverse("gap-export", args=["json"])
    records = json.loads(taken(both, address))["records"]

    assert theirs.ref in page
    assert {each["ref"] for each in records} == {ours.ref}
    assert json.loads(taken(both, address, of=ours.ref))["records"] == records
    assert both.get(address, {"of": theirs.ref}).status_code == 400


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_coverage_is_taken_out_only_where_that_is_allowed(people, both, file_format):
    edition = factories.edition(people.top)
    address = reverse(
        "law-coverage-export", args=[edition.framework.code, edition.code, file_format]
    )
    page = reverse("law-coverage", args=[edition.framework.code, edition.code])
    theirs, ours = factories.use_case(people.away), factories.use_case(people.home)

    def got(place):
        return both.get(address, {"scope": place.ref}).status_code

    assert both.get(page, {"scope": people.away.ref}).status_code == 200
    assert (got(people.away), got(theirs)) == (403, 403)
    assert (got(people.home), got(ours)) == (200, 200)
    assert people.home.ref in both.get(address)["Content-Disposition"]
    assert both.get(address, {"scope": people.top.ref}).status_code == 404


def test_coverage_is_no_file_for_who_only_reads(people, as_person):
    edition = factories.edition(people.top)
    viewer = actions.add_person(name="Vic", email="v@example.org", unit=people.home, actor=SYSTEM)
    actions.appoint(viewer, role=Role.VIEWER, unit=people.home, actor=SYSTEM)
    address = reverse("law-coverage-export", args=[edition.framework.code, edition.code, "csv"])

    assert as_person(viewer).get(address).status_code == 403


def test_a_report_on_a_change_takes_out_only_what_may_be_taken_out(
    people, both, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    ours, theirs = factories.classification(people.home), factories.classification(people.away)
    names = list(law.editions())
    both.post(
        "/api/v1/edition-changes/",
        json.dumps({"old": names[0], "new": names[-1]}),
        content_type="application/json",
        headers={"Idempotency-Key": "q"},
    )
    job = Job.objects.get(task=edition_change.TASK)
    jobs.run(str(job.pk))
    job.refresh_from_db()

    body = taken(both, reverse("edition-change-file", args=[job.pk, "json"]))
    printed = both.get(reverse("edition-change-file", args=[job.pk, "pdf"]))

    made = {item["ref"] for item in job.result["report"]["use_cases"]}
    assert made == {ours.ref, theirs.ref}
    assert [item["ref"] for item in json.loads(body)["records"]] == [ours.ref]
    assert printed.status_code == 403
    assert "You may not take out some of its records." in printed.content.decode()

"""The pages, files and calendar of obligations: narrowed, planned, within reach only."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assessments.classification.actions import classifications
from assessments.law_changes.actions import edition_change, edition_reviews
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.models import CalendarFeed, Classification, EditionReview, ObligationPlan
from assessments.obligations import ics
from assessments.obligations.actions import feeds, obligations, undertakings
from assessments.obligations.actions.obligations import Intent, PlanTarget
from governance.models import SignOff
from records import jobs
from records.actors import Actor
from records.models import Job
from tests import sessions
from tests.assessments.test_obligations import sign

LIST = "/obligations/"


@pytest.fixture
def as_person(db):
    def sign_in(person):
        client = Client()
        sessions.begin(client, person)
        return client

    return sign_in


@pytest.fixture
def page(answered):
    return f"/obligations/{answered.use_case.ref}/art-26-1/deployer/"


@pytest.fixture
def report(answered, ada):
    with transaction.atomic():
        change = EditionChange("2024-1689", "2026-1744", date(2026, 11, 24))
        job = edition_change.ask(change, actor=ada)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def codes(client, **query):
    """Return the provisions a list shows."""
    rows = client.get(LIST, query).context["rows"]
    return [re.match(r"Art\. [^ ]+", row.cells[0].label).group() for row in rows]


def test_the_list_holds_what_is_asked_of_use_cases(answered, as_person, people):
    found = codes(as_person(people.ada))

    assert len(found) == 19
    assert "Art. 4(1)" not in found


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"provision": "27"}, 3),
        ({"provision": "Art. 26(1)"}, 1),
        ({"provision": "Art. 2"}, 0),
        ({"role": "provider"}, 0),
        ({"role": ["deployer", "provider"]}, 19),
        ({"regime": "high_risk_annex_iii"}, 19),
        ({"status": "later"}, 19),
        ({"status": "open"}, 0),
        ({"due": "soon"}, 0),
        ({"due": "overdue"}, 0),
        ({"owned": "nobody"}, 19),
        ({"owned": "somebody"}, 0),
        ({"ai_act_class": "high_risk"}, 19),
        ({"ai_act_class": "minimal"}, 0),
        ({"signed": "unsigned"}, 19),
        ({"signed": "signed"}, 0),
        ({"day": "2027-12-02"}, 19),
        # With the bracket it can be no part of a reference, whatever number a use case has.
        ({"q": "ranking 27("}, 3),
    ],
    ids=str,
)
def test_the_list_is_narrowed(query, count, answered, as_person, people):
    assert len(codes(as_person(people.ada), **query)) == count


def test_an_own_date_that_passed_is_overdue(answered, as_person, people, ada):
    target = PlanTarget(answered.use_case, "Art. 26(2)", "deployer")
    obligations.plan(target, actor=ada, intent=Intent(people.ada, "Ask", date(2026, 1, 1)))

    client = as_person(people.ada)

    assert codes(client, due="overdue") == ["Art. 26(2)"]
    assert codes(client, owned="somebody") == ["Art. 26(2)"]
    assert codes(client, owner=people.ada.ref) == ["Art. 26(2)"]


@pytest.mark.parametrize("order", ["from", "-from", "use_case", "provision", "-role"])
def test_the_list_is_sorted_without_losing_rows(order, answered, as_person, people):
    assert len(set(codes(as_person(people.ada), sort=order))) == 19


def test_a_stranger_sees_none_of_it(page, answered, as_person, people):
    stranger = as_person(people.cleo)

    assert codes(stranger) == []
    assert stranger.get(page).status_code == 404
    assert stranger.get("/obligations/organisation/").context["rows"] == []


@pytest.mark.parametrize("file_format", ["csv", "json", "xlsx"])
def test_the_list_is_handed_out_as_it_is_narrowed(file_format, answered, as_person, people):
    answer = as_person(people.ada).get(f"/obligations/export.{file_format}", {"provision": "27"})

    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if file_format == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        assert [row[4] for row in rows[1:]] == [f"Art. 27({n})" for n in range(1, 4)]
    if file_format == "json":
        found = json.loads(body)["records"]
        assert {item["status"] for item in found} == {"later"}


def test_the_past_is_read_as_it_was(answered, as_person, people):
    before = answered.created_at.isoformat()

    found = codes(as_person(people.ada), as_of=before)

    assert found == []


def test_an_obligation_tells_text_day_and_reason(page, as_person, people):
    body = as_person(people.ada).get(page).content.decode()

    assert "Use the system according to its instructions" in body
    assert "2 December 2027 by the route of Annex III" in body
    assert "This is not legal advice" in body


def test_an_obligation_is_planned_on_its_page(page, as_person, people):
    client = as_person(people.ada)
    sent = {"owner": people.ada.ref, "next_step": "Read them", "planned_for": "2027-01-31"}

    answer = client.post(page, sent)

    plan = ObligationPlan.objects.get()
    assert answer.status_code == 302
    assert (plan.owner, plan.next_step) == (people.ada, "Read them")


def test_an_auditor_reads_and_plans_nothing(page, as_person, people):
    client = as_person(people.vera)

    assert client.get(page).context["form"] is None
    assert client.post(page, {"next_step": "x"}).status_code == 403
    assert not ObligationPlan.objects.exists()


def test_several_are_planned_together(answered, as_person, people):
    ref = answered.use_case.ref
    keys = [f"{ref}/art-26-{number}/deployer" for number in (1, 2)]
    client = as_person(people.ada)

    asked = client.post("/obligations/plan/", {"pk": keys, "action": "choose"})
    done = client.post(
        "/obligations/plan/",
        {"pk": keys, "apply": "1", "change-owner": "on", "owner": people.ada.ref},
    )

    assert asked.status_code == 200
    assert done.status_code == 302
    assert ObligationPlan.objects.filter(owner=people.ada).count() == 2


def test_several_out_of_reach_are_not_found(answered, as_person, people):
    key = f"{answered.use_case.ref}/art-26-1/deployer"

    assert as_person(people.cleo).post("/obligations/plan/", {"pk": key}).status_code == 404


def test_what_stands_at_the_organisation_has_a_page(answered, as_person, people):
    url = f"/obligations/{people.top.ref}/art-4-1/deployer/"

    body = as_person(people.ada).get(url).content.decode()

    assert "AI literacy measures" in body
    assert answered.use_case.ref in body


def test_a_use_case_shows_what_the_organisation_keeps_for_it(answered, as_person, people):
    client, case = as_person(people.ada), answered.use_case
    row = f"/obligations/{people.top.ref}/art-4-1/deployer/"

    pages = {
        url: client.get(url).content.decode()
        for url in (
            f"/use-cases/{case.ref}/",
            f"/classifications/{answered.ref}/",
            f"{LIST}?use_case={case.ref}",
        )
    }
    listed = client.get(LIST, {"use_case": case.ref}).context

    for url, page in pages.items():
        assert page.count(f'href="{row}"') == 1, url
        assert "1 more duty is kept once at the organisation" in page, url
    # It is told, and counted nowhere twice.
    assert listed["count"] == 19
    assert row not in client.get(LIST).content.decode()


def test_a_use_case_that_owes_nothing_itself_shows_what_the_organisation_keeps(
    started, ada, as_person, people
):
    record = classifications.adopt(started, actor=ada)
    classifications.answer(record, actor=ada, answers={"S2": ["deployer_eu"], "H4a": "no"})

    page = as_person(people.ada).get(LIST, {"use_case": started.use_case.ref})

    assert page.context["count"] == 0
    assert f"/obligations/{people.top.ref}/art-4-1/deployer/" in page.content.decode()
    assert "Nothing matches" not in page.content.decode()


def test_fines_are_told_with_the_rule_for_small_ones(answered, as_person, people):
    client = as_person(people.adam)
    before = client.get("/obligations/fines/").content.decode()
    values = {"unit": people.top, "size": "sme", "turnover_eur": 40_000_000}
    undertakings.create(actor=Actor.of(people.adam), values=values)

    after = client.get("/obligations/fines/").content.decode()

    assert "The size of the organisation is not given" in before
    assert "not a forecast" in after
    assert "1,200,000 €" in after


def test_the_interface_for_programs_tells_the_same(answered, as_person, people):
    client, ref = as_person(people.ada), answered.use_case.ref

    one = client.get(f"/api/v1/use-cases/{ref}/obligations/?on=2028-01-01").json()
    every = client.get("/api/v1/obligations/?provision=27").json()
    general = client.get("/api/v1/obligations/organisation/").json()

    assert len(one["obligations"]) == 19
    assert {item["status"] for item in one["obligations"]} == {"open"}
    assert [item["provision"] for item in every["results"]] == [
        f"Art. 27({number})" for number in range(1, 4)
    ]
    assert [item["provision"] for item in general["obligations"]] == ["Art. 4(1)"]


def test_the_interface_refuses_what_it_cannot_read(answered, as_person, people):
    client, ref = as_person(people.ada), answered.use_case.ref
    base = f"/api/v1/use-cases/{ref}/obligations/"

    assert client.get(f"{base}?on=soon").status_code == 400
    assert client.get(f"{base}?edition=2020-1").status_code == 400
    assert as_person(people.cleo).get(base).status_code == 404


# The report on a change of the law.


def test_a_report_is_read_narrowed_and_given_out(report, answered, as_person, people):
    client, base = as_person(people.ada), f"/obligations/changes/{report.pk}/"

    assert len(client.get(base).context["rows"]) == 1
    assert client.get(base, {"verdict": "changed"}).context["rows"] == []
    assert len(client.get(base, {"obligations": "moved"}).context["rows"]) == 1
    assert client.get(f"{base}{answered.ref}/").status_code == 200
    assert client.get(f"{base}report.xlsx").status_code == 200
    assert client.get(f"{base}report.doc").status_code == 404


def test_a_report_belongs_to_who_asked_for_it(report, answered, as_person, people):
    client, base = as_person(people.ben), f"/obligations/changes/{report.pk}/"

    assert client.get(base).status_code == 404
    assert client.get(f"{base}{answered.ref}/").status_code == 404


def test_tasks_are_given_from_the_report(report, answered, as_person, people):
    base = f"/obligations/changes/{report.pk}/"

    answer = as_person(people.ada).post(base, {"action": "tasks", "pk": [answered.ref]})

    assert answer.status_code == 302
    assert EditionReview.objects.get().classification == answered


def test_the_change_is_walked_from_report_to_a_new_signature(
    answered, as_person, people, ada, policy
):
    old = classifications.choose_law(
        answered, actor=ada, edition="2024-1689", on=date(2026, 11, 24)
    )
    sign(old, people)
    client = as_person(people.ada)
    client.post("/obligations/changes/", {
        "old": "2024-1689", "new": "2026-1744", "on": "2026-11-24",
    })  # fmt: skip
    made = Job.objects.get(task=edition_change.TASK)
    jobs.run(str(made.pk))
    base = f"/obligations/changes/{made.pk}/"

    asked = client.post(base, {"action": "adopt", "pk": [old.ref]})
    client.post(base, {"action": "adopt-now", "pk": [old.ref]})
    jobs.run(str(Job.objects.get(task=edition_reviews.TASK).pk))

    adopted = Classification.objects.with_standing().get()
    before, after = SignOff.objects.order_by("created_at")
    assert "from now on" in asked.content.decode()
    assert (adopted.edition, adopted.standing) == ("2026-1744", "waiting")
    assert (before.state, after.state) == ("complete", "requested")
    assert old.digest in {item["digest"] for item in before.items}
    assert adopted.digest in {item["digest"] for item in after.items}


def test_a_stranger_adopts_nothing_from_a_report(report, answered, as_person, people):
    base = f"/obligations/changes/{report.pk}/"

    answer = as_person(people.cleo).post(base, {"action": "adopt-now", "pk": [answered.ref]})

    assert answer.status_code == 404
    assert not EditionReview.objects.exists()


# The calendar.


def test_a_feed_names_articles_and_counts_and_no_use_case(answered, people):
    secret = feeds.make(actor=Actor.of(people.ada))

    answer = Client().get(f"/calendar/{secret}.ics")

    text = answer.content.decode().replace("\r\n ", "")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Duty under Art. 26 applies (1 use case)" in text
    assert answered.use_case.name not in text
    assert answered.use_case.ref not in text


def test_only_the_hash_of_a_secret_is_kept(people):
    secret = feeds.make(actor=Actor.of(people.ada))

    stored = CalendarFeed.objects.values().get()

    assert secret not in str(stored)
    assert stored["secret_hash"] == feeds.hash_of(secret)


def test_a_feed_that_was_withdrawn_is_gone(people, as_person):
    secret = feeds.make(actor=Actor.of(people.ada))
    ref = CalendarFeed.objects.get().ref

    answer = as_person(people.ada).post("/obligations/calendar/", {"withdraw": ref})

    assert answer.status_code == 302
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_nobody_withdraws_the_feed_of_another(people, as_person):
    secret = feeds.make(actor=Actor.of(people.ada))
    ref = CalendarFeed.objects.get().ref

    answer = as_person(people.ben).post("/obligations/calendar/", {"withdraw": ref})

    assert answer.status_code == 404
    assert Client().get(f"/calendar/{secret}.ics").status_code == 200


def test_a_wrong_secret_opens_nothing(db):
    assert Client().get("/calendar/guess.ics").status_code == 404


def test_a_calendar_is_written_as_the_standard_asks():
    event = ics.Event("key", date(2027, 12, 2), "Duty; one, two\\three\nfour", "")
    at = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)

    body = ics.calendar([event], name="Ours", host="example.org", at=at).decode()

    assert body.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert body.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "DTSTAMP:20261124T083000Z\r\n" in body
    assert "DTSTART;VALUE=DATE:20271202\r\nDTEND;VALUE=DATE:20271203\r\n" in body
    assert "SUMMARY:Duty\\; one\\, two\\\\three\\nfour\r\n" in body
    assert len(re.findall(r"UID:[0-9a-f]{32}@example\.org", body)) == 1


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=400))
def test_lines_are_folded_without_loss(text):
    parts = list(ics.folded(text))

    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text
    assert all(part.startswith(" ") for part in parts[1:])


@given(st.text(max_size=200))
def test_an_escaped_text_is_one_line(text):
    escaped = ics.escaped(text)

    assert "\n" not in escaped
    assert "\r" not in escaped

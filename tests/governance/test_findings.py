"""Findings: raised, acted on, checked by somebody else, closed, reopened; told and waited for."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import days
from governance.findings import actions as findings
from governance.findings import views
from governance.findings import work as waiting
from governance.findings.models import CorrectiveAction, FindingState
from governance.findings.telling import next_step, with_progress
from governance.gaps import reading
from governance.models import Finding
from governance.packs.contents import collect
from governance.people.actions import people as persons
from records import kinds
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import Refused, RuleError
from records.history.past import as_of
from records.ledger import book
from records.models import Entry
from tests import factories
from tests.people import SYSTEM


@pytest.fixture
def ada(people):
    return Actor.of(people.ada)


@pytest.fixture
def ben(people):
    return Actor.of(people.ben)


def acted(unit, actor, **values):
    """A finding whose only action the actor has carried out."""
    made = factories.finding(unit, root_cause="Nobody asked for it.", **values)
    return done(made, actor)


def done(finding, actor):
    action = finding.corrective_actions.get(done_on__isnull=True)
    return findings.act(finding, actor=actor, action=action, done_on=days.today(), result="Logged.")


def checked(finding, actor, outcome="effective"):
    return findings.check(finding, actor=actor, outcome=outcome, result="Ten cases read.")


def written(finding):
    """What a refusal leaves as it was."""
    finding.refresh_from_db()
    return finding.version, finding.state, finding.digest, Entry.objects.count()


def refused(finding, sentence, act, error=RuleError):
    before = written(finding)
    with pytest.raises(error, match=sentence):
        act()
    assert written(finding) == before


def test_a_finding_goes_from_raising_to_closing_by_two_people(people, ada, ben):
    case = factories.use_case(people.home, owner=people.ada)
    raised = findings.raise_about(case, actor=ben, name="No log", grade="major")
    findings.change(
        raised,
        actor=ada,
        values={"root_cause": "Nobody asked for it."},
        corrective_actions=[{"name": "Log", "owner": people.ada, "due_on": days.today()}],
    )
    settled = findings.close(
        checked(done(raised, ada), ben), actor=ben, reason="It has not come up again."
    )

    action = CorrectiveAction.objects.get(finding=raised)
    assert (raised.unit, raised.owner) == (people.home, people.ada)
    subject = ("inventory.usecase", case.pk, case.ref)
    assert (raised.subject_kind, raised.subject_id, raised.subject_ref) == subject
    assert (action.done_by, action.done_on, action.result) == (people.ada, days.today(), "Logged.")
    assert (settled.state, settled.checked_by, settled.closed_by, settled.closed_on) == (
        FindingState.CLOSED,
        people.ben,
        people.ben,
        days.today(),
    )
    told = Entry.objects.filter(object_id=raised.pk).order_by("id").values_list("verb", flat=True)
    assert [verb.rpartition(".")[2] for verb in told] == [
        "raise",
        "change",
        "act",
        "check",
        "close",
    ]


def test_who_acted_neither_checks_nor_closes(people, ada, ben):
    made = acted(people.home, ada)

    refused(made, "You acted on this finding", lambda: checked(made, ada))
    checked(made, ben)
    refused(made, "You acted", lambda: findings.close(made, actor=ada, reason="Done"))


def test_who_answers_for_a_done_action_acted_too(people, ada, ben):
    rows = [{"name": "Log", "owner": people.ben}]
    made = acted(people.home, ada, corrective_actions=rows)

    refused(made, "You acted on this finding", lambda: checked(made, ben))


def test_a_job_neither_checks_nor_closes(people, ada):
    made = acted(people.home, ada)

    refused(made, "A named person has to decide", lambda: checked(made, SYSTEM))


def test_what_was_done_is_neither_changed_nor_taken_out(people, ada):
    made = acted(people.home, ada)
    key = made.corrective_actions.get().pk

    for row in ({"owner": people.ben}, {"name": "Other"}, {"remove": True}):
        refused(
            made,
            "is done and stays as recorded",
            lambda row=row: findings.change(
                made, actor=ada, values={}, corrective_actions=[{"id": key, **row}]
            ),
            ValidationError,
        )


def test_the_effect_is_checked_once_cause_and_actions_are_there(people, ada, ben):
    bare = factories.finding(people.home, corrective_actions=[])
    refused(bare, "No corrective action is planned", lambda: checked(bare, ben))

    pending = factories.finding(people.home)
    refused(pending, "Still open: Log every override", lambda: checked(pending, ben))

    without_cause = done(factories.finding(people.home), ada)
    refused(without_cause, "root cause first", lambda: checked(without_cause, ben))


def test_a_finding_whose_actions_do_not_work_stays_open(people, ada, ben):
    made = checked(acted(people.home, ada), ben, "ineffective")

    refused(made, "has to find that", lambda: findings.close(made, actor=ben, reason="Enough"))
    assert next_step(progress(made)) == "Plan an action"
    findings.change(made, actor=ada, values={}, corrective_actions=[{"name": "Alarm"}])
    again = done(made, ada)
    assert (again.state, again.checked_by, again.check_result) == ("open", None, "")
    assert next_step(progress(made)) == "Check the effect"


def test_an_observation_is_closed_without_an_action_and_a_nonconformity_is_not(people, ben):
    small = factories.finding(people.home, grade="observation", corrective_actions=[])
    minor = factories.finding(people.home, corrective_actions=[])

    assert findings.close(small, actor=ben, reason="Noted").state == "closed"
    refused(minor, "No corrective", lambda: findings.close(minor, actor=ben, reason="Noted"))


def test_a_closed_finding_is_reopened_with_a_day_and_not_changed_before(people, ada, ben):
    made = findings.close(checked(acted(people.home, ada), ben), actor=ben, reason="Gone")
    later = days.today() + timedelta(days=30)

    refused(made, "Reopen it", lambda: findings.change(made, actor=ben, values={"name": "Other"}))
    reopened = findings.reopen(made, actor=ben, due_on=later, reason="It came up again.")

    assert (reopened.state, reopened.closed_by, reopened.closed_on, reopened.checked_by) == (
        "open",
        None,
        None,
        None,
    )
    assert reopened.due_on == later
    refused(made, "is open", lambda: findings.reopen(made, actor=ben, due_on=later, reason="x"))


def test_a_finding_of_tomorrow_is_refused(people):
    with pytest.raises(ValidationError, match="still to come"):
        factories.finding(people.home, found_on=days.today() + timedelta(days=1))

    assert Finding.objects.count() == 0


def test_who_may_not_add_at_the_unit_raises_nothing(people):
    case = factories.use_case(people.home)

    for person in (people.vera, people.cleo):
        with pytest.raises(Refused):
            findings.raise_about(case, actor=Actor.of(person), name="No log", grade="minor")

    assert Finding.objects.count() == 0


def test_its_owner_reaches_it_without_a_role(people):
    pat = factories.person(people.away)
    made = factories.finding(people.home, owner=pat)

    assert findings.change(made, actor=Actor.of(pat), values={"containment": "Off"}).version == 2


def progress(finding):
    return with_progress(Finding.objects.filter(pk=finding.pk)).get()


def test_age_and_lateness_are_those_of_the_day_that_is_read(people, ada, ben):
    found_on = days.today() - timedelta(days=40)
    made = acted(people.home, ada, found_on=found_on, due_on=days.today() - timedelta(days=1))
    before = timezone.now()
    findings.close(checked(made, ben), actor=ben, reason="Gone")

    now = progress(made)
    with as_of(before):
        then = progress(made)
    assert (now.age, now.is_overdue, now.state) == (timedelta(40), False, "closed")
    assert (then.age, then.is_overdue, then.state) == (timedelta(40), True, "open")


def gaps_of(record):
    return {gap.check for gap in reading.read(SYSTEM, record).every if gap.ref.startswith("FN-")}


def test_each_check_finds_its_fault_and_nothing_else(people, ada, ben):
    late = days.today() - timedelta(days=1)
    bare = factories.finding(people.home, grade="major", due_on=late, corrective_actions=[])
    action = {"name": "Log", "due_on": late}
    acting = factories.finding(
        people.home, owner=people.ada, root_cause="So", corrective_actions=[action]
    )
    waits = acted(people.home, ada, owner=people.ada, due_on=days.today())
    settled = findings.close(checked(acted(people.home, ada), ben), actor=ben, reason="Gone")

    assert gaps_of(bare) == {
        "finding.major",
        "finding.day",
        "finding.root_cause",
        "finding.actions",
        "finding.owner",
    }
    assert gaps_of(acting) == {"finding.day", "finding.action_owner", "finding.action_day"}
    (told,) = (gap for gap in reading.read(SYSTEM, acting).every if gap.check.endswith("_day"))
    assert (told.level, told.due) == ("late", late)
    assert gaps_of(waits) == {"finding.effectiveness"}
    assert gaps_of(settled) == set()
    assert gaps_of(people.home) == gaps_of(bare) | gaps_of(acting) | gaps_of(waits)


def test_a_major_one_is_late_only_once_its_day_has_come(people):
    later = days.today() + timedelta(days=30)
    made = factories.finding(people.home, grade="major", due_on=later)

    levels = {gap.check: gap.level for gap in reading.read(SYSTEM, made).every}
    assert (levels["finding.major"], "finding.day" in levels) == ("missing", False)


def test_the_gaps_of_a_record_name_findings_about_what_hangs_on_it(people):
    case = factories.use_case(people.home)
    control = factories.control(people.home)
    place = factories.implementations.at_use_case(case, actor=SYSTEM, control=control)
    findings.raise_about(place, actor=SYSTEM, name="Not carried out", grade="minor")

    assert "finding.root_cause" in gaps_of(case)
    assert gaps_of(factories.use_case(people.home)) == set()


def waits_for(person):
    actor = Actor.of(person)
    providers = (waiting.to_bring_on, waiting.to_carry_out, waiting.to_check)
    return [(item.kind, str(item.title)) for each in providers for item in each(actor)]


def test_it_waits_for_its_owner_who_acts_and_somebody_else_who_checks(people, ada):
    rows = [{"name": "Log", "owner": people.ada}]
    made = factories.finding(
        people.home, owner=people.adam, root_cause="So", corrective_actions=rows
    )
    owned = (made.ref, "No log of overrides")
    assert [waits_for(one) for one in (people.ada, people.ben, people.adam)] == [
        [(made.ref, "Log")],
        [],
        [owned],
    ]

    done(made, ada)

    check = (made.ref, "Check the effect: No log of overrides")
    assert [waits_for(one) for one in (people.ada, people.ben, people.adam, people.vera)] == [
        [],
        [check],
        [owned],
        [],
    ]


def test_who_acted_on_an_own_finding_waits_for_somebody_who_did_not(people, ada, ben):
    made = acted(people.home, ada, owner=people.ada)

    (mine,) = waiting.to_bring_on(ada)
    checked(made, ben)
    (close,) = waiting.to_check(ben)

    assert (mine.why, mine.is_with_others) == ("Minor nonconformity. Next: Check the effect.", True)
    assert close.title == "Close it: No log of overrides"


def test_a_pack_of_a_record_tells_its_findings_and_proves_them(people, ada, ben):
    case = factories.use_case(people.home, owner=people.ada)
    made = findings.raise_about(case, actor=ben, name="No log", grade="minor")
    other = factories.finding(people.home)
    book.sequence()

    told = {
        place.ref: collect(place, DocumentReading(Actor.of(people.ben), timezone.now()))
        for place in (case, people.home)
    }

    chapters = {
        ref: next(one.html for one in each.chapters if one.id == "findings")
        for ref, each in told.items()
    }
    assert made.ref in chapters[case.ref]
    assert "No corrective action is planned." in chapters[case.ref]
    assert other.ref not in chapters[case.ref]
    assert {made.ref, other.ref} <= {one.ref for one in told[people.home.ref].records}


def test_months_are_counted_to_their_last_day(people):
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    span = views.FindingSpan(date(2026, 9, 3), last, date(2026, 9, 30), "minor")
    late = views.FindingSpan(first, None, None, "major")

    told = dict(views.month_rows([span, late], date(2026, 11, 5)))
    ages = dict(views.age_rows([span, late], date(2026, 11, 5)))

    assert len(told) == 12
    assert [told[month] for month in ("Sep 2026", "Oct 2026", "Nov 2026")] == [
        [1, 0, 1, 0],
        [1, 1, 1, 0],
        [0, 0, 1, 0],
    ]
    assert ages["31 to 90 days"] == [1, 0, 0, 0]
    assert sum(sum(row) for row in ages.values()) == 1


def test_findings_over_time_are_those_of_a_unit_in_reach(people, as_person):
    factories.finding(people.home)
    factories.finding(people.away)
    client = as_person(people.ben)

    page = client.get("/findings-over-time/", {"unit": people.home.ref})

    assert page.context["months"][-1].cells[1:] == [1, 0, 1, 0]
    assert client.get("/findings-over-time/").context["months"][-1].cells[3] == 1
    assert client.get("/findings-over-time/", {"unit": people.away.ref}).status_code == 404


def test_the_page_of_a_unit_counts_its_open_findings(people, as_person):
    factories.finding(people.home, due_on=days.today() - timedelta(days=1))
    client = as_person(people.ben)

    page = client.get(f"/units/{people.home.ref}/").content.decode()
    listed = client.get("/findings/", {"unit": people.home.ref, "overdue": "true"})

    assert f"/findings/?unit={people.home.ref}&amp;grade=minor" in page
    assert f"/findings/?unit={people.home.ref}&amp;overdue=true" in page
    assert listed.context["count"] == 1


def test_a_program_opens_acts_checks_closes_and_reopens(people, ada, as_person):
    case = factories.use_case(people.home)
    owner, officer = as_person(people.ada), as_person(people.ben)

    def send(client, address, number, **body):
        headers = {"Idempotency-Key": str(number)}
        return client.post(
            f"/api/v1/{address}/", body, content_type="application/json", headers=headers
        )

    raised = send(owner, f"use-cases/{case.ref}/raise-finding", 1, name="No log", grade="minor",
                  source="audit", found_on="2026-11-02")  # fmt: skip
    ref = Finding.objects.get().ref
    rows = [{"name": "Log", "owner": people.ada.ref}]
    planned = owner.patch(
        f"/api/v1/findings/{ref}/",
        {"seen": 1, "root_cause": "So", "corrective_actions": rows},
        content_type="application/json",
        headers={"Idempotency-Key": "2"},
    ).json()
    (action,) = planned["corrective_actions"]
    other = factories.finding(people.home).corrective_actions.get()
    foreign = send(owner, f"findings/{ref}/act", 3, action=str(other.pk), done_on="2026-11-03",
                   result="x")  # fmt: skip
    send(owner, f"findings/{ref}/act", 4, action=action["id"], done_on="2026-11-03", result="In")
    own = send(owner, f"findings/{ref}/check", 5, outcome="effective", result="Fine")
    check = send(officer, f"findings/{ref}/check", 6, outcome="effective", result="Fine")
    closed = send(officer, f"findings/{ref}/close", 7, reason="Gone")
    again = send(officer, f"findings/{ref}/reopen", 8, due_on="2027-01-31", reason="Back")

    assert (raised.status_code, planned["subject_ref"], action["owner"]) == (
        200,
        case.ref,
        people.ada.ref,
    )
    assert (foreign.status_code, list(foreign.json()["errors"])) == (400, ["action"])
    assert (own.status_code, own.json()["title"][:8]) == (409, "You acte")
    assert (check.json()["state"], check.json()["checked_by"]) == ("effective", people.ben.ref)
    assert (closed.json()["state"], again.json()["state"]) == ("closed", "open")
    assert again.json()["due_on"] == "2027-01-31"


def test_lists_of_programs_cost_the_same_for_many_owners_of_actions(people, as_person):
    client = as_person(people.ben)

    def counted(count):
        for _number in range(count):
            rows = [{"name": "Log", "owner": factories.person(people.home)} for _each in "ab"]
            factories.finding(people.home, corrective_actions=rows)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get("/api/v1/findings/")
        assert answer.status_code == 200
        return len(captured)

    counted(1)
    assert counted(1) == counted(5)


def test_the_page_of_a_finding_offers_what_comes_next(people, ada, as_person):
    made = factories.finding(people.home, root_cause="So")
    page = as_person(people.ben)
    kind = kinds.of(made)

    def offered():
        shown = page.get(kind.url("detail", made.ref)).context
        return [str(one.label) for one in shown["actions"]]

    assert offered() == ["Edit", "Record what was done"]
    done(made, ada)
    assert offered() == ["Edit", "Check the effect"]
    checked(made, Actor.of(people.ben))
    assert offered() == ["Edit", "Close"]


def test_a_refusal_leads_back_to_the_finding_with_its_sentence(people, ada, as_person):
    made = acted(people.home, ada)
    before = written(made)
    given = {"outcome": "effective", "result": "Fine"}

    page = as_person(people.ada).post(f"/findings/{made.ref}/check/", given, follow=True)

    assert "You acted on this finding: somebody who did not" in page.content.decode()
    assert written(made) == before


def test_the_form_of_an_action_offers_those_that_are_open_here(people, as_person):
    made = factories.finding(people.home)
    factories.finding(people.home)

    form = as_person(people.ben).get(f"/findings/{made.ref}/act/").context["form"]

    assert list(form.fields["action"].queryset) == [made.corrective_actions.get()]


def test_the_owner_of_a_handed_over_action_may_check_what_others_did(people, ada, ben):
    """Handing an open action over is no act: only what is done counts."""
    made = factories.finding(people.home, root_cause="So", corrective_actions=[
        {"name": "Log", "owner": people.ben}
    ])  # fmt: skip
    key = made.corrective_actions.get().pk
    row = {"id": key, "owner": people.ada}
    findings.change(made, actor=ben, values={}, corrective_actions=[row])

    assert checked(done(made, ada), ben).state == "effective"


def test_a_person_who_left_answers_for_nothing(people):
    made = factories.finding(people.home, owner=people.ada)
    persons.deactivate(people.ada, actor=Actor.of(people.adam), reason="Left")

    assert "finding.owner" in gaps_of(made)

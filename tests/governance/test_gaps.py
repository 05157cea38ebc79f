"""What is missing, late or unsigned, as one list that all read, each within their reach."""

import json
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance import days
from governance.gaps import checks, reading
from governance.gaps.checks import Check, told
from governance.people.actions import people as persons
from governance.signoff import actions as signoffs
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records import kinds, permissions
from records.actors import Actor
from records.changing import archiving
from records.errors import RuleError
from records.history.past import as_of
from tests import factories
from tests.people import SYSTEM

LACKING = (
    "classification.none",
    "usecase.foreseeable_misuse",
    "usecase.intended_uses",
    "usecase.oversight",
    "usecase.owner",
    "usecase.purpose",
    "usecase.roles",
    "usecase.signed",
    "usecase.stop_authority",
)


@pytest.fixture
def bare(people):
    """A use case of which nothing but the name is known."""
    return factories.use_case(people.home, name="Triage of letters", intended_uses=[])


def found(subject=None, actor=SYSTEM, **more):
    return [(gap.check, gap.ref) for gap in reading.read(actor, subject, **more).every]


def test_a_bare_use_case_lacks_what_a_description_must_say(bare):
    read = reading.read(SYSTEM, bare)

    assert [(gap.check, gap.ref) for gap in read.every] == [(code, bare.ref) for code in LACKING]
    (purpose,) = [gap for gap in read.every if gap.check == "usecase.purpose"]
    assert purpose.as_json() == {
        "check": "usecase.purpose",
        "ref": bare.ref,
        "kind": "inventory.usecase",
        "unit": bare.unit.ref,
        "says": f"The purpose of {bare.ref} is not described.",
        "since": None,
        "due": None,
        "who": None,
        "url": f"/use-cases/{bare.ref}/edit/#id_purpose",
    }


def test_a_gap_depends_on_what_somebody_may_see_and_on_nothing_else(bare, people):
    other = factories.use_case(people.away, name="Rostering", intended_uses=[])
    everything = found()

    assert found(actor=Actor.of(people.ben)) == [one for one in everything if one[1] == bare.ref]
    assert found(actor=Actor.of(people.cleo)) == [one for one in everything if one[1] == other.ref]
    assert found(actor=Actor.of(people.vera)) == everything
    assert found(actor=Actor.of(people.zoe)) == []
    assert reading.named(bare.ref, Actor.of(people.cleo)) is None


def test_two_readers_are_told_the_same_of_what_both_may_see(people, policy):
    """By seed: records anywhere, of anybody, some shared; the whole list, cut to their reach."""
    random = Random(28)
    places = [people.top, people.home, people.away, factories.unit(people.home)]
    owners = [people.ada, people.ben, people.cleo, None]
    for _number in range(12):
        unit, owner = random.choice(places), random.choice(owners)
        case = factories.use_case(unit, owner=owner, intended_uses=[])
        if random.random() < 0.5:
            factories.implementation(random.choice(places))
        if random.random() < 0.3:
            permissions.grant(random.choice(owners[:3]), case, until=days.today())
        if random.random() < 0.3:
            signoffs.request(case, actor=SYSTEM)
    everything = reading.read(SYSTEM).every

    for person in (people.ada, people.ben, people.cleo, people.vera, people.zoe):
        actor = Actor.of(person)
        seen = {
            (kind.code, ref)
            for kind in kinds.every()
            for ref in kind.model.objects.visible_to(actor).values_list("ref", flat=True)
        }
        whole = [gap for gap in everything if (gap.kind, gap.ref) in seen]
        assert reading.read(actor).every == whole
        assert set(reading.read(actor, people.home).every) <= set(whole)


def test_a_unit_stands_for_all_below_it(bare, people):
    factories.use_case(people.away, name="Rostering", intended_uses=[])
    desk = factories.unit(people.home)
    below = factories.use_case(desk, name="Dictation", intended_uses=[])

    assert {ref for _check, ref in found(people.home)} == {bare.ref, below.ref}
    assert {ref for _check, ref in found(desk)} == {below.ref}
    assert len({ref for _check, ref in found(people.top)}) == 3


def test_the_past_is_read_with_what_was_missing_then(bare):
    moment = bare.created_at
    bare = use_cases.change(
        bare,
        actor=SYSTEM,
        values={"purpose": "Sorts."},
        intended_uses=[],
        seen=bare.version,
        reason="Told.",
    )

    assert ("usecase.purpose", bare.ref) not in found(bare)
    assert ("usecase.purpose", bare.ref) in found(bare, moment=moment)
    with pytest.raises(RuleError, match="nothing else is recorded"):
        found(bare, moment=moment - timedelta(days=900))


def test_a_review_is_late_once_its_cadence_has_passed(bare, time_machine):
    use_cases.change(
        bare,
        actor=SYSTEM,
        values={"review_cadence": "monthly"},
        intended_uses=[],
        seen=bare.version,
        reason="Agreed.",
    )
    assert ("usecase.review", bare.ref) not in found(bare)

    time_machine.move_to(bare.created_at + timedelta(days=31))
    assert ("usecase.review", bare.ref) not in found(bare)

    time_machine.move_to(bare.created_at + timedelta(days=33))
    (late,) = [gap for gap in reading.read(SYSTEM, bare).every if gap.check == "usecase.review"]
    assert (late.level, late.says) == ("late", f"The review of {bare.ref} is late.")


def test_the_number_of_queries_does_not_grow_with_records(bare, people):
    with_one = _queries(people)
    for number in range(4):
        factories.use_case(people.home, name=f"Number {number}", intended_uses=[])

    assert _queries(people) == with_one


def _queries(people):
    reading.read(SYSTEM)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        reading.read(Actor.of(people.vera))
    return len(caught)


def test_what_was_looked_at_is_counted_and_what_was_not_is_named(bare):
    told_of = reading.read(SYSTEM, bare).as_json()

    assert told_of["of"] == bare.ref
    assert told_of["looked_at"] == sum(check["looked_at"] for check in told_of["checks"])
    by_code = {check["code"]: check for check in told_of["checks"]}
    assert by_code["usecase.purpose"] == {
        "code": "usecase.purpose",
        "title": "Use cases: purpose",
        "looked_at": 1,
        "found": 1,
    }
    assert by_code["evidence.current"]["looked_at"] == 0
    left, unchecked = told_of["not_looked_at"]
    assert left == (
        f"Not part of {bare.ref}: Mappings: reviewed; Units: obligations of the organisation with a"
        " next step; Units: obligations of the organisation, met; Units: obligations of the"
        " organisation, taken on; Units: planned day of obligations of the organisation."
    )
    assert unchecked.startswith("No check looks at: ")
    assert "Sign-off policies" in unchecked


def test_whoever_sees_not_all_is_told_how_much_they_do_not_see(bare, people):
    above = factories.implementation(people.top)
    everything = reading.read(SYSTEM, bare)

    def told_to(person):
        return reading.read(Actor.of(person), bare)

    assert ("implementation.evidence", above.ref) in found(bare)
    assert ("implementation.evidence", above.ref) not in found(bare, Actor.of(people.ben))
    assert told_to(people.vera).as_json() == everything.as_json()
    hidden = everything.points - told_to(people.ben).points
    (limits,) = set(told_to(people.ben).not_looked_at) - set(everything.not_looked_at)
    assert limits == (
        f"{hidden} more points belong to {bare.ref}, about records out of reach of whoever looks; "
        "not in order: 2."
    )


def test_that_nothing_is_asked_of_what_is_out_of_use_is_told(bare):
    retired = use_cases.retire(bare, actor=SYSTEM, reason="Over.")
    assert f"{bare.ref} is retired: nothing more is asked of it." in (
        reading.read(SYSTEM, retired).not_looked_at
    )

    archived = archiving.archive(retired, actor=SYSTEM, reason="Over.")
    read = reading.read(SYSTEM, archived)
    assert (read.points, read.every) == (0, [])
    assert f"{bare.ref} is archived: nothing is asked of it." in read.not_looked_at


def test_what_is_remembered_of_the_past_ends_with_the_right_to_read_it(bare, people, time_machine):
    last = days.beginning(days.today() + timedelta(days=31))
    time_machine.move_to(last - timedelta(minutes=5))
    with as_of(bare.created_at):
        assert reading.remembered_gaps(Actor.of(people.vera)).points > 0

    time_machine.move_to(last + timedelta(minutes=5))
    with as_of(bare.created_at):
        assert reading.remembered_gaps(Actor.of(people.vera)).points == 0


def test_a_token_that_may_not_view_is_told_so_and_no_filter_is_passed_over(bare, people):
    def asked(needs, query=""):
        _token, secret = persons.issue_token(
            people.ben, name=needs, needs=[needs], unit=people.home, actor=Actor.of(people.ben)
        )
        return Client(headers={"Authorization": f"Bearer {secret}"}).get(f"/api/v1/gaps/{query}")

    assert asked("change").status_code == 403
    assert asked("view").json()["looked_at"] > 0
    unknown = asked("view", "?mine=yes&record=UC-0001")
    assert unknown.status_code == 400
    assert set(unknown.json()["errors"] if "errors" in unknown.json() else unknown.json()) >= {
        "mine",
        "record",
    }


def test_what_presses_most_stands_first(bare, people, as_person):
    def levels(query=""):
        told = json.loads(
            b"".join(as_person(people.ben).get(f"/gaps/export.json{query}").streaming_content)
        )
        return [row["check"] == "usecase.signed" for row in told["records"]]

    assert levels() == [True, *[False] * (len(LACKING) - 1)]
    assert levels("?sort=-level") == [*[False] * (len(LACKING) - 1), True]


def test_a_check_is_registered_once(monkeypatch):
    monkeypatch.setattr(checks, "_CHECKS", {})
    check = Check(
        code="x",
        title="x",
        looks_at="x",
        model=UseCase,
        finds=told("x"),
        lacking=lambda found, _within: found,
    )
    checks.register(check)
    checks.register(check)

    with pytest.raises(ValueError, match="registered twice"):
        checks.register(Check(**{**vars(check), "title": "y"}))


def test_the_command_tells_the_list_and_refuses_what_is_not_there(bare):
    out = StringIO()
    call_command("gaps", bare.ref, "--json", stdout=out)
    told_of = json.loads(out.getvalue())

    assert [gap["check"] for gap in told_of["gaps"]] == list(LACKING)
    assert told_of["as_of"] is None
    with pytest.raises(CommandError, match="There is no record UC-9999"):
        call_command("gaps", "UC-9999")
    with pytest.raises(CommandError, match="neither a day nor a moment of the past"):
        call_command("gaps", bare.ref, "--as-of", "2999-01-01")


def test_program_and_page_tell_the_same_within_reach(bare, people, as_person):
    factories.use_case(people.away, name="Rostering", intended_uses=[])
    ben, cleo = as_person(people.ben), as_person(people.cleo)

    answer = ben.get(f"/api/v1/gaps/?of={bare.ref}").json()
    page = ben.get("/gaps/")

    assert [gap["check"] for gap in answer["gaps"]] == list(LACKING)
    assert page.context["count"] == len(LACKING)
    assert {gap["ref"] for gap in ben.get("/api/v1/gaps/").json()["gaps"]} == {bare.ref}
    assert cleo.get(f"/api/v1/gaps/?of={bare.ref}").status_code == 404
    refused = cleo.get(f"/gaps/?of={bare.ref}")
    assert bare.ref not in refused.content.decode().replace(f'value="{bare.ref}"', "").replace(
        f"There is no record {bare.ref} that you may see.", ""
    ).replace(f"of={bare.ref}", "")


def test_the_page_is_narrowed_and_taken_out(bare, people, as_person):
    mine = factories.use_case(people.home, name="Mine", owner=people.ben, intended_uses=[])
    ben = as_person(people.ben)

    assert ben.get("/gaps/?mine=yes").context["count"] == len(LACKING) - 1
    assert ben.get("/gaps/?level=unsigned").context["count"] == 2
    nothing = ben.get("/gaps/?q=zeppelin").content.decode()
    assert "Nothing matches these filters" in nothing
    assert "points looked at" not in nothing
    taken = ben.get("/gaps/export.json?level=unsigned")
    assert [row["ref"] for row in json.loads(b"".join(taken.streaming_content))["records"]] == [
        bare.ref,
        mine.ref,
    ]


def test_the_page_of_a_use_case_leads_to_its_gaps(bare, people, as_person):
    ben = as_person(people.ben)
    page = ben.get(f"/use-cases/{bare.ref}/").content.decode()
    panel = ben.get(f"/gaps/of/{bare.ref}/").content.decode()

    assert f'hx-get="/gaps/of/{bare.ref}/"' in page
    assert f'href="/gaps/?of={bare.ref}"' in page
    assert f"{bare.ref} was never classified under the AI Act." in panel
    assert "3 more in the list" in panel
    assert as_person(people.cleo).get(f"/gaps/of/{bare.ref}/").status_code == 404


def test_what_waits_for_a_signature_says_since_when(claims, policy):
    asked = signoffs.request(claims, actor=SYSTEM)

    (gap,) = [one for one in reading.read(SYSTEM, claims).every if one.check == "usecase.signed"]

    assert gap.says == f"{claims.ref} waits for signatures."
    assert gap.since is not None
    assert asked.ref.startswith("SO-")

"""Jobs that break off: what is tried again, what ends, and what no second attempt does anew."""

from datetime import timedelta

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueError
from redis.exceptions import ConnectionError as CacheError

from governance import days
from governance.models import ApiToken, Appointment
from governance.packs import actions as packs
from governance.people import tokens
from governance.people.actions import people as actions
from inventory.models import UseCase
from records import jobs, kinds
from records.actors import Actor
from records.changing import bulk, open_acts
from records.documents.errors import render_error
from records.errors import KeyTakenError, NotNowError, Repeated, RuleError
from records.models import Entry, Job, RequestKeyUse
from tests import factories
from tests.people import SYSTEM

pytestmark = pytest.mark.django_db

BROKEN_OFF = [
    pytest.param(OperationalError("server closed the connection"), id="database gone"),
    pytest.param(InterfaceError("the connection is closed"), id="connection closed"),
    pytest.param(psycopg.OperationalError("terminating connection"), id="driver's own"),
    pytest.param(CacheError("connection refused"), id="cache gone"),
    pytest.param(QueueError("connection refused"), id="queue gone"),
    pytest.param(ConnectionResetError(), id="line gone"),
    pytest.param(render_error("crash", chapter="One", detail="-9"), id="printing process killed"),
    pytest.param(NotNowError("The ledger is behind."), id="ledger behind"),
    pytest.param(KeyError("x"), id="defect"),
]
REFUSED = [
    pytest.param(RuleError("It is archived."), "It is archived.", id="rule"),
    pytest.param(ValidationError("Too long."), "Too long.", id="value"),
    pytest.param(
        render_error("time", chapter="One", detail=""),
        "The chapter “One” could not be printed: it took longer than allowed. Split the chapter or "
        "shorten its tables.",
        id="chapter",
    ),
    pytest.param(
        Job.DoesNotExist(), "What this is about is not within your reach.", id="out of reach"
    ),
]


@pytest.fixture
def work(monkeypatch):
    """Register a work that does what the test says, each attempt the next of `work.turns`."""

    class Work:
        turns, calls = [], 0

        def __call__(self, run):
            self.calls += 1
            turn = self.turns.pop(0) if self.turns else None
            if isinstance(turn, Exception):
                raise turn
            return turn(run) if callable(turn) else turn

    made = Work()
    monkeypatch.setitem(jobs._TASKS, "tests.work", made)
    return made


@pytest.fixture
def asked(work):
    with transaction.atomic():
        return jobs.enqueue(
            "tests.work", {}, about=None, actor=SYSTEM, effect_key="one", title="Work"
        )


def run_now(asked):
    """Run the job as the sweeper would once its pause or its lease is over."""
    Job.objects.filter(pk=asked.pk, lease_until__isnull=False).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    jobs.run(str(asked.pk))
    return Job.objects.get(pk=asked.pk)


@pytest.mark.parametrize("trouble", BROKEN_OFF)
def test_what_broke_off_is_tried_again_after_a_pause(work, asked, trouble):
    work.turns = [trouble, {"url": "/made/"}]

    first = run_now(asked)
    too_early = jobs.waiting()
    jobs.run(str(asked.pk))
    paused = Job.objects.get(pk=asked.pk)
    second = run_now(asked)

    assert (first.state, first.attempts, first.error) == ("waiting", 1, "")
    assert first.step.endswith("It is tried again.")
    assert first.lease_until > timezone.now() - timedelta(seconds=1)
    assert too_early == []
    assert paused.attempts == 1
    assert (second.state, second.attempts, second.result) == ("done", 2, {"url": "/made/"})


@pytest.mark.parametrize(("refusal", "sentence"), REFUSED)
def test_a_refusal_ends_the_job_with_its_sentence(work, asked, refusal, sentence):
    work.turns = [refusal]

    ended = run_now(asked)

    assert (ended.state, ended.attempts, ended.error) == ("failed", 1, sentence)
    assert jobs.waiting() == []


def test_the_last_attempt_ends_in_a_sentence(work, asked):
    work.turns = [OperationalError("gone") for _attempt in range(20)]

    states = [run_now(asked).state for _attempt in range(jobs.MAX_ATTEMPTS)]
    ended = run_now(asked)

    assert states == ["waiting"] * (jobs.MAX_ATTEMPTS - 1) + ["failed"]
    assert work.calls == jobs.MAX_ATTEMPTS == 8
    assert ended.error == (
        "It was tried 8 times and broke off each time. Tell your administrator the reference "
        f"{asked.pk}."
    )


def test_work_whose_workers_die_each_time_ends_as_well(work, asked):
    died = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state="running", attempts=jobs.MAX_ATTEMPTS, lease_until=died)

    ended = run_now(asked)

    assert (ended.state, work.calls) == ("failed", 0)
    assert ended.error.startswith("It was tried 8 times")


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 5), (2, 10), (3, 20), (5, 80), (6, 120), (8, 120)]
)
def test_pauses_double_up_to_two_minutes(attempts, seconds):
    assert jobs.pause_after(attempts) == timedelta(seconds=seconds)


def test_work_that_broke_off_and_was_asked_to_stop_is_not_tried_again(work, asked):
    def stop_and_break(run):
        jobs.cancel(run.job)
        raise OperationalError("gone")

    work.turns = [stop_and_break]

    assert run_now(asked).state == "cancelled"
    assert jobs.waiting() == []


def test_who_was_overtaken_neither_ends_the_job_nor_tells_of_it(work, asked):
    def lose(run):
        Job.objects.update(attempts=2, step="The other one's", percent=60)
        run.step("Mine", 90)

    work.turns = [lose]

    left = run_now(asked)

    assert (left.state, left.attempts, left.step, left.percent) == (
        "running",
        2,
        "The other one's",
        60,
    )


def test_late_success_does_not_overwrite_the_other_attempt(work, asked):
    def late(run):
        Job.objects.update(attempts=2, state="done", result={"url": "/made/"})
        return {"url": "/mine/"}

    work.turns = [late]

    assert run_now(asked).result == {"url": "/made/"}


def test_the_lease_is_kept_while_a_step_takes_long(work, asked, monkeypatch):
    renewed = []
    monkeypatch.setattr(jobs, "LEASE", timedelta(milliseconds=30))
    monkeypatch.setattr(jobs, "_held", lambda job: Renewals(renewed))
    claimed = Job.objects.get(pk=asked.pk)

    with jobs._kept(claimed):
        wait_until(lambda: len(renewed) >= 2)

    assert all(lease > timezone.now() - timedelta(seconds=20) for lease in renewed)


class Renewals:
    """Stand for the row in another thread, which does not see this test's transaction."""

    def __init__(self, renewed):
        self.renewed = renewed

    def update(self, *, lease_until):
        self.renewed.append(lease_until)


def wait_until(true):
    last = timezone.now() + timedelta(seconds=20)
    while not true():
        assert timezone.now() < last


def test_parts_are_done_once_whichever_attempt_comes_to_them(work, asked, people):
    def two_parts(run, *, breaks):
        for name in ("first", "second"):
            with run.once(name):
                factories.use_case(people.home, name=name)
            if breaks:
                raise OperationalError("gone")

    work.turns = [
        lambda run: two_parts(run, breaks=True),
        lambda run: two_parts(run, breaks=False),
    ]

    run_now(asked)
    ended = run_now(asked)

    assert ended.state == "done"
    names = UseCase.objects.order_by("id").values_list("name", flat=True)
    assert list(names) == ["first", "second"]


def test_a_queue_that_dies_while_it_is_told_is_no_trouble(work, monkeypatch, caplog):
    def refuse(*_args, **_options):
        raise CacheError("connection reset")

    monkeypatch.setattr(jobs.current_app, "send_task", refuse)

    with transaction.atomic():
        waits = jobs.enqueue(
            "tests.work", {}, about=None, actor=SYSTEM, effect_key="two", title="Work"
        )
    jobs._say_look(waits)

    assert f"the sweeper will find job {waits.pk}" in caplog.text
    assert jobs.waiting() == [str(waits.pk)]


TOKEN_ENDED = "The token that asked for this was withdrawn or has ended, so it was not carried out."
PERSON_LEFT = "The person who asked for this can no longer sign in, so it was not carried out."


def renaming(case, actor):
    """Ask for the change of one use case as a job."""
    return bulk.change_later(
        kinds.by_code("inventory.usecase"),
        [case.pk],
        actor=actor,
        new={"topic": "Benefits"},
        reason="Tidy",
        effect_key="late",
    )


@pytest.fixture
def token_of(people):
    """Return a function that issues a token of Ben's and gives who acts by it."""

    def issued():
        token, _secret = actions.issue_token(
            people.ben,
            name="pipeline",
            needs=["change", "view"],
            unit=people.home,
            actor=Actor.of(people.ben),
        )
        return token, tokens.actor_of(token)

    return issued


def withdrawn(token):
    actions.withdraw_token(token, actor=Actor.of(token.person))


def expired(token):
    yesterday = days.today() - timedelta(days=1)
    ApiToken.objects.filter(pk=token.pk).update(expires_on=yesterday)


def holder_left(token):
    actions.deactivate(token.person, actor=SYSTEM, reason="Left")


@pytest.mark.parametrize("end", [withdrawn, expired, holder_left])
def test_what_a_token_asked_for_is_refused_once_the_token_has_ended(people, token_of, end):
    case = factories.use_case(people.home)
    token, actor = token_of()
    asked = renaming(case, actor)
    end(token)
    before = Entry.objects.count()

    ended = run_now(asked)

    case.refresh_from_db()
    assert (ended.state, ended.error, ended.attempts) == ("failed", TOKEN_ENDED, 1)
    assert (case.topic, case.version) == ("", 1)
    assert Entry.objects.count() == before


def test_what_a_token_asked_for_is_done_while_the_token_holds(people, token_of):
    case = factories.use_case(people.home)
    _token, actor = token_of()

    ended = run_now(renaming(case, actor))

    case.refresh_from_db()
    assert (ended.state, ended.error) == ("done", "")
    assert (case.topic, case.version) == ("Benefits", 2)


def test_what_a_person_asked_for_is_refused_once_they_have_left(people):
    case = factories.use_case(people.home, owner=people.ben)
    asked = renaming(case, Actor.of(people.ben))
    actions.deactivate(people.ben, actor=SYSTEM, reason="Left")

    ended = run_now(asked)

    case.refresh_from_db()
    assert (ended.state, ended.error) == ("failed", PERSON_LEFT)
    assert (case.topic, case.version) == ("", 1)


def test_a_person_who_lost_the_right_changes_nothing_later(people):
    case = factories.use_case(people.home)
    asked = packs.request(case, moment=timezone.now(), actor=Actor.of(people.ben))
    changing = renaming(case, Actor.of(people.ben))
    Appointment.objects.filter(person=people.ben).update(
        starts_on=days.today() - timedelta(days=9), ends_on=days.today() - timedelta(days=1)
    )
    before = Entry.objects.count()

    making, changed = run_now(asked), run_now(changing)

    case.refresh_from_db()
    assert (making.state, making.error) == (
        "failed",
        "What this is about is not within your reach.",
    )
    assert (changed.state, changed.error) == (
        "failed",
        "None of these records is within your reach any more.",
    )
    assert (case.topic, case.version) == ("", 1)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("request_before", "refusal"), [("mine", Repeated), ("theirs", KeyTakenError)]
)
def test_a_key_that_is_lost_in_a_race_leaves_no_job(people, request_before, refusal):
    case = factories.use_case(people.home)
    ben = Actor.of(people.ben)
    RequestKeyUse.objects.create(
        actor=f"person:{people.ben.pk}", key="k", request=request_before, used_at=timezone.now()
    )

    with open_acts.under_key("k") as key:
        key.bind(lambda: "mine")
        with pytest.raises(refusal):
            packs.request(case, moment=timezone.now(), actor=ben)

    assert Job.objects.count() == 0
    assert RequestKeyUse.objects.get().request == request_before

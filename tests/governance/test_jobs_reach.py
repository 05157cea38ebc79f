"""Who sees a job and may stop it: its asker, and who administers what it is about, today."""

import pytest
from django.test import Client

from assessments.law_changes.actions import edition_change
from governance.packs import actions as packs
from governance.people.actions import people as actions
from governance.rules import Role
from records import jobs
from records.actors import Actor
from records.changing.acting import acting
from records.models import Job
from records.verbs import Verb
from tests import factories, sessions
from tests.people import SYSTEM


@pytest.fixture
def use_case(people):
    return factories.use_case(people.home)


@pytest.fixture
def job(people, use_case):
    """A pack of a use case at home that ada asked for."""
    return packs.request(use_case, moment=use_case.created_at, actor=Actor.of(people.ada))


@pytest.fixture
def elsewhere(people):
    """An administrator of the other unit alone."""
    person = actions.add_person(name="Ed", email="ed@example.org", unit=people.away, actor=SYSTEM)
    actions.appoint(person, role=Role.ADMINISTRATOR, unit=people.away, actor=SYSTEM)
    return person


def signed_in(person):
    client = Client()
    sessions.begin(client, person)
    return client


def move_verb(record):
    return Verb(f"{record.kind_code()}.move_for_tests", needs="change", told="moved the record")


def move(record, unit):
    with acting(move_verb(record), record, SYSTEM) as moved:
        moved.unit = unit


def asked_to_stop(job):
    return Job.objects.values_list("state", "cancel_asked").get(pk=job.pk)


def test_an_administrator_of_another_unit_neither_sees_nor_stops_it(job, elsewhere):
    client = signed_in(elsewhere)

    page = client.get(f"/jobs/{job.pk}/")
    stopped = client.post(f"/jobs/{job.pk}/cancel/")

    assert (page.status_code, stopped.status_code) == (404, 404)
    assert asked_to_stop(job) == ("waiting", False)


def test_an_administrator_of_its_unit_sees_and_stops_it(job, people):
    client = signed_in(people.adam)

    page = client.get(f"/jobs/{job.pk}/")
    stopped = client.post(f"/jobs/{job.pk}/cancel/")

    assert (page.status_code, stopped.status_code) == (200, 302)
    assert asked_to_stop(job) == ("cancelled", True)


def test_a_colleague_without_that_right_finds_nothing(job, people):
    assert signed_in(people.ben).get(f"/jobs/{job.pk}/").status_code == 404


def test_the_job_goes_along_with_its_record(job, people, use_case, elsewhere):
    move(use_case, people.away)

    asker, administrator = signed_in(people.ada), signed_in(elsewhere)

    assert asker.get(f"/jobs/{job.pk}/").status_code == 404
    assert use_case.ref not in asker.get("/jobs/").content.decode()
    assert administrator.get(f"/jobs/{job.pk}/").status_code == 200


def test_work_on_many_records_is_its_askers_alone(people):
    actor = Actor.of(people.ben)
    job = jobs.enqueue(
        edition_change.TASK, {}, about=None, actor=actor, effect_key="many", title="Many"
    )

    assert signed_in(people.ben).get(f"/jobs/{job.pk}/").status_code == 200
    assert signed_in(people.adam).get(f"/jobs/{job.pk}/").status_code == 404


def test_a_job_that_a_token_asked_for_does_no_more_than_the_token(people):
    token = Actor.token("t1", people.vera, needs=frozenset({"view"}), within=people.away.path)
    other = Actor.token("t2", people.vera, needs=frozenset({"view"}), within=people.home.path)
    job = jobs.enqueue(
        edition_change.TASK, {}, about=None, actor=token, effect_key="token", title="Report"
    )

    actor = jobs._actor(Job.objects.get(pk=job.pk))

    assert (actor.kind, actor.id, actor.person) == ("token", "t1", people.vera)
    assert (actor.needs, actor.within) == (frozenset({"view"}), people.away.path)
    assert list(jobs.asked_by(token)) == [job]
    assert list(jobs.asked_by(other)) == []
    assert list(jobs.asked_by(Actor.of(people.vera))) == [job]

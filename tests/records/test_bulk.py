"""Many records changed together, at once or by a job."""

from datetime import timedelta

import pytest
from django.db import transaction

from governance import days
from governance.people.actions import people as unit_actions
from governance.rules import Role
from inventory.models import UseCase
from records import jobs
from records.actors import Actor
from records.changing import bulk
from records.errors import RuleError
from records.models import Entry, Job
from tests import factories
from tests.people import SYSTEM


def everything(query="", **more):
    """What the form of a list sends to change all that match."""
    values = {"change-topic": "on", "topic": "Benefits", "reason": "Tidy", "_key": "k"}
    return {"everything": "1", "query": query, **values, **more}


def test_all_that_match_are_changed_not_only_those_of_the_page(people, ben):
    for number in range(3):
        factories.use_case(people.home, name=f"Number {number}", lifecycle="testing")
    other = factories.use_case(people.home, name="Other")

    preview = ben.post("/use-cases/bulk-edit/", everything("lifecycle=testing", preview="1"))
    answer = ben.post("/use-cases/bulk-edit/", everything("lifecycle=testing", apply="1", count=3))

    assert preview.context["count"] == 3
    assert preview.context["says"] == ["Stage: in testing"]
    assert answer.status_code == 302
    assert UseCase.objects.filter(topic="Benefits").count() == 3
    assert UseCase.objects.get(pk=other.pk).topic == ""


def test_a_list_that_grew_meanwhile_is_shown_again(people, ben):
    for name in ("One", "Two"):
        factories.use_case(people.home, name=name)

    answer = ben.post("/use-cases/bulk-edit/", everything(apply="1", count=1))

    assert answer.status_code == 409
    assert answer.context["count"] == 2
    assert not UseCase.objects.exclude(topic="").exists()


def test_a_list_of_as_many_others_is_shown_again(people, ben):
    first = factories.use_case(people.home, name="Alpha")
    second = factories.use_case(people.home, name="Beta")
    preview = ben.post("/use-cases/bulk-edit/", everything("q=Alpha", preview="1"))
    chosen = preview.context["chosen"]
    UseCase.objects.filter(pk=first.pk).update(name="Gone")
    UseCase.objects.filter(pk=second.pk).update(name="Alpha, too")
    sent = everything("q=Alpha", apply="1", count=1, chosen=chosen)

    answer = ben.post("/use-cases/bulk-edit/", sent)
    again = everything("q=Alpha", apply="1", count=1, chosen=answer.context["chosen"])
    unchanged = not UseCase.objects.exclude(topic="").exists()
    done = ben.post("/use-cases/bulk-edit/", again)

    assert f'name="chosen" value="{chosen}"' in preview.content.decode()
    assert answer.status_code == 409
    assert second.ref in answer.content.decode()
    assert unchanged
    assert done.status_code == 302
    assert list(UseCase.objects.exclude(topic="").values_list("ref", flat=True)) == [second.ref]


def test_what_one_may_not_change_is_named_and_left_out(people, sign_in):
    unit_actions.appoint(people.ben, role=Role.AUDITOR, unit=people.away, actor=SYSTEM,
                         starts_on=days.today(),
                         ends_on=days.today() + timedelta(days=9))  # fmt: skip
    ours, theirs = factories.use_case(people.home), factories.use_case(people.away)
    ben = sign_in(people.ben)

    preview = ben.post("/use-cases/bulk-edit/", everything(preview="1"))
    ben.post("/use-cases/bulk-edit/", everything(apply="1", count=1))

    assert preview.context["barred"] == theirs.ref
    assert theirs.ref in preview.content.decode()
    assert UseCase.objects.get(pk=ours.pk).topic == "Benefits"
    assert UseCase.objects.get(pk=theirs.pk).version == 1


def test_very_many_are_changed_by_a_job_in_one_transaction(people, ben, monkeypatch):
    monkeypatch.setattr("records.pages.bulk.AT_ONCE", 2)
    records = [factories.use_case(people.home, name=f"Number {number}") for number in range(4)]

    preview = ben.post("/use-cases/bulk-edit/", everything(preview="1"))
    answer = ben.post("/use-cases/bulk-edit/", everything(apply="1", count=4))
    job = Job.objects.get()
    unchanged = UseCase.objects.filter(topic="").count()
    jobs.run(str(job.pk))

    assert preview.context["is_job"] is True
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert unchanged == 4
    assert Job.objects.get().state == "done", Job.objects.get().error
    assert Job.objects.get().result["facts"] == {"Changed": 4, "Had these values": 0}
    entries = Entry.objects.filter(verb="inventory.usecase.change_many")
    assert entries.count() == len(records)
    assert len({entry.occurred_at for entry in entries}) == 1


def test_a_later_attempt_at_what_was_changed_changes_nothing(people, ben, monkeypatch):
    monkeypatch.setattr("records.pages.bulk.AT_ONCE", 0)
    case = factories.use_case(people.home)
    ben.post("/use-cases/bulk-edit/", everything(apply="1", count=1))
    jobs.run(str(Job.objects.get().pk))
    Job.objects.update(state="waiting", result={})

    jobs.run(str(Job.objects.get().pk))

    done = Job.objects.get()
    assert (done.state, [link["ref"] for link in done.result["touched"]]) == ("done", [case.ref])
    assert UseCase.objects.get().version == 2


def test_a_job_asked_for_twice_is_one_job(people, ben, monkeypatch):
    monkeypatch.setattr("records.pages.bulk.AT_ONCE", 0)
    factories.use_case(people.home)

    for _number in range(2):
        ben.post("/use-cases/bulk-edit/", everything(apply="1", count=1))

    assert Job.objects.count() == 1


def test_the_job_leaves_out_what_its_asker_may_no_longer_change(people, kind, db):
    record = factories.use_case(people.home, owner=people.ada)
    with transaction.atomic():
        asked = bulk.change_later(
            kind,
            [record.pk],
            actor=Actor.of(people.vera),
            new={"owner": people.ben},
            reason="Mine",
            effect_key="k",
        )

    jobs.run(str(asked.pk))

    assert Job.objects.get().result["facts"]["Left out: not yours to change"] == record.ref
    assert UseCase.objects.get().owner == people.ada


def test_nobody_changes_many_out_of_their_own_sight(people, kind):
    record = factories.use_case(people.away, owner=people.ada)
    before = UseCase.objects.get().version

    with pytest.raises(RuleError, match="lose sight"):
        bulk.change_many(
            [record], actor=Actor.of(people.ada), values={"owner": people.ben}, reason="Away"
        )
    assert (UseCase.objects.get().owner, UseCase.objects.get().version) == (people.ada, before)

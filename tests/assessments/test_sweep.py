"""Reading many classifications by another law, without touching one."""

import datetime

from django.db import transaction

from assessments.actions import classifications, sweep
from assessments.models import Classification
from records import jobs
from records.actors import Actor
from records.models import Entry, Job
from tests.assessments.conftest import ON

LATER = datetime.date(2027, 12, 31)


def sheet(ref, **answers):
    return sweep.Sheet(ref, answers, {})


def test_each_sheet_is_read_by_the_other_edition():
    found = list(
        sweep.read_anew(
            [sheet("CL-1", R2="yes"), sheet("CL-2", H_AREA=["4"], H4a="yes")],
            edition="2024-1689",
            on=ON,
        )
    )

    assert [(each.ref, each.after, each.differs) for each in found] == [
        ("CL-1", "minimal", {}),
        ("CL-2", "high_risk", {}),
    ]


def test_the_job_reports_what_moves_and_changes_nothing(answered, people, ada):
    given = {"P_BA1": "yes", "P_BA2": "yes", "P_B3P": "yes"}
    record = classifications.answer(answered, actor=ada, answers=given)
    entries = Entry.objects.count()

    with transaction.atomic():
        asked = sweep.reclassify_many(edition="2026-1744", on=LATER, actor=ada)
    jobs.run(str(asked.pk))

    done = Job.objects.get(pk=asked.pk)
    assert done.state == Job.State.DONE, done.error
    assert done.result["read"] == 1
    assert done.result["moves"] == [{"before": "high_risk", "after": "prohibited", "count": 1}]
    [change] = done.result["changed"]
    assert change["ref"] == record.ref
    assert change["differs"]["prohibited"] == {"gained": ["Art. 5(1)(ba)"]}
    assert Entry.objects.count() == entries
    assert Classification.objects.get().version == record.version


def test_the_same_report_is_made_once(answered, ada):
    with transaction.atomic():
        first = sweep.reclassify_many(edition="2024-1689", on=ON, actor=ada)
        second = sweep.reclassify_many(edition="2024-1689", on=ON, actor=ada)

    assert first.pk == second.pk


def test_a_report_reads_only_what_the_actor_may_see(answered, people):
    with transaction.atomic():
        asked = sweep.reclassify_many(edition="2024-1689", on=ON, actor=Actor.of(people.cleo))
    jobs.run(str(asked.pk))

    assert Job.objects.get(pk=asked.pk).result["read"] == 0

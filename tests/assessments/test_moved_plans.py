"""Plans once made at the organisation for what each use case owes now: moved, never lost."""

import datetime

import pytest
from django.test import Client

from assessments.models import ObligationPlan
from assessments.obligations.actions import moved_plans
from records.changing.acting import acting
from records.verbs import Verb
from tests import sessions
from tests.people import SYSTEM

PLANNED = Verb("assessments.obligation.planned_for_tests", needs="change", told="planned it",
               on="assessments.obligationplan")  # fmt: skip
DAY = datetime.date(2027, 1, 31)


def plan_at(unit, provision, role="deployer", **more):
    """Keep a plan of the organisation as it was made once."""
    made = ObligationPlan(
        unit=unit,
        provision=provision,
        role=role,
        next_step="Write it down.",
        planned_for=DAY,
        **more,
    )
    with acting(PLANNED, made, SYSTEM) as plan:
        pass
    return plan


def reasons(plan):
    found = plan.history.order_by("history_date", "history_id")
    return list(found.values_list("history_change_reason", flat=True))


def current():
    return {
        (plan.use_case and plan.use_case.ref, plan.provision)
        for plan in ObligationPlan.objects.current()
    }


def test_a_plan_moves_to_the_use_case_that_owes_it_now(answered, people):
    old = plan_at(people.top, "Art. 26(1)", owner=people.ada)

    assert moved_plans.move(actor=SYSTEM) == 1

    old.refresh_from_db()
    (moved,) = ObligationPlan.objects.current()
    assert moved.use_case == answered.use_case
    assert (moved.owner, moved.next_step, moved.planned_for) == (people.ada, "Write it down.", DAY)
    assert old.is_archived
    assert reasons(old)[-1].endswith(f"the plan stands at {answered.use_case.ref}.")
    assert reasons(moved) == [f"Planned as {old.ref} before."]


def test_what_the_organisation_keeps_stays_there(answered, people):
    plan_at(people.top, "Art. 4(1)")

    assert moved_plans.move(actor=SYSTEM) == 0
    assert current() == {(None, "Art. 4(1)")}


def test_what_a_use_case_planned_itself_stays_its_own(answered, people):
    plan_at(people.top, "Art. 26(1)")
    own = plan_at(people.home, "Art. 26(1)", use_case=answered.use_case, owner=people.ben)

    assert moved_plans.move(actor=SYSTEM) == 1

    (kept,) = ObligationPlan.objects.current()
    assert (kept.pk, kept.owner) == (own.pk, people.ben)


def test_moving_twice_moves_once(answered, people):
    plan_at(people.top, "Art. 26(1)")

    assert [moved_plans.move(actor=SYSTEM) for _time in range(2)] == [1, 0]
    assert current() == {(answered.use_case.ref, "Art. 26(1)")}


@pytest.mark.parametrize(
    ("provision", "role"), [("Art. 53(1)(a)", "gpai_provider"), ("Art. 27(4)", "deployer")]
)
def test_a_plan_that_nobody_owes_stays_in_sight(answered, law, people, provision, role):
    plan = plan_at(people.top, provision, role, owner=people.ada)
    client = Client()
    sessions.begin(client, people.vera)

    assert moved_plans.move(actor=SYSTEM) == 0
    page = client.get("/obligations/organisation/").content.decode()

    assert current() == {(None, provision)}
    assert f"/obligation-plans/{plan.ref}/" in page
    assert "Not asked now; the plan stays" in page
    assert "Write it down." in page

"""Obligations as stored and planned: one set for alike cases, plans by those who may."""

import datetime
import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from assessments.classification.actions import classifications, profiles
from assessments.engine.obligations.declared import load_declared
from assessments.engine.obligations.derivation import DerivedObligation as Derived
from assessments.engine.relief import Relief
from assessments.models import (
    Classification,
    Obligation,
    ObligationPlan,
    ObligationProfile,
    organisation_units,
)
from assessments.obligations import organisation, reports, rows
from assessments.obligations.actions import obligations
from assessments.obligations.actions.obligations import Intent, PlanTarget
from governance.rules import Meaning
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.errors import Refused, RuleError
from records.history.past import as_of
from records.models import Entry
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)


@pytest.fixture
def notice(answered):
    """What a deployer owes for the use case: to inform workers."""
    return PlanTarget(answered.use_case, "Art. 26(7)", "deployer")


@pytest.fixture
def signed_one(answered, people, policy):
    """The classification, signed by somebody else."""
    return sign(answered, people)


def sign(record, people):
    asked = classifications.send(record, actor=Actor.of(people.ada))
    signoffs.sign(
        asked,
        actor=Actor.of(people.ben),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )
    return record


def another(people, ada, questionnaire, answers):
    made = use_cases.create(
        actor=ada,
        values={"name": "Second ranking", "unit": people.home, "owner": people.ada},
        intended_uses=[],
    )
    begun = classifications.start(made, actor=ada, edition="2026-1744", on=ON)
    return classifications.answer(begun, actor=ada, answers=answers)


def told(*args):
    out = StringIO()
    call_command("obligations", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_alike_cases_share_one_stored_set(answered, people, ada, questionnaire):
    before = ObligationProfile.objects.count()

    other = another(people, ada, questionnaire, answered.answers)

    assert other.obligation_profile_id == answered.obligation_profile_id
    # What the second case owed before it was answered is the set of an unanswered one.
    assert ObligationProfile.objects.count() == before


def test_a_stored_set_is_what_its_digest_names(answered):
    profile = answered.obligation_profile

    assert profile.count == Obligation.objects.filter(profile=profile).count() == 20
    assert profiles.is_intact(profile)


def test_the_database_refuses_to_change_what_was_derived(answered):
    row = Obligation.objects.filter(profile=answered.obligation_profile).first()

    with pytest.raises(TypeError, match="never changed"):
        Obligation.objects.filter(pk=row.pk).update(why="otherwise")
    row.why = "otherwise"
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        row.save()

    assert profiles.is_intact(answered.obligation_profile)


def test_obligations_stand_outside_of_what_is_signed(answered, ada):
    before = answered.digest

    with_none = Classification.objects.get(pk=answered.pk)
    obligations.derive_missing(actor=SYSTEM)

    assert with_none.digest == before
    assert "obligation_profile" in Classification.cosmetic


def test_the_command_tells_each_obligation(answered):
    found = told(answered.use_case.ref)

    keys = {"provision", "role", "regime", "applies_from", "why", "status", "met_by"}
    keys |= {"relief", "uncertain", "uncertain_why", "formal_from"}
    assert [doubt["law"] for doubt in found["doubts"]] == ["Art. 113"]
    assert [item["provision"] for item in found["of_the_organisation"]] == ["Art. 4(1)"]
    assert len(found["obligations"]) == 19
    assert all(keys <= item.keys() for item in found["obligations"])
    assert {item["applies_from"] for item in found["obligations"]} == {"2027-12-02"}
    assert {item["status"] for item in found["obligations"]} == {"later"}


def test_the_command_reads_by_another_edition_and_day(answered):
    stored = answered.digest

    found = told(answered.use_case.ref, "--edition", "2024-1689", "--on", "2026-08-03")

    assert {item["applies_from"] for item in found["obligations"]} == {"2026-08-02"}
    assert {item["status"] for item in found["obligations"]} == {"open"}
    assert {item["derived_from"] for item in found["obligations"]} == {"unsigned"}
    assert Classification.objects.get(pk=answered.pk).digest == stored


@pytest.mark.parametrize("ref", ["UC-9999", "CL-9999", "UN-9999"])
def test_the_command_refuses_what_is_not_there(ref, people):
    with pytest.raises(CommandError, match=ref):
        call_command("obligations", ref)


def test_a_day_that_is_none_is_refused(answered):
    with pytest.raises(CommandError, match="is no day"):
        call_command("obligations", answered.use_case.ref, "--on", "2026-13-01")


def test_a_signed_classification_is_told_as_such(signed_one, ada):
    (first, *_more) = reports.of_use_case(signed_one.use_case, actor=ada, on=ON)

    assert first.standing == "signed"


def test_an_obligation_of_the_organisation_stands_once(answered, people, ada, questionnaire):
    another(people, ada, questionnaire, {"R2": "yes"})

    (literacy,) = organisation.tell(actor=SYSTEM, on=ON)

    assert (literacy.provision, literacy.role, literacy.cases) == ("Art. 4(1)", "deployer", 2)
    assert literacy.unit == organisation_units()[False].pk
    assert literacy.state == "open"


def test_what_the_organisation_keeps_is_told_of_a_use_case_as_its_one_row(answered, people, ada):
    unit = organisation_units()[False]
    intent = Intent(people.ada, "Train them.", datetime.date(2027, 6, 1))
    obligations.plan(PlanTarget(unit, "Art. 4(1)", "deployer"), actor=SYSTEM, intent=intent)

    (told,) = reports.of_use_case(answered.use_case, actor=ada, on=ON, level="organisation")
    (row,) = organisation.tell(actor=ada, on=ON)

    assert told.kept == row
    assert (told.state, told.plan) == (row.state, row.plan)
    assert (told.plan.next_step, told.as_json()["kept_at"]) == ("Train them.", unit.ref)


def test_a_shared_duty_is_lighter_by_what_any_use_case_answers(people, ada, questionnaire):
    bank = {"R1": "yes", "H_AREA": ["5"], "H5b": "yes", "R15": "yes"}
    first = another(people, ada, questionnaire, bank)
    (alone,) = quality_of(ada)
    another(people, ada, questionnaire, {**bank, "R15": "no"})
    (shared,) = quality_of(ada)

    assert [each.provision for each in alone.relief] == [
        "Art. 17(2)",
        "Art. 17(3)",
        "Art. 17(4)",
        "Art. 63(1)",
    ]
    assert alone.partly == frozenset()
    assert shared.cases == 2
    assert shared.relief == alone.relief
    assert [each.provision for each in shared.partly] == ["Art. 17(4)"]
    told = reports.of_use_case(first.use_case, actor=ada, on=ON, level="organisation")
    assert "Art. 17(4)" in str([item.owed.relief for item in told])


def test_what_one_model_owes_in_full_is_not_limited_by_another(people, ada, questionnaire):
    """Art. 53(1)(c) is a policy of the organisation; the rest of Art. 53 is about one model."""
    model = {"S1": "model", "G2c": "yes", "G1": "yes", "G1p": "yes"}
    another(people, ada, questionnaire, model)
    (changed,) = organisation.tell(actor=ada, on=ON)
    second = another(people, ada, questionnaire, {**model, "G2c": "own"})
    (both,) = organisation.tell(actor=ada, on=ON)

    assert changed.provision == both.provision == "Art. 53(1)(c)"
    assert changed.only_if.startswith("Only for what you changed")
    assert (both.cases, both.only_if, both.uncertain_why) == (2, "", "")
    listed = told(second.use_case.ref)["obligations"]
    assert [item["provision"] for item in listed if item["provision"].startswith("Art. 53")] == [
        "Art. 53(1)(a)",
        "Art. 53(1)(b)",
        "Art. 53(1)(d)",
        "Art. 53(3)",
    ]


def test_a_retired_use_case_brings_up_nothing_for_the_organisation(people, ada, questionnaire):
    """What goes on after the end, such as keeping documents, is asked of the use case itself."""
    kept = another(people, ada, questionnaire, {"R2": "yes"})
    gone = another(people, ada, questionnaire, {"R1": "yes", "R2": "yes"})
    before = {(each.role, each.cases) for each in organisation.tell(actor=ada, on=ON)}

    use_cases.retire(gone.use_case, actor=ada, reason="Replaced")

    (literacy,) = organisation.tell(actor=ada, on=ON)
    assert before == {("deployer", 2), ("provider", 1)}
    assert (literacy.provision, literacy.role, literacy.cases) == ("Art. 4(1)", "deployer", 1)
    brought_up = organisation.brought_up_by(ada, "Art. 4(1)", "deployer")
    assert [each.pk for each in brought_up] == [kept.pk]
    assert not organisation.brought_up_by(ada, "Art. 4(1)", "provider").exists()


def quality_of(ada):
    return [item for item in organisation.tell(actor=ada, on=ON) if item.provision == "Art. 17(1)"]


def test_an_owner_plans_and_history_keeps_it(notice, people, ada):
    intent = Intent(people.ada, "Write to the works council.", datetime.date(2027, 6, 1))

    made = obligations.plan(notice, actor=ada, intent=intent)

    entry = Entry.objects.filter(object_id=made.pk).get()
    assert entry.verb == "assessments.obligation.plan"
    assert (made.owner, made.planned_for) == (people.ada, datetime.date(2027, 6, 1))
    assert made.history.count() == 1


def test_planning_again_changes_the_same_plan(notice, ada):
    first = obligations.plan(notice, actor=ada, intent=Intent(next_step="Ask"))

    second = obligations.plan(notice, actor=ada, intent=Intent(next_step="Write"))

    assert second.pk == first.pk
    assert second.version == 2
    assert ObligationPlan.objects.get().next_step == "Write"


def test_what_the_law_does_not_ask_cannot_be_planned(answered, ada):
    wrong = PlanTarget(answered.use_case, "Art. 9(1)", "provider")

    with pytest.raises(RuleError, match=r"has no obligation under Art\. 9\(1\)"):
        obligations.plan(wrong, actor=ada, intent=Intent())

    assert not ObligationPlan.objects.exists()


def test_a_stranger_plans_nothing(notice, people):
    with pytest.raises(Refused):
        obligations.plan(notice, actor=Actor.of(people.cleo), intent=Intent())

    assert not ObligationPlan.objects.exists()


def test_many_are_planned_in_one_act(answered, people, ada):
    codes = ("Art. 26(1)", "Art. 26(2)", "Art. 26(4)")
    targets = [PlanTarget(answered.use_case, code, "deployer") for code in codes]
    obligations.plan(targets[0], actor=ada, intent=Intent(next_step="Stays"))

    count = obligations.plan_many(targets, actor=ada, values={"owner": people.ada})

    plans = ObligationPlan.objects.order_by("provision")
    assert count == 3
    assert [plan.owner for plan in plans] == [people.ada] * 3
    assert [plan.next_step for plan in plans] == ["Stays", "", ""]


def test_many_are_planned_or_none(answered, people):
    targets = [PlanTarget(answered.use_case, "Art. 26(1)", "deployer")]

    with pytest.raises(Refused):
        obligations.plan_many(targets, actor=Actor.of(people.cleo), values={"next_step": "x"})

    assert not ObligationPlan.objects.exists()


def test_the_past_owes_what_it_owed(answered, ada):
    moment = answered.updated_at
    classifications.answer(answered, actor=ada, answers={"R14": "no"})

    def codes():
        return {row.provision for row in rows.read(rows.joined(ada))}

    now = codes()
    with as_of(moment):
        then = codes()

    assert "Art. 26(7)" in then
    assert "Art. 26(7)" not in now


def test_what_was_derived_before_there_was_relief_keeps_its_digest():
    plain = Derived(
        provision="Art. 4(1)",
        role="deployer",
        regime="all",
        level="organisation",
        applies_from=datetime.date(2025, 2, 2),
        why="As it is.",
    )
    named = profiles.digest_of((plain,), edition="2026-1744", law_digest="0" * 64)

    lighter = replace(plain, relief=(Relief("Art. 17(4)", "Lighter."),))

    assert named == "6d33ab62e7c831ab1864cb122b17e4a583a46f37d475e06c90fdca81425f20b8"
    assert profiles.digest_of((lighter,), edition="2026-1744", law_digest="0" * 64) != named


def test_relief_doubt_condition_and_letter_of_a_duty_are_told(answered):
    told_now = {item["provision"]: item for item in told(answered.use_case.ref)["obligations"]}

    clock = told_now["Art. 73(2)"]
    assert [each["provision"] for each in clock["relief"]] == ["Art. 73(5)", "Art. 73(9)"]
    assert clock["relief"][0]["says"] == (
        "To be in time, a first report may be incomplete and be completed later."
    )
    assert clock["only_if"] == "Only where you cannot reach the provider (Art. 26(5))."
    assert (clock["uncertain"], clock["formal_from"]) == (False, None)
    explained = told_now["Art. 86(1)"]
    assert (explained["uncertain"], explained["formal_from"]) == (True, "2026-08-02")
    assert (told_now["Art. 26(1)"]["uncertain"], told_now["Art. 26(1)"]["formal_from"]) == (
        False,
        None,
    )


def test_the_doubts_of_a_use_case_are_told_with_what_it_owes(answered, ada):
    classifications.answer(answered, actor=ada, answers={"H4a": "unsure"})

    found = told(answered.use_case.ref)["doubts"]
    anew = told(answered.use_case.ref, "--edition", "2024-1689")["doubts"]

    assert [doubt["question"] for doubt in found] == ["H4a"]
    assert found[0]["could_become"][0] == "high_risk"
    assert [doubt["question"] for doubt in anew] == ["H4a"]


def test_obligations_of_other_conditions_are_worked_out_anew_once(answered, monkeypatch):
    now, older = load_declared(), replace(load_declared(), digest="1" * 64)
    for module in (profiles, obligations):
        monkeypatch.setattr(module, "load_declared", lambda: older)
    profiles._digest_in.cache_clear()
    assert obligations.derive_missing(actor=SYSTEM) == 1
    monkeypatch.undo()
    profiles._digest_in.cache_clear()
    digest = Classification.objects.get(pk=answered.pk).digest

    counts = [obligations.derive_missing(actor=SYSTEM) for _time in range(2)]

    record = Classification.objects.get(pk=answered.pk)
    assert counts == [1, 0]
    assert record.obligation_profile.conditions_digest == now.digest
    assert profiles.is_intact(record.obligation_profile)
    assert record.digest == digest

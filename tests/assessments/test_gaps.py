"""Each sort of fault is found by the check that looks for it, and gone once it is mended."""

from datetime import timedelta

import pytest

from assessments.classification.actions import classifications, overrides
from assessments.classification.documents import duty_words as words
from assessments.obligations import filters, rows
from assessments.obligations.actions import obligations
from controls.evidence import actions as evidence
from controls.library.actions import implementations
from governance import days
from governance.gaps import checks, reading
from governance.gaps.within import Within
from governance.people.actions import people as persons
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from tests import factories
from tests.assessments.test_meeting import in_place
from tests.assessments.test_obligations import sign
from tests.controls.proving import claiming, proved
from tests.people import SYSTEM

LAW = "eu-ai-act/2026-1744"
TODAY = days.today


def found(subject=None, actor=SYSTEM):
    return {(gap.check, gap.ref) for gap in reading.read(actor, subject).every}


def change(record, ada, **values):
    record.refresh_from_db()
    return use_cases.change(
        record, actor=ada, values=values, intended_uses=[], seen=record.version, reason="Told."
    )


@pytest.fixture
def whole(law, answered, people, policy):
    """What is found before anything is planted."""
    return found()


def says_of(record, check):
    return [gap.says for gap in reading.read(SYSTEM, record).every if gap.check == check]


def test_a_signature_is_missed_waited_for_and_void(whole, answered, people, ada):
    check, ref = "classification.signed", answered.ref
    assert says_of(answered, check) == [f"{ref} was never sent for sign-off."]

    classifications.send(answered, actor=ada)
    assert says_of(answered, check) == [f"{ref} waits for signatures."]
    assert found() == whole

    change(answered.use_case, ada, benefits="Less reading.")
    assert says_of(answered, check) == [
        f"{ref}, or what it rests on, changed after sign-off was asked for: ask again."
    ]


def test_a_signed_state_that_changed_is_stale(whole, answered, people, ada):
    sign(answered, people)
    signed = found()
    assert signed - whole == set()
    assert whole - signed == {("classification.signed", answered.ref)}

    change(answered.use_case, ada, benefits="Less reading.")

    assert found() - signed == {("classification.signed", answered.ref)}
    (gap,) = [one for one in reading.read(SYSTEM).every if one.check == "classification.signed"]
    assert (gap.level, gap.since) == ("stale", TODAY())


def test_a_use_case_of_which_nothing_is_known(whole, people):
    bare = factories.use_case(people.home, name="Letters", intended_uses=[])

    planted = found() - whole

    assert planted == {
        (check, bare.ref)
        for check in (
            "classification.none",
            "usecase.foreseeable_misuse",
            "usecase.intended_uses",
            "usecase.oversight",
            "usecase.owner",
            "usecase.purpose",
            "usecase.roles",
            "usecase.stop_authority",
            "usecase.signed",
        )
    }
    assert found(bare) == planted
    use_cases.retire(bare, actor=SYSTEM, reason="Not needed.")
    assert found() == whole


def test_of_several_uses_each_is_classified(whole, answered, ada):
    case = answered.use_case
    change_uses = [{"title": "Word adverts"}]
    case.refresh_from_db()
    use_cases.change(
        case, actor=ada, values={}, intended_uses=change_uses, seen=case.version, reason="Two."
    )

    says = [
        gap.says for gap in reading.read(SYSTEM, case).every if gap.check == "classification.use"
    ]

    assert says == [
        f"The use “Rank applications” of {case.ref} was never classified under the AI Act.",
        f"The use “Word adverts” of {case.ref} was never classified under the AI Act.",
    ]


def test_a_question_taken_back_is_unanswered(whole, answered, ada):
    classifications.answer(answered, actor=ada, answers={"R14": None})

    assert ("classification.unanswered", answered.ref) in found() - whole


def test_an_override_nobody_signed(whole, answered, ada):
    overrides.override(
        answered,
        actor=ada,
        to="not_high_risk_documented",
        reason="A narrow task.",
        basis="Art. 6(3)(a)",
    )

    assert found() - whole == {("classification.override", answered.ref)}
    assert says_of(answered, "classification.override") == [
        f"The class of {answered.ref} was set by hand, and no second person signed it."
    ]


def test_who_left_answers_for_nothing(whole, answered, people):
    persons.deactivate(people.ada, actor=SYSTEM, reason="Left.")

    ref = answered.use_case.ref
    assert found() - whole == {("usecase.owner", ref)}
    assert says_of(answered.use_case, "usecase.owner") == [
        f"The owner of {ref} may no longer sign in: name another."
    ]


def test_only_what_applies_is_looked_at_and_open_until_something_meets_it(
    whole, answered, people, time_machine
):
    case, code = answered.use_case, "Art. 26(1)"

    def looked():
        read = reading.read(SYSTEM, case)
        (each,) = [one for one in read.looked if one.code == "obligation.open"]
        return each.count, [gap.says for gap in each.gaps if code in gap.says]

    before, open_before = looked()
    time_machine.move_to("2028-01-10")
    after, open_after = looked()
    in_place(people.home, code)

    assert open_before == []
    assert before < after
    assert open_after == [f"{code} applies to {case.ref} (deployer), and nothing meets it."]
    assert looked() == (after, [])


def test_what_only_people_can_judge_is_not_late(whole, answered, time_machine):
    time_machine.move_to("2028-01-10")
    is_open = rows.joined(SYSTEM).filter(filters.of_states()[words.OPEN])
    conditional = {row.provision for row in rows.read(is_open) if row.only_if}

    told = [gap for gap in reading.read(SYSTEM).every if gap.check == "obligation.open"]

    judged = {(gap.level, gap.says.split(" may apply to ")[0]) for gap in told if "may" in gap.says}
    assert judged == {("missing", provision) for provision in conditional}
    assert {gap.level for gap in told} == {"late", "missing"}
    within = Within(actor=SYSTEM, day=TODAY())
    for check in checks.every():
        assert check.tally(within).total() == len(list(check.find(within))), check.code


def test_what_the_organisation_keeps_is_open_then_taken_on_then_planned(whole, answered, people):
    def found_at_top():
        return {(gap.check, gap.who) for gap in reading.read(SYSTEM).every if gap.ref == top.ref}

    def plan(**given):
        target = obligations.PlanTarget(top, "Art. 4(1)", "deployer")
        obligations.plan(target, actor=SYSTEM, intent=obligations.Intent(**given))

    top, ben = people.top, people.ben
    assert found_at_top() == {("organisation.open", ""), ("organisation.owner", "")}
    assert found(people.home) & {("organisation.open", top.ref)} == set()

    plan(owner=ben)
    assert found_at_top() == {("organisation.open", ben.ref), ("organisation.step", ben.ref)}

    plan(owner=ben, next_step="Train all.", planned_for=TODAY() - timedelta(days=1))
    assert found_at_top() == {("organisation.open", ben.ref), ("organisation.late", ben.ref)}


def test_a_plan_whose_day_has_passed(whole, answered, people, ada):
    target = obligations.PlanTarget(answered.use_case, "Art. 26(1)", "deployer")
    yesterday = TODAY() - timedelta(days=1)
    intent = obligations.Intent(next_step="Train them.", planned_for=yesterday, owner=people.ada)

    obligations.plan(target, actor=ada, intent=intent)

    assert found() - whole == {("obligation.late", answered.use_case.ref)}
    (late,) = [gap for gap in reading.read(SYSTEM).every if gap.check == "obligation.late"]
    assert (late.due, late.who) == (yesterday, people.ada.ref)
    assert late.url.endswith("/art-26-1/deployer/#id_planned_for")


def test_a_claim_that_is_in_place_nowhere_and_then_shown_by_nothing(whole, answered, people):
    control = claiming(people.home, LAW, "Art. 26(1)", owner=people.ben)
    assert found() - whole == {("control.in_place", control.ref)}

    ben = Actor.of(people.ben)
    placed = implementations.at_use_case(
        answered.use_case, actor=ben, control=control, status="implemented", since=TODAY()
    )
    assert found() - whole == {("implementation.evidence", placed.ref)}
    assert found(answered.use_case) - found(control) >= {("usecase.signed", answered.use_case.ref)}

    shown = proved(placed, valid_days=90)
    assert found() - whole == {("evidence.owner", shown.ref)}


def test_evidence_that_ends_and_has_ended(whole, people):
    placed = factories.implementation(people.home, actor=Actor.of(people.ben))
    control = placed.control
    base = found() - whole
    assert base == {("control.owner", control.ref), ("implementation.evidence", placed.ref)}

    ending = proved(placed, days_ago=80, valid_days=90)
    assert says_of(ending, "evidence.current") == [f"{ending.ref} soon ends: take it anew."]
    assert found() - whole == {
        ("control.owner", control.ref),
        ("evidence.current", ending.ref),
        ("evidence.owner", ending.ref),
    }
    evidence.detach(ending, actor=SYSTEM, to=placed, reason="Wrong place.")
    ended = proved(placed, days_ago=100, valid_days=90)
    assert found() - whole == base | {
        ("evidence.current", ending.ref),
        ("evidence.owner", ending.ref),
        ("evidence.current", ended.ref),
        ("evidence.owner", ended.ref),
    }


def test_what_is_taken_every_month_is_told_of_in_its_last_days_alone(whole, people):
    placed = factories.implementation(people.home, actor=Actor.of(people.ben))
    fresh = proved(placed, days_ago=1, valid_days=30)
    assert says_of(fresh, "evidence.current") == []

    late = proved(placed, days_ago=24, valid_days=30)
    assert says_of(late, "evidence.current") == [f"{late.ref} soon ends: take it anew."]


def test_what_is_inherited_stands_above(whole, answered, people):
    control = claiming(people.home, LAW, "Art. 26(1)", owner=people.ben)
    ben = Actor.of(people.ben)
    taken_over = implementations.at_use_case(
        answered.use_case,
        actor=ben,
        control=control,
        status="implemented",
        since=TODAY(),
        origin="inherited",
    )
    assert says_of(taken_over, "implementation.inherits") == [
        f"{taken_over.ref} inherits its control, but nothing above has it in place."
    ]

    planned = factories.implementation(people.home, of=control, status="planned", since=None)
    assert ("implementation.inherits", taken_over.ref) in found()

    implementations.change(
        planned, actor=ben, values={"status": "implemented", "since": TODAY()}, reason="Done."
    )
    assert ("implementation.inherits", taken_over.ref) not in found()


def test_evidence_of_a_claim_hangs_on_its_control(whole, people):
    control = claiming(people.home, LAW, "Art. 26(1)", owner=people.ben)
    proof = factories.some_evidence(people.home, owner=people.ben)
    evidence.attach(proof, actor=SYSTEM, to=control, edition=LAW, code="Art. 26(1)")

    assert ("evidence.current", proof.ref) in found(control)


def test_evidence_that_is_only_a_link_or_nothing_yet(whole, people):
    nothing = factories.some_evidence(people.home, owner=people.ben)
    linked = factories.some_evidence(people.home, owner=people.ben, name="Wiki")
    evidence.take(
        linked,
        actor=SYSTEM,
        handed_in=evidence.HandedIn(collected_on=TODAY(), link="https://wiki.example.org/x"),
    )

    assert found() - whole == {("evidence.current", nothing.ref), ("evidence.link", linked.ref)}

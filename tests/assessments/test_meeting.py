"""What meets an obligation: controls that claim all of it, the documented classification."""

import datetime

import pytest

from assessments.classification.actions import classifications
from assessments.obligations import meeting, organisation, reports, rows
from assessments.obligations.levels import at_levels
from controls.library.actions import controls, implementations
from ops.demo.answering import answer_open
from tests import factories
from tests.assessments.test_obligations import sign
from tests.assessments.test_pages import client_of
from tests.controls.proving import proved
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)
LAW = "eu-ai-act/2026-1744"


def in_place(unit, code, relation="equal"):
    """A control in place at a unit that claims a provision."""
    made = factories.control(unit)
    controls.claim(
        made, actor=SYSTEM, edition=LAW, code=code, relation=relation, rationale="It does."
    )
    factories.implementation(unit, of=made)
    return made


def told(record, code):
    """Tell one obligation of the use case."""
    found = reports.of_use_case(record.use_case, actor=SYSTEM, on=ON)
    return next(item for item in found if item.owed.provision == code)


def levels(record):
    """Work the level of each obligation out in the database."""
    found = rows.joined(SYSTEM).filter(use_case=record.use_case)
    each = [found.filter(condition) for condition in at_levels()]
    assert sum(some.count() for some in each) == found.count()
    return {
        code: level
        for level, some in enumerate(each)
        for code in some.values_list("duty_provision", flat=True)
        if level
    }


def test_a_control_that_does_all_of_it_is_recorded(law, answered, people):
    made = in_place(people.home, "Art. 26(1)")

    item = told(answered, "Art. 26(1)")

    assert item.state == "recorded"
    assert [met.counts for met in item.met_by] == [True]
    assert made.ref in item.met_by[0].path
    assert levels(answered) == {"Art. 26(1)": 1}


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/use-cases/{ref}/obligations/",
        "/api/v1/obligations/",
        "/api/v1/obligations/organisation/",
        "/obligations/export.json",
        "/obligations/export.csv",
    ],
)
def test_what_meets_a_row_out_of_reach_counts_and_is_not_named(law, answered, people, address):
    """Above their unit somebody sees that a duty is met, and not by which records."""
    made = [in_place(people.top, code) for code in ("Art. 26(1)", "Art. 4(1)")]
    proofs = [proved(control.implementations.get()) for control in made]
    names = [control.implementations.get().ref for control in made] + [one.ref for one in proofs]

    for person, knows in ((people.ada, False), (people.adam, True)):
        answer = client_of(person).get(address.format(ref=answered.use_case.ref))
        text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        assert answer.status_code == 200
        assert ("inherited" in text.lower()) or ("current" in text.lower())
        assert any(name in text for name in names) is (knows and not address.endswith("csv"))


def test_evidence_from_above_is_told_as_inherited_until_the_system_has_its_own(
    law, answered, people
):
    made = in_place(people.home, "Art. 26(1)")
    proved(made.implementations.get())
    above = told(answered, "Art. 26(1)")
    in_the_lists = [levels(answered)["Art. 26(1)"]]

    here = implementations.at_use_case(
        answered.use_case, actor=SYSTEM, control=made, origin="inherited",
        status="implemented", since=datetime.date(2026, 1, 1),
    )  # fmt: skip
    taken_over = told(answered, "Art. 26(1)")
    proved(here)

    assert (above.state, above.met_by[0].note) == (
        "inherited",
        "evidence is inherited, not of this system",
    )
    assert taken_over.state == "inherited"
    assert told(answered, "Art. 26(1)").state == "current"
    assert [*in_the_lists, levels(answered)["Art. 26(1)"]] == [2, 3]


def test_a_duty_of_the_organisation_is_shown_by_evidence_at_its_top(law, answered, people):
    proved(in_place(people.top, "Art. 4(1)").implementations.get())

    (literacy,) = organisation.tell(actor=SYSTEM, on=ON)

    assert (literacy.state, literacy.met_by[0].note) == ("current", "")


def test_a_control_that_does_a_part_is_a_hint(law, answered, people):
    in_place(people.home, "Art. 26(1)", relation="subset")

    item = told(answered, "Art. 26(1)")

    assert item.state == "later"
    assert [(met.counts, met.note) for met in item.met_by] == [(False, "does a part of it")]
    assert levels(answered) == {}


def test_a_control_of_another_unit_meets_nothing_here(law, answered, people):
    in_place(people.away, "Art. 26(1)")

    assert told(answered, "Art. 26(1)").state == "later"
    assert levels(answered) == {}


def test_a_paragraph_is_met_where_each_of_its_points_is(law, answered, people):
    for point in "abcde":
        in_place(people.home, f"Art. 27(1)({point})")
    before = told(answered, "Art. 27(1)").state

    in_place(people.home, "Art. 27(1)(f)")

    assert before == "later"
    assert told(answered, "Art. 27(1)").state == "recorded"
    assert levels(answered)["Art. 27(1)"] == 1


def test_a_prohibition_is_claimed_and_never_met(law, answered, people, ada):
    given = {"P_F1": "yes", "P_F2": "yes", "P_F3": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)
    before = told(record, "Art. 5(1)(f)").state

    in_place(people.home, "Art. 5(1)(f)")

    assert before == "breached"
    assert told(record, "Art. 5(1)(f)").state == "breached"
    assert len(told(record, "Art. 5(1)(f)").met_by) == 1


def test_the_organisation_meets_its_own_at_the_top(law, answered, people):
    in_place(people.top, "Art. 4(1)")

    (literacy,) = organisation.tell(actor=SYSTEM, on=ON)

    assert literacy.state == "recorded"


@pytest.fixture
def excepted(started, ada):
    """An Annex III case that the exception of Art. 6(3) takes out, answered in full."""
    given = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes", "F_A": "yes"}
    given |= dict.fromkeys(("F_PROF", "F_MAT", "F_HARM"), "no")
    record = classifications.answer(started, actor=ada, answers=given)
    return answer_open(record, actor=ada)


def test_the_documented_classification_meets_article_6_4(excepted, people, policy):
    before = told(excepted, "Art. 6(4)")

    sign(excepted, people)

    assert excepted.outcome_class == "not_high_risk_documented"
    assert before.state == "recorded"
    assert told(excepted, "Art. 6(4)").state == "verified"
    assert levels(excepted) == {"Art. 6(4)": 4}


def test_points_alone_are_read_where_only_their_paragraph_is_asked_for(law, answered, people):
    for point in "abcdef":
        in_place(people.home, f"Art. 27(1)({point})")
    [owed] = [
        row
        for row in rows.read(rows.joined(SYSTEM).filter(use_case=answered.use_case))
        if row.provision == "Art. 27(1)"
    ]

    met = meeting.meet([owed], {})

    assert met[owed.key].level == 1

"""Where the list's reach hangs on a fact that nobody gave, the doubt is told, never settled."""

import pytest

from assessments.engine.ai_act import classify
from assessments.engine.effects import load_act
from tests.assessments.engine.derived import ON, derived
from tests.assessments.engine.golden import EDITIONS

MARKS = {"R1": "yes", "H_AREA": ["3"], "H3b": "yes"}
WATCHES = {"R1": "yes", "H_AREA": ["3"], "H3d": "yes"}
SORTS = {"R1": "yes", "H_AREA": ["1"], "H1b": "yes"}
LISTED = {"R1": "yes", "R2": "yes", "H_AREA": ["4"], "H4a": "yes"}
TAKEN_OUT = {"F_PROF": "no", "F_A": "yes", "F_MAT": "no", "F_HARM": "no"}


def result_of(answers, edition="2026-1744"):
    return classify(answers, edition=edition, on=ON).as_json()


def law_doubts(answers, edition="2026-1744"):
    found = result_of(answers, edition)["doubts"]
    return {
        each["law"]: each["could_become"]
        for each in found
        if each.get("law", "Art. 113") != "Art. 113"
    }


@pytest.mark.parametrize("name", ["H3_I", "H1b_t"])
def test_a_fact_that_closes_a_doubt_is_not_taken_for_given(name):
    assert load_act().questionnaire.by_id[name].default == "unsure"


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("answers", "fact", "settled", "place"),
    [
        (MARKS, "H3_I", "institution", "Annex III point 3(b)"),
        (WATCHES, "H3_I", "institution", "Annex III point 3(d)"),
        (SORTS, "H1b_t", "special", "Annex III point 1(b), Art. 3(40)"),
    ],
)
def test_the_doubt_stands_until_its_fact_is_given(edition, answers, fact, settled, place):
    assert law_doubts(answers, edition) == {place: ["minimal"]}
    assert law_doubts({**answers, fact: "unsure"}, edition)[place] == ["minimal"]
    assert law_doubts({**answers, fact: settled}, edition) == {}


@pytest.mark.parametrize("edition", EDITIONS)
def test_marking_outside_of_institutions_is_told_in_doubt(edition):
    """Point 3(b) names institutions at its end; whether that limits its first half is open."""
    outside = {"R1": "yes", "H_AREA": ["3"], "H3b": "other"}

    found = result_of(outside, edition)

    assert found["class"] == "minimal"
    assert law_doubts(outside, edition) == {
        "Annex III point 3(b)": ["high_risk", "Annex III 3(b)", "Art. 49(1)"]
    }
    assert [item["question"] for item in found["needs_review"]] == ["H3b"]
    assert law_doubts({**outside, "H3b": "no"}, edition) == {}


@pytest.mark.parametrize("edition", EDITIONS)
def test_whether_literacy_and_notices_reach_an_old_system_is_told_everywhere(edition):
    """Art. 111(2) speaks of high-risk systems and spares the bans alone."""
    old = {**LISTED, "T1": "yes", "H_LEG": "yes"}

    assert law_doubts(old, edition)["Art. 111(2)"] == [
        "Art. 4(1)",
        "Art. 50(1)",
        "Art. 50(5)",
    ]
    for code in ("Art. 4(1)", "Art. 50(1)", "Art. 50(5)"):
        assert "before its design changes" in derived(old, edition)[code, "provider"].uncertain_why
    assert {"H_LEG"} <= {item.get("question") for item in result_of(old, edition)["needs_review"]}


@pytest.mark.parametrize(
    "answers",
    [
        {**LISTED, "T1": "yes", "H_LEG": "no"},
        # What the exception took out is not high-risk, so that Art. 111(2) is not about it.
        {**LISTED, **TAKEN_OUT, "T1": "yes", "H_LEG": "yes"},
    ],
)
def test_another_system_owes_them_without_that_doubt(answers):
    assert "Art. 111(2)" not in law_doubts(answers)
    assert derived(answers)["Art. 4(1)", "provider"].uncertain_why == ""


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", ["F_MAT", "F_HARM"])
def test_the_general_test_is_open_only_where_it_fails(edition, name):
    """Art. 6(3): by its second subparagraph, one of the four conditions is enough."""
    taken_out = result_of({**LISTED, **TAKEN_OUT, "F_MAT": "no", "F_HARM": "no"}, edition)
    sways = {**LISTED, **TAKEN_OUT, name: "yes"}

    assert taken_out["class"] == "not_high_risk_documented"
    assert taken_out["needs_review"] == []
    assert result_of(sways, edition)["class"] == "high_risk"
    (place,) = [law for law in law_doubts(sways, edition) if law.startswith("Art. 6(3)")]
    assert law_doubts(sways, edition)[place][0] == "not_high_risk_documented"


def test_what_failed_one_half_of_the_test_is_not_asked_the_other():
    sways = {**LISTED, **TAKEN_OUT, "F_MAT": "yes", "F_HARM": "yes"}

    (place,) = [law for law in law_doubts(sways) if law.startswith("Art. 6(3)")]

    assert law_doubts(sways)[place][0] == "not_high_risk_documented"
    assert law_doubts({**sways, "F_PROF": "yes"}).keys().isdisjoint({place})


def test_sorting_by_age_keeps_its_notice_by_either_reading():
    """Art. 3(40) speaks of any category, so that Art. 50(3) does not hang on the list."""
    answers = {**SORTS, "R1": "no", "R2": "yes", "H1b_t": "other"}

    assert law_doubts(answers, "2026-1744") == {
        "Annex III point 1(b), Art. 3(40)": ["transparency"]
    }


OLD = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes", "H_LEG": "yes", "H_CHG": "no", "H_PUB": "no"}


def test_the_day_that_makes_a_system_an_old_one_is_told_as_open():
    (why,) = [
        each["why"] for each in result_of(OLD)["needs_review"] if each.get("question") == "H_LEG"
    ]

    assert "whether a system that comes between these days is one from before is not settled" in why


def test_a_day_is_told_with_the_question_on_which_it_hangs():
    changes = {**OLD, "H_CHG": "unsure"}
    del changes["H_PUB"]

    found = classify(changes, edition="2026-1744", on=ON).as_json()["doubts"]

    (why,) = [each["why"] for each in found if each.get("question") == "H_CHG"]
    assert why.endswith(
        ', as long as "Is the system meant to be used by public authorities?" is open.'
    )


def test_no_word_of_the_engine_stands_in_a_sentence():
    waits = {**OLD, "H_LEG": "unsure"}
    grave = {"S1": "model", "G1": "yes", "G1p": "yes", "G4": "unsure"}
    whys = [
        each["why"]
        for answers in (waits, grave)
        for each in classify(answers, edition="2026-1744", on=ON).as_json()["doubts"]
    ]

    assert any("with a general-purpose model with systemic risk" in why for why in whys)
    assert not any("gpai" in why or "from no day" in why for why in whys)


PUBLIC_HIRING = {"R2": "yes", "R13": "public", "H_AREA": ["2", "4"], "H4a": "yes"}
PIPES = {"H2a": "yes", "H2b": "yes", "H2c": "no"}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("rule", "answers", "because"),
    [
        ("D_FRIA", {**PUBLIC_HIRING, **PIPES}, ["H4a", "R13", "R2", "S6"]),
        (
            "D_FRIA",
            {**PUBLIC_HIRING, **PIPES, "R13": "private_public_service"},
            ["H4a", "R13", "R2", "S6"],
        ),
        (
            "D_FRIA",
            {"R2": "yes", "H_AREA": ["2", "4", "5"], **PIPES, "H4a": "yes", "H5c": "yes"},
            ["H5c", "R2", "S6"],
        ),
        (
            "D_REG_P",
            {"R1": "yes", "H_AREA": ["2", "4"], **PIPES, "H4a": "yes"},
            ["H4a", "R1"],
        ),
    ],
    ids=["public body", "private body in public service", "insurer", "entry in the database"],
)
def test_a_duty_of_the_list_names_what_brings_it_and_no_other_use(edition, rule, answers, because):
    """Art. 27(1) asks for a body and a use that is not of point 2, or for point 5(b) or (c)."""
    reasons = {each["rule"]: each["because"] for each in result_of(answers, edition)["reasons"]}

    assert [each["question"] for each in reasons[rule]] == because


@pytest.mark.parametrize("body", ["public", "private_public_service"])
def test_a_use_of_point_2_alone_asks_no_body_for_an_impact_assessment(body):
    answers = {"R2": "yes", "R13": body, "H_AREA": ["2"], **PIPES}

    assert "D_FRIA" not in {each["rule"] for each in result_of(answers)["reasons"]}

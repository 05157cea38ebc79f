"""From when Art. 113 lets a duty bind under conditions."""

import datetime
from dataclasses import replace

import pytest

from assessments.engine.ai_act import classify
from tests.assessments.engine.conditions.situations import (
    DEPLOYER,
    ON,
    PROVIDER,
    derived,
    on_grounds,
    owed,
)
from tests.assessments.engine.golden import EDITIONS

BOTH_LISTS = on_grounds(PROVIDER, "Annex I Section A", "Annex III 5(d)")


@pytest.mark.parametrize(
    ("edition", "days"),
    [
        ("2024-1689", "2 August 2026 for one and 2 August 2027 for the other"),
        ("2026-1744", "2 December 2027 for one and 2 August 2028 for the other"),
    ],
)
@pytest.mark.parametrize("code", ["Art. 9(1)", "Art. 43(3)", "Art. 72(1)"])
def test_the_day_of_a_system_on_both_lists_is_open_for_every_duty(edition, days, code):
    """Art. 113 dates each list and is silent on a system that stands on both."""
    dual = replace(BOTH_LISTS, edition=edition)

    made = owed(dual)[code, "provider"]
    waiting = owed(replace(dual, transition="legacy"))[code, "provider"]

    assert days in made.uncertain_why
    assert "both lists" not in waiting.uncertain_why


@pytest.mark.parametrize(
    ("grounds", "code"),
    [
        (["Annex I Section A"], "Art. 9(1)"),
        (["Annex III 5(d)"], "Art. 9(1)"),
        (["Annex I Section B", "Annex III 5(d)"], "Art. 9(1)"),
        (["Annex I Section A", "Annex III 5(d)"], "Art. 4(1)"),
    ],
)
def test_a_day_is_not_open_without_two_days(grounds, code):
    situation = replace(on_grounds(PROVIDER, *grounds), named=(("Art. 4", "provider"),))

    assert "both lists" not in owed(situation)[code, "provider"].uncertain_why


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_letter_of_the_law_is_told_where_it_is_earlier(edition):
    found = owed(replace(on_grounds(PROVIDER, "Annex III 4(a)"), edition=edition))

    letter = datetime.date(2026, 8, 2) if edition == "2026-1744" else None
    assert found["Art. 72(1)", "provider"].formal_from == letter
    assert found["Art. 9(1)", "provider"].formal_from is None


@pytest.mark.parametrize("code", ["Art. 73(2)", "Art. 73(3)", "Art. 73(4)"])
def test_a_deployer_reports_from_the_day_of_the_article_that_asks_for_it(code):
    """Art. 73(1) binds providers; deployers report by Art. 26(5), which Art. 113(c) defers."""
    found = owed(DEPLOYER)

    by_deployer, asked = found[code, "deployer"], found["Art. 26(5)", "deployer"]
    assert (by_deployer.formal_from, by_deployer.uncertain_why) == (None, "")
    assert (by_deployer.applies_from, by_deployer.why) == (asked.applies_from, asked.why)
    assert owed(PROVIDER)[code, "provider"].formal_from == datetime.date(2026, 8, 2)


def test_a_legacy_system_waits_whatever_the_letter_says():
    waiting = replace(on_grounds(PROVIDER, "Annex III 4(a)"), transition="legacy")

    assert owed(waiting)["Art. 72(1)", "provider"].formal_from is None


@pytest.mark.parametrize(
    ("edition", "day"),
    [("2024-1689", datetime.date(2026, 8, 2)), ("2026-1744", datetime.date(2027, 12, 2))],
)
def test_a_product_on_both_lists_owes_from_the_earlier_day(edition, day):
    """Art. 113 dates a system by its list, and the earlier list brings it under the law."""
    both = replace(on_grounds(PROVIDER, "Annex III 5(d)", "Annex I Section A"), edition=edition)

    found = owed(both)

    for code in ("Art. 8(2)", "Art. 11(2)", "Art. 43(3)", "Art. 47(3)"):
        assert found[code, "provider"].applies_from == day


BORDER = {"R1": "yes", "H_AREA": ["7"], "H7b": "yes"}
LEFT_THE_LIST = {"F_PROF": "no", "F_A": "yes", "F_MAT": "no", "F_HARM": "no"}
BY_2030 = datetime.date(2030, 12, 31)


@pytest.mark.parametrize(
    ("answer", "day"), [("yes", BY_2030), ("later", None), ("no", None), ("unsure", None)]
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_part_of_a_large_it_system_that_left_the_list_waits_too(edition, answer, day):
    """Art. 111(1) speaks of AI systems that are components, not of high-risk ones."""
    found = derived({**BORDER, **LEFT_THE_LIST, "H_X": answer}, edition)

    ordinary = datetime.date(2026, 8, 2) if edition == "2024-1689" else datetime.date(2027, 12, 2)
    for code in ("Art. 6(4)", "Art. 49(2)"):
        assert found[code, "provider"].applies_from == (day or ordinary)


CHAT = {"R1": "yes", "R13": "public", "T1": "yes", "T1o": "no"}


@pytest.mark.parametrize(
    ("more", "is_part"),
    [
        ({"H_X": "yes"}, True),
        ({"H_X": "later"}, False),
        ({"H_X": "no"}, False),
        # Nobody else is asked without one of the fields of those systems.
        ({"R13": "no", "R13b": "no", "H_X": "yes"}, False),
        ({"R13": "no", "R13b": "yes", "H_X": "yes"}, True),
    ],
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_part_below_high_risk_is_told_its_day_and_what_is_open(edition, more, is_part):
    """Whether what is asked of people waits with the system, Art. 111(1) does not say."""
    given = {**CHAT, **more}

    found = derived(given, edition)
    result = classify(given, edition=edition, on=ON).as_json()

    assert result["class"] == "transparency"
    assert ("Art. 111(1)" in {each["provision"] for each in result["duties"]}) == is_part
    for code in ("Art. 4(1)", "Art. 50(1)"):
        assert ("Art. 111(1)" in found[code, "provider"].uncertain_why) == is_part
    places = [each["law"] for each in result["doubts"] if "law" in each]
    assert ("Art. 4(1), 50(1), 50(5)" in places) == is_part


HIRING = {"H_AREA": ["4"], "H4a": "yes", "H_LEG": "yes"}
WITH_THE_CHANGE = (
    "Only once its design changes significantly (Art. 111(2)); the day given is the earliest one."
)


@pytest.mark.parametrize("change", ["yes", "unsure"])
def test_an_old_system_that_will_change_owes_with_the_change_and_not_before(change):
    """Art. 111(2): by the letter, nothing of this binds an old system since August 2026."""
    found = derived({"R1": "yes", **HIRING, "H_CHG": change})

    for code in ("Art. 9(1)", "Art. 49(1)", "Art. 72(1)", "Art. 73(1)"):
        made = found[code, "provider"]
        assert made.applies_from == datetime.date(2027, 12, 2)
        assert made.formal_from is None
        assert made.only_if == WITH_THE_CHANGE
        assert made.why.startswith("Art. 111(2): ")
        assert "general date 2 August 2026" not in made.uncertain_why
    assert found["Art. 4(1)", "provider"].only_if == ""
    assert found["Art. 19(1)", "provider"].only_if == (
        f"Only as far as the logs are under your control. {WITH_THE_CHANGE}"
    )


def test_a_new_system_keeps_its_days_and_has_no_condition():
    found = derived({"R1": "yes", **HIRING, "H_LEG": "no"})

    made = found["Art. 72(1)", "provider"]
    assert (made.formal_from, made.only_if) == (datetime.date(2026, 8, 2), "")


def test_no_day_by_the_letter_is_told_as_a_doubt_of_an_old_system():
    given = {"R1": "yes", **HIRING, "H_CHG": "yes"}

    doubts = classify(given, edition="2026-1744", on=ON).as_json()["doubts"]

    assert [each for each in doubts if each.get("law") == "Art. 113"] == []


@pytest.mark.parametrize(
    ("role", "held", "day"),
    [
        ("provider", "R1", datetime.date(2030, 8, 2)),
        ("deployer", "R2", datetime.date(2030, 8, 2)),
        ("importer", "R3", None),
        ("distributor", "R4", None),
        ("authorised_representative", "R5", None),
    ],
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_only_providers_and_deployers_comply_by_2030(role, held, day, edition):
    """Art. 111(2) names them alone in its second sentence; the first one holds for the others."""
    given = {held: "yes", **HIRING, "H_CHG": "no", "H_PUB": "yes"}

    found = derived(given, edition)

    days = {made.applies_from for made in found.values() if made.regime.startswith("high_risk")}
    assert days - {datetime.date(2026, 8, 2)} == {day}
    assert len(days) <= 2


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("more", [{}, {"R2": "yes"}])
def test_what_art_111_1_asks_of_a_part_below_high_risk_is_due_by_2030(edition, more):
    """Art. 111(1) is of every AI system that is such a part, whatever its class."""
    given = {**CHAT, "H_X": "yes", **more}

    duties = classify(given, edition=edition, on=ON).as_json()["duties"]

    (own, *_others) = [each for each in duties if each["provision"] == "Art. 111(1)"]
    assert own["applies_from"] == "2030-12-31"
    assert "this is none" not in own["why"]


MARKS_OWN = {"R1": "yes", "R2": "yes", "T2": "yes", "T2a": "no", "T2b": "yes"}


@pytest.mark.parametrize(
    ("more", "is_open"),
    [({}, True), ({"R2": "no"}, False), ({"T2b": "no"}, False)],
)
def test_the_longer_time_of_own_use_is_open_where_the_duty_stands(more, is_open):
    """Art. 111(4) speaks of systems placed on the market."""
    given = {**MARKS_OWN, **more}

    made = derived(given)["Art. 50(2)", "provider"]
    doubts = classify(given, edition="2026-1744", on=ON).as_json()["doubts"]

    assert ("by the stricter reading" in made.uncertain_why) == is_open
    assert [each["law"] for each in doubts if "law" in each] == ["Art. 111(4)"] * is_open


@pytest.mark.parametrize(("used", "is_open"), [("yes", True), ("no", False)])
def test_whether_incidents_of_own_use_are_reported_is_open(used, is_open):
    """Art. 73(1) speaks of systems placed on the Union market."""
    made = derived({"R1": "yes", "R2": used, "H_AREA": ["4"], "H4a": "yes"})

    told = made["Art. 73(1)", "provider"].uncertain_why
    assert ("only puts the system into service for own use" in told) == is_open
    assert "own use" not in made["Art. 72(1)", "provider"].uncertain_why


@pytest.mark.parametrize(
    ("role", "outcome"), [("R2", "out_of_scope"), ("R1", "high_risk"), ("R3", "high_risk")]
)
def test_only_the_foreign_authority_itself_is_outside_the_law(role, outcome):
    """Art. 2(4) takes out whoever uses it so, with safeguards; Art. 2(1)(a) keeps the maker."""
    given = {"S7": "yes", role: "yes", "H_AREA": ["6"], "H6e": "yes"}

    result = classify(given, edition="2026-1744", on=ON).as_json()

    assert result["class"] == outcome
    told = [each["could_become"] for each in result["doubts"] if each.get("law") == "Art. 2(4)"]
    assert [names[0] for names in told] == (["high_risk"] if role == "R2" else [])


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_day_of_tests_in_the_real_world_is_as_open_as_that_of_other_chapters(edition):
    """Art. 113(c) defers Sections 1 to 3 of Chapter III alone; Art. 60 is of high-risk systems."""
    given = {"R1": "yes", "S5": "yes", "S5a": "yes", "H_AREA": ["4"], "H4a": "yes"}

    found = derived(given, edition)

    for code in ("Art. 60(4)", "Art. 60(7)", "Art. 60(8)", "Art. 61(1)", "Art. 61(2)"):
        made = found[code, "provider"]
        assert made.applies_from == datetime.date(2026, 8, 2)
        assert ("before Art. 6 makes a system one" in made.uncertain_why) == (
            edition == "2026-1744"
        )


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({}, "2026-12-02"),
        ({"T2b": "no"}, "2026-08-02"),
        ({"T1": "yes"}, "2026-08-02"),
        ({"R2": "yes", "T3": "yes"}, "2026-12-02"),
    ],
)
def test_how_to_inform_is_asked_once_there_is_something_to_inform_of(more, day):
    """Art. 50(5) is about what paragraphs 1 to 4 ask; Art. 111(4) defers paragraph 2 alone."""
    owed = derived({"R1": "yes", "T2": "yes", "T2a": "no", "T2b": "yes", **more})

    assert owed["Art. 50(5)", "provider"].applies_from == datetime.date.fromisoformat(day)
    if "R2" in more:
        assert owed["Art. 50(5)", "deployer"].applies_from == datetime.date(2026, 8, 2)


@pytest.mark.parametrize(("own_use", "formal"), [("yes", datetime.date(2026, 8, 2)), ("no", None)])
def test_marking_of_own_use_stands_with_its_stricter_day(own_use, formal):
    """Art. 111(4) gives time to systems placed on the market; own use is put into service."""
    answers = {"R1": "yes", "R2": own_use, "T2": "yes", "T2b": "yes"}

    found = derived(answers)["Art. 50(2)", "provider"]

    assert (found.applies_from, found.formal_from) == (datetime.date(2026, 12, 2), formal)

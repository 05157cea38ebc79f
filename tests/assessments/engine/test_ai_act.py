"""Each effect of a rule, the order of work, and the outward form of a result."""

import datetime
import json

import pytest

from assessments.engine.ai_act import classify
from assessments.engine.dates import DutyDate
from assessments.engine.effects import load_act, read_act
from assessments.engine.findings import choose, find
from assessments.questionnaires.engine.answers import AnswerError, fill
from assessments.questionnaires.engine.loading import load

from .small import question, questionnaire

ON = datetime.date(2026, 11, 23)
VOCABULARY = {
    "flags": [
        "in_scope",
        "prohibited",
        "transparency",
        "derogated",
        "annex_i_a",
        "annex_i_b",
        "annex_iii",
        "high_risk",
        "gpai",
        "gpai_closed",
    ],
    "roles": ["provider", "deployer"],
    "grounds": ["Annex I Section A", "Annex III 2"],
}
ALWAYS = {"q": "A", "is": "no"}


def _rule(name, then, when=None, **more):
    return {"id": name, "when": when or ALWAYS, "then": then, **more}


def _found(*rules, answers=None, on=ON):
    act = read_act(
        load(
            questionnaire(
                questions=[question("A"), question("B")],
                vocabulary=VOCABULARY,
                rules=list(rules),
                outcomes=[
                    {"order": 1, "class": "high", "text": "t", "when": {"flag": "high_risk"}},
                    {"order": 2, "class": "low", "text": "otherwise"},
                ],
            )
        )
    )
    findings = find(act, fill(act.questionnaire, answers or {}), on=on)
    return findings, choose(act, findings).name


ANNEX_III = {"add_high_risk": "Annex III 2", "route": "annex_iii"}
ANNEX_I = {"add_high_risk": "Annex I Section A", "route": "annex_i_a"}


def test_set_takes_out_of_scope_and_lowers_the_flag():
    findings, _ = _found(_rule("X", {"set": {"in_scope": False}, "reason": "r"}))

    assert findings.in_scope is False
    assert "in_scope" not in findings.flags


def test_ground_raises_its_route_and_high_risk():
    findings, outcome = _found(_rule("H", ANNEX_III))

    assert findings.grounds == {"Annex III 2": {"A"}}
    assert set(findings.flags) == {"in_scope", "annex_iii", "high_risk"}
    assert outcome == "high"


def test_rule_sees_the_flags_of_rules_before_it_only():
    duty = {"add_duty": "Art. 4", "addressee": "provider"}
    when = {"flag": "annex_iii"}

    before, _ = _found(_rule("H", ANNEX_III), _rule("D", duty, when))
    after, _ = _found(_rule("D", duty, when), _rule("H", ANNEX_III))

    assert [named.provision for named, _ in before.duties] == ["Art. 4"]
    assert after.duties == []


def test_derogation_takes_the_listed_grounds_and_their_flags():
    findings, outcome = _found(
        _rule("H", ANNEX_III),
        _rule("F", {"derogate": "annex_iii"}, {"flag": "annex_iii"}),
        _rule("D", {"add_role": "provider"}, {"flag": "high_risk"}),
    )

    assert findings.grounds == {}
    assert findings.derogated == {"Annex III 2": {"A"}}
    assert set(findings.flags) == {"in_scope", "derogated"}
    assert findings.roles == {}
    assert outcome == "low"


def test_derogation_leaves_a_product_ground():
    findings, outcome = _found(
        _rule("I", ANNEX_I), _rule("H", ANNEX_III), _rule("F", {"derogate": "annex_iii"})
    )

    assert list(findings.grounds) == ["Annex I Section A"]
    assert set(findings.flags) == {"in_scope", "derogated", "annex_i_a", "high_risk"}
    assert outcome == "high"


GPAI = [
    (["gpai"], "gpai", {"gpai", "gpai_closed"}),
    (["gpai", "gpai_open"], "gpai_open", {"gpai"}),
    (["gpai", "gpai_systemic"], "gpai_systemic", {"gpai", "gpai_closed"}),
    (["gpai_systemic", "gpai"], "gpai_systemic", {"gpai", "gpai_closed"}),
    (["gpai_systemic", "gpai_open"], "gpai_systemic", {"gpai", "gpai_closed"}),
]


@pytest.mark.parametrize(("values", "strongest", "flags"), GPAI)
def test_status_of_a_model_takes_the_strongest(values, strongest, flags):
    rules = [_rule(f"G{index}", {"gpai": value}) for index, value in enumerate(values)]

    findings, _ = _found(*rules)

    assert findings.gpai == strongest
    assert set(findings.flags) == {"in_scope", *flags}


@pytest.mark.parametrize("order", [1, -1], ids=["removed first", "added first"])
def test_removed_role_stays_removed(order):
    rules = [_rule("X", {"remove_role": "deployer"}), _rule("RO", {"add_role": "deployer"})]

    findings, _ = _found(*rules[::order])

    assert findings.roles == {}


def test_role_keeps_the_evidence_of_the_first_rule_that_gave_it():
    findings, _ = _found(
        _rule("R1", {"add_role": "provider"}),
        _rule("R2", {"add_role": "provider"}, {"q": "B", "is": "no"}),
    )

    assert findings.roles == {"provider": {"A"}}


def test_prohibition_and_transparency_are_collected_with_their_flags():
    findings, _ = _found(
        _rule("P", {"add_prohibited": "Art. 5(1)(a)"}),
        _rule("T", {"add_transparency": "Art. 50(1)", "addressee": "provider"}),
    )

    assert findings.prohibited == {"Art. 5(1)(a)": {"A"}}
    assert findings.transparency == {"Art. 50(1)": {"A"}}
    assert set(findings.flags) == {"in_scope", "prohibited", "transparency"}


@pytest.mark.parametrize(
    ("then", "named"),
    [
        ({"add_duty": "Art. 4", "addressee": "provider"}, [("Art. 4", ("provider",))]),
        (
            {"add_duty": ["Art. 4", "Art. 5"], "addressee": ["provider", "deployer"]},
            [("Art. 4", ("provider", "deployer")), ("Art. 5", ("provider", "deployer"))],
        ),
        (
            {"add_duty": ["Art. 4", "Art. 5"], "addressee": {"Art. 4": "a", "Art. 5": "b"}},
            [("Art. 4", ("a",)), ("Art. 5", ("b",))],
        ),
        ({"duties": ["Art. 6(4)"], "duties_addressee": "p"}, [("Art. 6(4)", ("p",))]),
    ],
)
def test_duties_are_named_by_one_or_by_list(then, named):
    findings, _ = _found(_rule("D", then))

    assert [(duty.provision, duty.addressees) for duty, _ in findings.duties] == named


def test_relief_takes_an_earlier_duty_away():
    findings, _ = _found(
        _rule("G1", {"gpai": "gpai", "duties": ["Art. 53"], "duties_addressee": "m"}),
        _rule(
            "G2",
            {
                "gpai": "gpai_open",
                "relieves": ["Art. 53"],
                "duties": ["Art. 53(1)(c)"],
                "duties_addressee": "m",
            },
        ),
    )

    assert [duty.provision for duty, _ in findings.duties] == ["Art. 53(1)(c)"]


@pytest.mark.parametrize(("day", "in_force"), [(1, False), (2, True), (3, True)])
def test_rule_dated_later_is_upcoming_and_touches_nothing(day, in_force):
    rule = _rule("P", {"add_prohibited": "Art. 5(1)(ba)"}, applies_from="2026-12-02")

    findings, _ = _found(rule, on=datetime.date(2026, 12, day))

    assert bool(findings.prohibited) is in_force
    assert ("prohibited" in findings.flags) is in_force
    assert [item.rule.id for item in findings.upcoming] == ([] if in_force else ["P"])
    assert [item.rule.id for item in findings.fired] == (["P"] if in_force else [])


def _json(answers, edition="2026-1744", **more):
    return classify(answers, edition=edition, on=ON, **more).as_json()


def test_result_is_plain_json_with_the_fixed_keys():
    result = _json({"R1": "yes", "S2": ["product", "market"]})

    assert json.loads(json.dumps(result)) == result
    assert list(result) == [
        "class",
        "grounds",
        "prohibited",
        "transparency",
        "roles",
        "gpai",
        "duties",
        "upcoming",
        "needs_review",
        "warnings",
        "reasons",
        "doubts",
    ]


def test_reason_runs_from_answers_over_the_rule_to_its_citation():
    result = _json({"R2": "yes", "H_AREA": ["5"], "H5b": "yes"})

    reasons = {reason["rule"]: reason for reason in result["reasons"]}
    assert list(reasons) == sorted(reasons) == ["D_FRIA", "D_LIT", "H_5(b)", "RO_D"]
    assert reasons["D_FRIA"] == {
        "rule": "D_FRIA",
        "because": [
            {"question": "H5b", "answer": "yes"},
            {"question": "H5b_f", "answer": "no"},
            {"question": "R2", "answer": "yes"},
            {"question": "S6", "answer": "no"},
        ],
        "citation": "Art. 27(1)",
        "effect": {"add_duty": "Art. 27", "addressee": "deployer"},
    }


def test_reason_of_a_derogation_names_the_grounds_it_removed():
    result = _json(
        {
            "R1": "yes",
            "H_AREA": ["4"],
            "H4a": "yes",
            "F_A": "yes",
            "F_PROF": "no",
            "F_MAT": "no",
            "F_HARM": "no",
        }
    )

    effect = next(item["effect"] for item in result["reasons"] if item["rule"] == "F_ON")
    assert effect["removed"] == ["Annex III 4(a)"]


def test_reason_of_an_upcoming_ban_carries_its_date():
    result = _json({"R1": "yes", "P_BB1": "yes", "P_B3P": "yes"})

    effect = next(item["effect"] for item in result["reasons"] if item["rule"] == "P_bb")
    assert effect == {"add_prohibited": "Art. 5(1)(bb)", "applies_from": "2026-12-02"}


def test_open_source_gives_its_reason_though_no_rule_speaks():
    result = _json({"S8": "yes"})

    assert result["reasons"] == [
        {
            "rule": "final_class 7",
            "because": [{"question": "S8", "answer": "yes"}],
            "citation": "Art. 2(12)",
            "effect": {"class": "out_of_scope"},
        }
    ]


def test_unsure_answer_is_quoted_in_its_review():
    result = _json({"R1": "yes", "T1": "unsure"})

    assert result["needs_review"] == [
        {
            "question": "T1",
            "why": '"Do people talk or write with the system directly?" was answered "Not sure", '
            "which counts neither as yes nor as no. Get a legal view and answer it.",
        }
    ]


def test_warning_tells_its_message_in_the_review():
    result = _json({})

    assert result["warnings"] == ["C_ROLE"]
    assert result["needs_review"] == [
        {
            "rule": "C_ROLE",
            "why": "No role was chosen. Duties depend on the role; answer the role questions.",
        }
    ]


def test_duty_asks_for_the_routes_of_its_own_case():
    asked = {}

    def dates(provision, edition, routes):
        asked.setdefault(provision, (edition, set(routes)))
        return DutyDate(None, "why")

    answers = {
        "R1": "yes",
        "I1": ["A11"],
        "I2": "product",
        "I3": "yes",
        "H_AREA": ["4"],
        "H4a": "yes",
        "F_A": "yes",
        "F_PROF": "no",
        "F_MAT": "no",
        "F_HARM": "no",
        "T2": "yes",
        "T2b": "yes",
    }
    result = _json(answers, edition="2024-1689", dates=dates)

    routes = {"annex_i", "transparency", "placed_before_2026-08-02"}
    wanted = {
        "Art. 4": ("2024-1689", routes),
        "Art. 50(2)": ("2024-1689", routes),
        "Art. 6(4)": ("2024-1689", {"derogation"}),
        "Art. 49(2)": ("2024-1689", {"derogation"}),
    }
    assert wanted.items() <= asked.items()
    assert {duty["applies_from"] for duty in result["duties"]} == {None}


def test_refused_answer_gives_no_result():
    with pytest.raises(AnswerError) as refused:
        _json({"R1": "perhaps"})

    assert str(refused.value) == (
        'R1: The answer "perhaps" is not allowed; answer one of: yes, no, unsure.'
    )


def test_class_is_worked_out_without_the_law_of_the_questionnaire_changing():
    digest = load_act().questionnaire.digest

    _json({"R1": "yes"})

    assert load_act().questionnaire.digest == digest

"""Conditions: truth, the answers they rest on, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questionnaires.engine.expressions import (
    All,
    AnyOf,
    ConditionFacts,
    ExpressionError,
    Flag,
    Ground,
    Has,
    Is,
    Not,
    OnlyGround,
    RoleTest,
    leaves,
    parse,
)

FACTS = ConditionFacts(
    answers={"A": "yes", "B": "no", "C": "unsure", "M": ("x", "y")},
    flags={"high_risk": frozenset({"A"})},
    roles={"provider": frozenset({"B"})},
    grounds={"Annex III 2": frozenset({"A", "C"})},
    said=frozenset({"A"}),
)
A_YES = {"q": "A", "is": "yes"}
B_YES = {"q": "B", "is": "yes"}
C_YES = {"q": "C", "is": "yes"}

TRUTHS = [
    ("equal answer", A_YES, True, {"A"}),
    ("other answer", B_YES, False, {"B"}),
    ("answer that somebody gave", {"q": "A", "said": "yes"}, True, {"A"}),
    ("other than somebody gave", {"q": "A", "said": "no"}, False, {"A"}),
    ("default that nobody gave", {"q": "B", "said": "no"}, False, {"B"}),
    ("unsure is not yes", C_YES, False, {"C"}),
    ("unsure is not no", {"q": "C", "is": "no"}, False, {"C"}),
    ("contained", {"q": "M", "has": "y"}, True, {"M"}),
    ("not contained", {"q": "M", "has": "z"}, False, {"M"}),
    ("flag that holds", {"flag": "high_risk"}, True, {"A"}),
    ("flag that does not", {"flag": "gpai"}, False, set()),
    ("role that is held", {"role": "provider"}, True, {"B"}),
    ("role that is not", {"role": "deployer"}, False, set()),
    ("ground", {"ground": "Annex III 2"}, True, {"A", "C"}),
    ("only ground", {"only_ground": "Annex III 2"}, True, {"A", "C"}),
    ("other only ground", {"only_ground": "Annex III 3(a)"}, False, {"A", "C"}),
    ("all true rests on all", {"all": [A_YES, {"q": "B", "is": "no"}]}, True, {"A", "B"}),
    ("all false rests on the first false", {"all": [A_YES, B_YES, C_YES]}, False, {"B"}),
    ("any true rests on the first true", {"any": [B_YES, A_YES, C_YES]}, True, {"A"}),
    ("any false rests on all", {"any": [B_YES, C_YES]}, False, {"B", "C"}),
    ("not turns truth, not evidence", {"not": {"any": [B_YES, C_YES]}}, True, {"B", "C"}),
]


@pytest.mark.parametrize(
    ("data", "truth", "evidence"), [case[1:] for case in TRUTHS], ids=[case[0] for case in TRUTHS]
)
def test_condition_is_judged_with_its_evidence(data, truth, evidence):
    expression = parse(data)

    assert expression.holds(FACTS) is truth
    assert expression.evidence(FACTS) == evidence


def test_two_grounds_leave_none_the_only_one():
    facts = ConditionFacts(answers={}, grounds={"one": frozenset("A"), "two": frozenset("B")})

    assert not OnlyGround("one").holds(facts)
    assert OnlyGround("one").evidence(facts) == {"A", "B"}


REFUSED = [
    ("no mapping", ["q"], "when: A condition must be a mapping."),
    ("empty", {}, "when: A condition needs exactly one operator, found []."),
    ("two operators", {"all": [A_YES], "not": A_YES}, "when: A condition needs exactly one"),
    ("unknown operator", {"none": [A_YES]}, 'when: Unknown operator "none"'),
    (
        "question without test",
        {"q": "A"},
        'when: A test of a question needs "q" and "is", "said" or',
    ),
    ("two tests", {"q": "A", "is": "yes", "has": "x"}, "when: A test of a question needs"),
    ("question with more", {"q": "A", "is": "yes", "flag": "f"}, "when: A test of a question"),
    ("answer not a text", {"q": "A", "is": True}, "when.is: A text is needed, found True."),
    ("empty list", {"all": []}, "when.all: A list with at least one condition is needed."),
    ("text for a list", {"any": "A"}, "when.any: A list with at least one condition"),
    ("deep", {"all": [A_YES, {"not": {"any": [5]}}]}, "when.all[1].not.any[0]: A condition must"),
    ("flag not a text", {"flag": ["f"]}, "when.flag: A text is needed, found ['f']."),
]


@pytest.mark.parametrize(
    ("data", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_malformed_condition_is_refused_with_its_place(data, message):
    with pytest.raises(ExpressionError) as refused:
        parse(data)

    assert str(refused.value).startswith(message)


def test_leaves_below_not_can_be_left_out():
    expression = parse({"all": [A_YES, {"not": {"any": [B_YES, {"flag": "f"}]}}]})

    assert list(leaves(expression)) == [Is("A", "yes"), Is("B", "yes"), Flag("f")]
    assert list(leaves(expression, under_not=False)) == [Is("A", "yes")]


LEAVES = st.one_of(
    st.builds(Is, st.sampled_from("ABC"), st.sampled_from(["yes", "no"])),
    st.builds(Has, st.just("M"), st.sampled_from("xyz")),
    st.builds(Flag, st.sampled_from(["f", "g"])),
    st.builds(RoleTest, st.sampled_from(["r", "s"])),
    st.builds(Ground, st.sampled_from(["k", "l"])),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=4).map(tuple)),
    ),
    max_leaves=12,
)
ANSWERS = st.fixed_dictionaries(
    {
        **{name: st.sampled_from(["yes", "no", "unsure"]) for name in "ABC"},
        "M": st.lists(st.sampled_from("xyz"), unique=True).map(tuple),
    }
)


def _names(names):
    return st.dictionaries(st.sampled_from(names), st.just(frozenset({"A"})))


ALL_FACTS = st.builds(
    ConditionFacts,
    answers=ANSWERS,
    flags=_names(["f", "g"]),
    roles=_names(["r", "s"]),
    grounds=_names(["k", "l"]),
)


@given(EXPRESSIONS, ALL_FACTS)
def test_double_negation_changes_nothing(expression, facts):
    twice = Not(Not(expression))

    assert twice.holds(facts) == expression.holds(facts)
    assert twice.evidence(facts) == expression.evidence(facts)


@given(st.lists(EXPRESSIONS, min_size=1, max_size=4).map(tuple), ALL_FACTS)
def test_any_is_the_negation_of_all_negated(parts, facts):
    """De Morgan, for truth and for evidence alike."""
    mirrored = Not(All(tuple(Not(part) for part in parts)))

    assert AnyOf(parts).holds(facts) == mirrored.holds(facts)
    assert AnyOf(parts).evidence(facts) == mirrored.evidence(facts)


@given(EXPRESSIONS, EXPRESSIONS, ALL_FACTS)
def test_order_changes_no_truth(left, right, facts):
    assert AnyOf((left, right)).holds(facts) == AnyOf((right, left)).holds(facts)
    assert All((left, right)).holds(facts) == All((right, left)).holds(facts)


@given(EXPRESSIONS, ANSWERS, ANSWERS)
def test_answers_outside_the_evidence_decide_nothing(expression, answers, others):
    """Whatever else is answered, the truth stays while the evidence does."""
    facts = ConditionFacts(answers=answers)
    evidence = expression.evidence(facts)
    changed = ConditionFacts(answers={**others, **{name: answers[name] for name in evidence}})

    assert expression.holds(changed) == expression.holds(facts)

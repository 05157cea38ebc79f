"""A change of the law by cause: each cause once, whoever it concerns."""

import pytest

from assessments.law_changes.documents.edition_causes import causes, law_in_figures, places
from assessments.law_changes.documents.edition_figures import classes_told

MOVED = {"role": "deployer", "from": "2026-08-02", "to": "2027-12-02", "why": "by Annex III."}


def case(ref, *, obligations="", verdict="same", before="minimal", after="minimal", differs=None):
    return {
        "use_case": ref,
        "obligations": obligations,
        "verdict": verdict,
        "before": before,
        "after": after,
        "differs": differs or {},
        "questions": [],
        "reviews": [],
    }


def test_what_happens_alike_is_told_once_with_all_it_concerns():
    report = {
        "use_cases": [
            case("UC-1", obligations="a"),
            case("UC-2", obligations="a"),
            case(
                "UC-3",
                verdict="changed",
                before="high_risk",
                differs={"class": {"gained": ["minimal"]}},
            ),
        ],
        "obligations": {
            "a": {
                "moved": [MOVED | {"provision": f"Art. {number}(1)"} for number in (8, 9, 10, 26)],
                "lost": [],
                "gained": [],
            }
        },
    }

    outcome, moved = causes(report)

    assert (outcome.told, outcome.why, outcome.concerned) == (
        "High-risk → Minimal risk",
        "New: class Minimal risk",
        "UC-3",
    )
    assert moved.told == "8 obligations from 2 Dec 2027 instead of 2 Aug 2026: Art. 8 to 10 and 26"
    assert (moved.concerned, moved.count) == ("UC-1, UC-2", 8)


def test_of_many_use_cases_some_are_named():
    report = {
        "use_cases": [case(f"UC-{number}", obligations="a") for number in range(1, 10)],
        "obligations": {"a": {"moved": [MOVED | {"provision": "Art. 26(1)"}]}},
    }

    (cause,) = causes(report)

    assert cause.concerned == "UC-1, UC-2, UC-3, UC-4, UC-5, UC-6 and 3 more"


def test_where_nothing_changes_there_is_no_cause():
    assert causes({"use_cases": [case("UC-1")], "obligations": {}}) == []


def test_the_law_is_told_in_figures():
    found = [{"changes": ["inserted"]}, {"changes": ["moved"]}, {"changes": ["moved"]}]

    assert law_in_figures({"provisions": found}) == "3 provisions: 2 dates moved, 1 inserted"


def test_annexes_stand_behind_the_articles():
    assert places(["Annex IV.1", "Art. 8(1)", "Art. 9(2)"]) == "Art. 8 and 9, Annex IV.1"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({}, ["Minimal risk"]),
        ({"worst_after": "high_risk"}, ["Minimal risk", "Minimal risk, not settled"]),
        ({"worst_before": "minimal", "worst_after": "minimal"}, ["Minimal risk, questions open"]),
        ({"is_incomplete": True}, ["Minimal risk, incomplete"]),
    ],
    ids=["report of old", "open after", "open on both sides", "not answered"],
)
def test_a_class_that_is_not_settled_says_so(known, told):
    found = classes_told({"before": "minimal", "after": "minimal", **known})

    assert [str(each.word) for each in found] == told

"""How a report on a change of the law is told: what is alike stands together, in few words."""

from datetime import date

import pytest

from assessments.law_changes.documents.edition_change import owed_alike, shared_by
from assessments.law_changes.documents.edition_law import dates_told, listed
from assessments.law_changes.documents.edition_why import reasons
from assessments.law_changes.kinds import changes_of
from assessments.law_changes.views.change_case import duty_groups, moved_words, outcome_rows
from assessments.models import EditionReview
from tests.people import SYSTEM

MOVED = {"role": "deployer", "from": "2026-08-02", "to": "2027-12-02", "why": "by Annex III."}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (["Art. 8(1)"], "Art. 8(1)"),
        (["Art. 8(1)", "Art. 9(2)"], "Art. 8(1), 9(2)"),
        (["Annex IV.1", "Art. 8(1)"], "Art. 8(1), Annex IV.1"),
        (["Annex IV.1"], "Annex IV.1"),
    ],
    ids=["none", "one", "articles", "both", "annex"],
)
def test_provisions_are_listed(names, told):
    assert listed(names) == told


@pytest.mark.parametrize(
    ("refs", "told"),
    [
        (["UC-1"], "UC-1"),
        (["UC-1", "UC-2", "UC-3"], "UC-1, UC-2, UC-3"),
        (["UC-1", "UC-2", "UC-3", "UC-4"], "UC-1, UC-2 and 2 more"),
    ],
    ids=["one", "three", "four"],
)
def test_who_shares_a_set_is_named(refs, told):
    assert shared_by(refs) == told


def test_days_are_told_by_route():
    told = dates_told({"all": "2025-02-02", "annex_iii": "2027-12-02"})

    assert told[0] == "2 Feb 2025"
    assert told[1].endswith(": 2 Dec 2027")


def test_obligations_that_change_alike_stand_together():
    report = {"from": "2024-1689", "to": "2026-1744"}
    changes = {
        "moved": [
            MOVED | {"provision": "Art. 26(1)"},
            MOVED | {"provision": "Art. 26(2)"},
            MOVED | {"provision": "Art. 26(4)", "why": "by another route."},
        ],
        "gained": [
            {
                "provision": "Art. 5(1)(ba)",
                "role": "provider",
                "applies_from": "2026-12-02",
                "because": "inserted",
            }
        ],
        "lost": [],
    }

    groups = duty_groups(report, changes)

    assert [(group["title"], group["why"], len(group["rows"])) for group in groups] == [
        ("Gained; applies from 2 Dec 2026 (1)", "The provision is new", 1),
        ("Moved from 2 Aug 2026 to 2 Dec 2027 (2)", "By Annex III.", 2),
        ("Moved from 2 Aug 2026 to 2 Dec 2027 (1)", "By another route.", 1),
    ]


def test_what_is_lost_alike_stands_in_one_line():
    gone = {"role": "deployer", "applies_from": "2027-08-02", "because": "outcome"}
    items = [
        gone | {"provision": "Art. 26(1)"},
        gone | {"provision": "Art. 26(2)"},
        gone | {"provision": "Art. 73(2)", "applies_from": "2028-08-02"},
    ]

    lines = owed_alike(items)

    assert [(line["provisions"], line["day"]) for line in lines] == [
        ("Art. 26(1), 26(2)", date(2027, 8, 2)),
        ("Art. 73(2)", date(2028, 8, 2)),
    ]
    assert {(line["role_word"], str(line["because_word"])) for line in lines} == {
        ("deployer", "the classification comes out otherwise")
    }


DIFFERS = {
    "class": {"from": "minimal", "to": "not_high_risk_documented"},
    "gpai": {"from": "gpai", "to": "gpai_open"},
    "grounds": {"gained": ["Annex III 4(a)"]},
    "transparency": {"lost": ["Art. 50(4) deep fake"]},
    "roles": {"gained": ["gpai_provider"], "lost": ["authorised_representative"]},
}
CASE = {
    "before": "minimal", "after": "not_high_risk_documented", "differs": DIFFERS,
    "questions": [], "reviews": [],
}  # fmt: skip


def test_a_case_names_classes_roles_and_models_in_words():
    rows = [(str(row.cells[0]), row.cells[1], row.cells[2]) for row in outcome_rows(CASE)]

    (_class, before, after), *others = rows
    assert (str(before.word), str(after.word)) == (
        "Minimal risk",
        "Not high-risk, to be documented",
    )
    assert others == [
        (
            "status of the model",
            "general-purpose model",
            "general-purpose model, free and open",
        ),
        ("grounds", [], ["+ Annex III point 4(a)"]),
        ("transparency cases", ["− Art. 50(4) first subparagraph"], []),
        (
            "roles",
            ["− authorised representative"],
            ["+ provider of a general-purpose model"],
        ),
    ]


def test_reasons_name_provisions_as_the_law_counts_them():
    assert reasons(CASE, {}) == [
        "New: status of the model general-purpose model, free and open",
        "New: grounds Annex III point 4(a)",
        "Gone: transparency cases Art. 50(4) first subparagraph",
        "New: roles provider of a general-purpose model",
        "Gone: roles authorised representative",
    ]


def test_a_review_names_the_role_of_an_obligation_in_words():
    found = {
        "before": "minimal", "after": "minimal", "questions": [],
        "moved": [MOVED | {"provision": "Art. 53(1)(a)", "role": "gpai_provider"}],
    }  # fmt: skip

    (row,) = changes_of(EditionReview(found=found), SYSTEM)

    assert row.cells[0] == "Art. 53(1)(a) (provider of a general-purpose model)"


def test_what_had_no_date_is_told_to_be_lost_without_one():
    gone = {"provision": "Art. 26(1)", "role": "deployer", "applies_from": None}

    assert moved_words("lost", gone) == "Lost; had no date yet"
    assert moved_words("gained", gone) == "Gained; no date yet"

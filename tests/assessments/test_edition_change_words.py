"""How a report on a change of the law is told: what is alike stands together, in few words."""

from datetime import date

import pytest

from assessments.law_changes.documents.edition_change import owed_alike, shared_by
from assessments.law_changes.documents.edition_law import dates_told, listed
from assessments.law_changes.views.change_case import duty_groups

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

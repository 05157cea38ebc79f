"""The catalogue shipped here is whole: exact counts, one tree per edition, duties with dates."""

from collections import Counter
from datetime import date

import pytest

from controls.frameworks.loading import load_edition, read_catalogue

OLD, NEW = "2024-1689", "2026-1744"
BINDING = {"duty", "prohibition"}


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


def _kinds(edition):
    return Counter(provision.kind for provision in edition.provisions)


def test_frameworks_and_editions_are_these(catalogue):
    assert sorted(catalogue.editions) == [
        ("eu-ai-act", "2024-1689"),
        ("eu-ai-act", "2026-1744"),
        ("iso-42001", "2023"),
        ("nist-ai-600-1", "2024"),
        ("nist-ai-rmf", "1.0"),
    ]
    assert {key[0] for key in catalogue.editions} == set(catalogue.frameworks)


@pytest.mark.parametrize("edition", [OLD, NEW])
def test_each_edition_of_the_law_holds_all_509_provisions(edition):
    provisions = load_edition("eu-ai-act", edition).provisions
    own = [provision for provision in provisions if not provision.extra.get("ours")]
    ours = [provision for provision in provisions if provision.extra.get("ours")]

    assert len(own) == 509
    assert len(ours) == 98
    assert {provision.kind for provision in ours} == {"heading"}
    assert not any(provision.is_heading for provision in own)


STATES = [
    (OLD, {"original": 475, "absent": 34}),
    (NEW, {"unchanged": 446, "inserted": 34, "amended": 25, "deleted": 4}),
]


@pytest.mark.parametrize(("edition", "expected"), STATES)
def test_each_edition_of_the_law_says_what_changed(edition, expected):
    provisions = load_edition("eu-ai-act", edition).provisions

    found = Counter(provision.status for provision in provisions if not provision.is_heading)

    assert found == expected


def test_both_editions_of_the_law_hold_the_same_provisions_in_the_same_order():
    old, new = load_edition("eu-ai-act", OLD), load_edition("eu-ai-act", NEW)

    assert [(p.id, p.parent, p.slug, p.order) for p in old.provisions] == [
        (p.id, p.parent, p.slug, p.order) for p in new.provisions
    ]


@pytest.mark.parametrize("edition", [OLD, NEW])
def test_every_duty_that_stands_has_addressees_and_a_date(edition):
    duties = [
        provision
        for provision in load_edition("eu-ai-act", edition).provisions
        if provision.kind in BINDING and provision.exists
    ]

    assert len(duties) == {OLD: 201, NEW: 206}[edition]
    assert [duty.id for duty in duties if not duty.addressees] == []
    assert [duty.id for duty in duties if not duty.applies_from] == []


@pytest.mark.parametrize("edition", [OLD, NEW])
def test_what_does_not_stand_has_no_date(edition):
    gone = [p for p in load_edition("eu-ai-act", edition).provisions if not p.exists]

    assert [provision.id for provision in gone if provision.applies_from] == []
    assert all(
        provision.extra["deleted_from"] == "2026-07-27"
        for provision in gone
        if provision.status == "deleted"
    )


def test_every_provision_is_reached_from_the_parts_of_its_edition(catalogue):
    for edition in catalogue.editions.values():
        top = [provision_id for part in edition.parts for provision_id in part.top]
        reached = [provision.id for start in top for provision in edition.under(start)]

        assert reached == [provision.id for provision in edition.provisions], edition.title


@pytest.mark.parametrize("edition", [OLD, NEW])
def test_a_heading_of_ours_sums_up_what_stands_below(edition):
    law = load_edition("eu-ai-act", edition)

    for heading in (provision for provision in law.provisions if provision.is_heading):
        below = {part.status for part in law.under(heading.id) if not part.is_heading}
        mixed = "original" if edition == OLD else "amended"
        assert heading.status == (below.pop() if len(below) == 1 else mixed), heading.id


def test_iso_42001_holds_its_clauses_objectives_and_controls():
    standard = load_edition("iso-42001", "2023")
    clauses = [p for p in standard.provisions if p.slug.startswith("clause-")]
    controls = [p for p in standard.provisions if p.kind == "control"]

    assert len(clauses) == 43
    assert Counter(clause.kind for clause in clauses) == {"requirement": 32, "heading": 11}
    assert _kinds(standard)["objective"] == 10
    assert len(controls) == 38
    assert all(control.extra["documented_information"]["expected"] for control in controls)
    assert {clause.extra["pdca"] for clause in clauses} == {"plan", "do", "check", "act"}
    assert [p.id for p in standard.under("A.9")] == ["A.9", "A.9.1", "A.9.2", "A.9.3", "A.9.4"]
    assert standard.uncertain
    assert standard.provision("A.5.2").citation == "ISO/IEC 42001:2023, A.5.2"


def test_nist_ai_rmf_holds_its_core():
    core = load_edition("nist-ai-rmf", "1.0")

    assert _kinds(core) == {"function": 4, "category": 19, "subcategory": 72}
    assert [len(core.under(name)) for name in ("GOVERN", "MAP", "MEASURE", "MANAGE")] == [
        1 + 6 + 19,
        1 + 5 + 18,
        1 + 4 + 22,
        1 + 4 + 13,
    ]


def test_the_generative_ai_profile_holds_twelve_risks():
    profile = load_edition("nist-ai-600-1", "2024")

    assert [risk.id for risk in profile.provisions] == [f"GAI-{n}" for n in range(1, 13)]
    assert all(risk.summary for risk in profile.provisions)


def test_the_crosswalk_holds_641_pairs_of_three_kinds(catalogue):
    pairs = Counter((pair.source_framework, pair.target_framework) for pair in catalogue.mappings)

    assert pairs == {
        ("iso-42001", "eu-ai-act"): 243,
        ("eu-ai-act", "nist-ai-rmf"): 227,
        ("iso-42001", "nist-ai-rmf"): 171,
    }
    assert Counter(pair.relation for pair in catalogue.mappings) == {
        "intersects": 623,
        "subset": 6,
        "superset": 12,
    }
    assert sum(bool(pair.published_in) for pair in catalogue.mappings) == 25
    assert catalogue.headers["crosswalk/about.yaml"]["uncertain"] is True


def test_fines_timeline_and_templates_are_complete(catalogue):
    fields = [
        field
        for template in catalogue.templates
        for section in template.sections
        for field in section.fields
    ]

    assert len(catalogue.fines) == 9
    assert Counter(event.status for event in catalogue.timeline) == {
        "done": 17,
        "next": 12,
        "superseded": 5,
    }
    assert len(catalogue.templates) == 18
    assert sum(len(template.sections) for template in catalogue.templates) == 63
    assert len(fields) == 286


def test_each_edition_knows_its_acts_and_its_days():
    old, new = load_edition("eu-ai-act", OLD), load_edition("eu-ai-act", NEW)

    assert [act["celex"] for act in old.law] == ["32024R1689"]
    assert [act["celex"] for act in new.law] == [
        "32024R1689",
        "32026R1744",
        "02024R1689-20260727",
    ]
    assert (old.published, old.in_force) == (date(2024, 7, 12), date(2024, 8, 1))
    assert (new.published, new.in_force) == (date(2026, 7, 24), date(2026, 7, 27))
    assert (old.replaces, new.replaces) == (None, OLD)


def test_every_doubt_has_its_reason(catalogue):
    doubtful = [
        item
        for edition in catalogue.editions.values()
        for item in (*edition.provisions, *edition.date_profiles.values())
        if item.uncertain
    ]
    doubtful += [item for item in (*catalogue.fines, *catalogue.timeline) if item.uncertain]
    doubtful += [template for template in catalogue.templates if template.uncertain]

    assert len(doubtful) == 92 + 93 + 2 * 4 + 2 + 1 + 1 + 5
    assert [item.id for item in doubtful if not item.uncertain_why] == []


def test_no_mapping_is_made_for_an_edition_that_lacks_one_of_its_ends(catalogue):
    for mapping in catalogue.mappings:
        for framework, editions, code in (
            (mapping.source_framework, mapping.source_editions, mapping.source),
            (mapping.target_framework, mapping.target_editions, mapping.target),
        ):
            assert editions
            assert all(catalogue.editions[framework, e].provision(code).exists for e in editions)

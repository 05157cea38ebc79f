"""Who watches the market for a system, by its kind: each case just inside and just outside."""

import pytest

from assessments.engine.obligations.competence import competent, watching

OLD, NEW = "2024-1689", "2026-1744"


def fields(grounds=(), roles=("deployer",), answers=None, edition=NEW):
    outcome = {"grounds": list(grounds), "roles": list(roles)}
    return [(each.field, each.provision) for each in competent(outcome, answers or {}, edition)]


GENERAL = ("general", "Art. 70(1)")
MODEL, OWN = ("models", "Art. 88(1)"), ("ai_office", "Art. 75(1)(a)")
OWN_OLD = ("ai_office", "Art. 75(1)")
OWN_MODEL = {"roles": ["provider"], "answers": {"R16": "own_model"}}
PLATFORM = {"roles": ["provider"], "answers": {"R16": "large_platform"}}
EDPS = ("union_bodies", "Art. 74(9)")
EU_AGENCY = {"answers": {"R13": "public", "R13a": "union"}}


def own_model_in(**answers):
    """Say what else is answered by the maker of a system on a model of its own."""
    return {"roles": ["provider"], "answers": {"R16": "own_model", **answers}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [GENERAL]),
        ({"grounds": ["Annex I Section A"]}, [("products", "Art. 74(3)"), GENERAL]),
        ({"grounds": ["Annex I Section B"]}, [("product_law", "Art. 2(2)")]),
        (
            {"grounds": ["Annex I Section B", "Annex III 4(a)"]},
            [GENERAL],
        ),
        (
            {"grounds": ["Annex III 5(b)"], "answers": {"R15": "yes"}},
            [("finance", "Art. 74(6)"), GENERAL],
        ),
        ({"grounds": ["Annex III 5(b)"], "answers": {"R15": "unsure"}}, [GENERAL]),
        ({"answers": {"R15": "yes"}}, [GENERAL]),
        ({"grounds": ["Annex III 1(a)"]}, [("law_enforcement", "Art. 74(8)"), GENERAL]),
        ({"grounds": ["Annex III 6(a)"]}, [("law_enforcement", "Art. 74(8)"), GENERAL]),
        ({"roles": ["gpai_provider"]}, [MODEL]),
        ({"roles": ["gpai_provider"], "edition": "2024-1689"}, [MODEL]),
        ({"roles": ["provider", "gpai_provider"]}, [MODEL, GENERAL]),
        ({"roles": ["authorised_representative"], "answers": {"S1": "model"}}, [MODEL]),
        ({"roles": ["authorised_representative"]}, [GENERAL]),
        (OWN_MODEL, [OWN]),
        # As published, Art. 75(1) gives powers beside the national authority, without exceptions.
        (OWN_MODEL | {"edition": OLD}, [OWN_OLD, GENERAL]),
        (own_model_in(I1=["A3"], I2="component") | {"edition": OLD}, [OWN_OLD, GENERAL]),
        (OWN_MODEL | {"edition": OLD, "roles": ["deployer"]}, [GENERAL]),
        (PLATFORM | {"edition": OLD}, [GENERAL]),
        (OWN_MODEL | {"roles": ["deployer"]}, [OWN, GENERAL]),
        (OWN_MODEL | {"roles": ["provider", "deployer", "gpai_provider"]}, [OWN, MODEL]),
        (OWN_MODEL | {"roles": ["provider", "importer"]}, [OWN, GENERAL]),
        (OWN_MODEL | {"grounds": ["Annex III 4(a)"]}, [OWN]),
        # What Art. 75(1)(a) takes out it takes out whether or not it is high-risk.
        (own_model_in(I1=["A3"], I2="component"), [GENERAL]),
        (own_model_in(I1=["A3"], I2="neither"), [OWN]),
        (own_model_in(I1=["A1"], I2="product"), [OWN]),
        (own_model_in(I1=["B18"], I2="product"), [GENERAL]),
        (own_model_in(H_AREA=["2"], H2a="yes", H2b="yes"), [GENERAL]),
        (own_model_in(H_AREA=["2"], H2a="yes", H2b="no"), [OWN]),
        (own_model_in(H_AREA=["2"], H2a="yes", H2b="yes", H2c="yes"), [OWN]),
        (own_model_in(H_AREA=["8"], H8a="yes"), [GENERAL]),
        (own_model_in(H_AREA=["8"], H8b="yes"), [OWN]),
        (
            own_model_in(H_AREA=["8"], H8a="yes") | {"grounds": ["Annex III 8(a)"]},
            [("law_enforcement", "Art. 74(8)"), GENERAL],
        ),
        (own_model_in(R15="yes", I1=["A3"], I2="product"), [GENERAL]),
        (own_model_in(R13="public", H_AREA=["8"], H8a="yes"), [GENERAL]),
        (own_model_in(H_AREA=["8"], H8a="yes") | {"roles": ["deployer"]}, [GENERAL]),
        (OWN_MODEL | {"grounds": ["Annex III 8(b)"]}, [OWN]),
        (OWN_MODEL | {"answers": {"R16": "own_model", "R15": "yes"}}, [OWN]),
        (OWN_MODEL | {"answers": {"R16": "own_model", "R13": "public"}}, [OWN, GENERAL]),
        (
            OWN_MODEL
            | {"grounds": ["Annex III 4(a)"], "answers": {"R16": "own_model", "R15": "yes"}},
            [("finance", "Art. 74(6)"), OWN, GENERAL],
        ),
        (PLATFORM, [("ai_office", "Art. 75(1)(b)")]),
        (PLATFORM | {"grounds": ["Annex III 2"]}, [("ai_office", "Art. 75(1)(b)")]),
        (PLATFORM | {"roles": ["deployer"]}, [("ai_office", "Art. 75(1)(b)"), GENERAL]),
        # Art. 2(2) leaves of the whole law but a few articles, and Art. 75 is none of them.
        (PLATFORM | {"grounds": ["Annex I Section B"]}, [("product_law", "Art. 2(2)")]),
        (
            PLATFORM | {"grounds": ["Annex I Section B", "Annex III 4(a)"]},
            [("ai_office", "Art. 75(1)(b)")],
        ),
        (EU_AGENCY, [EDPS]),
        (EU_AGENCY | {"edition": OLD}, [EDPS]),
        (EU_AGENCY | {"grounds": ["Annex III 7(b)"]}, [EDPS]),
        (EU_AGENCY | {"roles": ["deployer", "gpai_provider"]}, [MODEL, EDPS]),
        ({"answers": {"R13": "public", "R13a": "authority"}}, [GENERAL]),
        ({"answers": {"R13": "no", "R13a": "union"}}, [GENERAL]),
        (
            EU_AGENCY
            | {"roles": ["provider"], "answers": EU_AGENCY["answers"] | {"R16": "own_model"}},
            [OWN, EDPS, GENERAL],
        ),
        ({"roles": []}, []),
    ],
)
def test_the_kind_of_system_decides_who_watches_the_market(given, expected):
    assert fields(**given) == expected


@pytest.mark.parametrize(
    ("roles", "starts"),
    [
        (["provider"], [""]),
        (["provider", "deployer"], [""]),
        (["deployer"], ["Only where whoever provides the system", ""]),
        (["deployer", "importer"], ["Only where whoever provides the system", ""]),
        (["importer"], [""]),
    ],
)
@pytest.mark.parametrize("answer", ["own_model", "large_platform"])
def test_a_deployer_alone_is_reached_as_a_company_of_the_group(answer, roles, starts):
    """Art. 75(1), last subparagraph: only where it is the provider, or of its undertaking."""
    found = competent({"grounds": [], "roles": roles}, {"R16": answer}, NEW)

    assert [bool(each.only_if) for each in found] == [bool(start) for start in starts]
    assert all(each.only_if.startswith(start) for each, start in zip(found, starts, strict=True))


ALL_ROLES = ["provider", "deployer", "importer", "gpai_provider"]


@pytest.mark.parametrize(
    ("regime", "role", "model", "expected"),
    [
        ("gpai", "gpai_provider", "own_model", ["models"]),
        ("gpai_systemic_risk", "gpai_provider", "none", ["models"]),
        ("high_risk_annex_iii", "provider", "none", ["finance", "general"]),
        ("high_risk_annex_iii", "provider", "large_platform", ["ai_office"]),
        ("high_risk_annex_iii", "deployer", "large_platform", ["ai_office"]),
        ("high_risk_annex_iii", "importer", "large_platform", ["finance", "general"]),
        ("high_risk_annex_iii", "provider", "own_model", ["finance", "ai_office", "general"]),
        ("all", "deployer", "none", ["finance", "general"]),
    ],
)
def test_a_duty_is_watched_by_whom_its_regime_and_role_say(regime, role, model, expected):
    outcome = {"grounds": ["Annex III 5(b)"], "roles": ALL_ROLES}

    found = competent(outcome, {"R15": "yes", "R16": model}, NEW)

    assert [each.field for each in watching(found, regime, role)] == expected

"""What the second revision corrects in both editions of the AI Act, each by its text."""

from datetime import date

import pytest

from controls.frameworks.loading import load_edition, read_catalogue

OLD, NEW = "2024-1689", "2026-1744"
BOTH = pytest.mark.parametrize("edition", [OLD, NEW])


def law(edition):
    return load_edition("eu-ai-act", edition)


@BOTH
def test_national_registration_says_whom_it_addresses_in_doubt(edition):
    """Art. 49(5) names nobody; Art. 49(3) excepts point 2 for public deployers."""
    row = law(edition).provision("Art. 49(5)")

    assert row.addressees == ("provider", "deployer")
    assert "names nobody who registers" in row.uncertain_why
    assert row.kind == "duty"


@BOTH
@pytest.mark.parametrize(
    ("code", "kind", "on"),
    [
        ("Art. 2(5)", "scope", date(2025, 2, 2)),
        ("Art. 2(7)", "scope", date(2025, 2, 2)),
        ("Art. 2(9)", "scope", date(2025, 2, 2)),
        ("Art. 2(11)", "scope", date(2025, 2, 2)),
        ("Annex II", "list-item", date(2025, 2, 2)),
        ("Annex IX", "registration-item", date(2026, 8, 2)),
        ("Annex X", "list-item", date(2026, 8, 2)),
        ("Art. 3(1)", "definition", date(2025, 2, 2)),
        ("Art. 3(3)", "definition", date(2025, 2, 2)),
        ("Art. 3(4)", "definition", date(2025, 2, 2)),
        ("Art. 70", "scope", date(2025, 8, 2)),
        ("Art. 56", "power", date(2025, 8, 2)),
        ("Art. 62", "power", date(2026, 8, 2)),
        ("Art. 95(2)", "power", date(2026, 8, 2)),
        ("Art. 96", "power", date(2026, 8, 2)),
    ],
)
def test_what_was_missing_is_there_with_its_date(edition, code, kind, on):
    row = law(edition).provision(code)

    assert (row.kind, dict(row.applies_from)) == (kind, {"all": on})
    assert row.summary


def test_each_edition_tells_its_own_words():
    assert "10(5) and 59" in law(OLD).provision("Art. 2(7)").summary
    assert "4a and 59" in law(NEW).provision("Art. 2(7)").summary
    assert "general validity" in law(OLD).provision("Art. 56").summary
    assert "general validity" not in law(NEW).provision("Art. 56").summary
    assert "1 August 2027" in law(NEW).provision("Art. 96").summary
    assert "2027" not in law(OLD).provision("Art. 96").summary
    assert "mid-caps" not in law(OLD).provision("Art. 17(2)").summary
    assert "complements" in law(OLD).provision("Art. 27(4)").summary
    assert "2028" not in law(OLD).provision("Art. 43(3)").summary


@BOTH
def test_the_fine_for_wrong_answers_says_what_it_is_for_and_whom_it_may_reach(edition):
    """Art. 99(5) names nobody; by Art. 99(1) and 3(8) operators, manufacturers among them."""
    row = law(edition).provision("Art. 99(5)")

    assert "in reply to a request" in row.summary.replace("\n", " ")
    assert "product_manufacturer" in row.addressees


def test_amended_rows_say_what_changed():
    changed = [code for code in ("Art. 2(7)", "Art. 56", "Art. 62", "Art. 95(2)", "Art. 96")
               if law(NEW).provision(code).status == "amended"]  # fmt: skip

    assert changed == ["Art. 2(7)", "Art. 56", "Art. 96"]
    assert all(law(NEW).provision(code).extra["change"] for code in changed)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("Art. 10(6)", "exception", "exception"),
        ("Art. 14(2)", "scope", "scope"),
        ("Art. 17(2)", "permission", "permission"),
        ("Art. 27(4)", "condition", "permission"),
        ("Art. 48(2)", "condition", "condition"),
        ("Art. 48(5)", "scope", "scope"),
    ],
)
def test_what_asks_for_nothing_more_is_no_duty(code, old, new):
    assert law(OLD).provision(code).kind == old
    assert law(NEW).provision(code).kind == new


@pytest.mark.parametrize(("edition", "on"), [(OLD, date(2026, 8, 2)), (NEW, date(2027, 12, 2))])
@pytest.mark.parametrize("code", ["Art. 8(2)", "Art. 11(2)", "Art. 43(3)", "Art. 47(3)"])
def test_what_serves_products_on_both_lists_knows_both_days(code, edition, on):
    row = law(edition).provision(code)

    assert row.applies_to == ("high_risk_annex_i", "high_risk_annex_iii")
    assert row.applies_from["annex_iii"] == on
    assert row.applies_from["annex_i"] > on


@BOTH
@pytest.mark.parametrize("code", ["Art. 8(2)", "Art. 11(2)", "Art. 43(3)"])
def test_a_duty_of_providers_is_not_told_twice_for_manufacturers(edition, code):
    """Art. 25(3): the manufacturer is the provider."""
    assert "product_manufacturer" not in law(edition).provision(code).addressees
    assert "provider" in law(edition).provision(code).addressees


@BOTH
def test_the_list_of_article_16_keeps_only_duties_of_its_own(edition):
    kinds = {letter: law(edition).provision(f"Art. 16({letter})").kind for letter in "abcdefghijkl"}

    assert [letter for letter, kind in kinds.items() if kind == "duty"] == ["b", "k", "l"]


@BOTH
def test_the_edition_is_its_second_revision(edition):
    (revision,) = law(edition).revisions

    assert law(edition).revision == revision.number == 2


def test_section_b_has_a_form_for_each_edition():
    forms = {template.id: template for template in read_catalogue().templates}

    points = {
        name: [field.citation.rsplit(".", 1)[1] for field in forms[name].sections[0].fields]
        for name in ("annex_viii_b", "annex_viii_b_2024")
    }
    assert points["annex_viii_b"] == ["1", "2", "3", "4", "5", "6", "8"]
    assert points["annex_viii_b_2024"] == ["1", "2", "3", "4", "5", "6", "7", "8", "9"]


def test_an_incident_of_a_medical_device_has_its_field():
    (form,) = [item for item in read_catalogue().templates if item.id == "incident_73"]
    fields = {field.id: field for section in form.sections for field in section.fields}

    assert fields["incident_73.id.device"].citation == "Art. 73(10), Art. 3(49)(c)"
    assert not fields["incident_73.id.device"].required


def test_the_office_of_2024_had_powers_beside_the_national_authority():
    """Art. 75(1) as published: the same provider, no groups, no platforms, no deployers."""
    row = law(OLD).provision("Art. 75(1)")

    assert row.title == "AI Office supervision of systems on the same provider's model"
    assert "alone" not in row.summary
    assert row.addressees == ("commission_ai_office", "provider")
    assert law(NEW).provision("Art. 75(1)").title == "AI Office exclusive competence"

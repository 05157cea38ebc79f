"""What the register suggests as answers."""

import unicodedata

import pytest

from assessments.classification.affected import HERE, groups_in
from assessments.classification.prefill import (
    HINTS,
    RegisterFacts,
    contradicted,
    suggest,
    to_be_asked,
)
from assessments.engine.effects import load_act
from assessments.questionnaires.engine.answers import accept
from records.incoming.strict_yaml import read_document


def answers(**facts):
    return {name: item.answer for name, item in suggest(RegisterFacts(**facts)).items()}


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: f"{hint.field}.{hint.value}")
def test_every_hint_is_an_answer_the_questionnaire_allows(hint):
    answer = hint.answer if isinstance(hint.answer, str) else list(hint.answer)

    assert accept(load_act().questionnaire, {hint.question: answer})


def test_an_empty_register_suggests_nothing():
    assert answers() == {}


def test_roles_answer_for_those_we_have_and_against_the_others():
    found = answers(roles=["deployer", "importer"])

    assert {name: found[name] for name in ("R1", "R2", "R3", "R4", "R5", "R6", "R10")} == {
        "R1": "no",
        "R2": "yes",
        "R3": "yes",
        "R4": "no",
        "R5": "no",
        "R6": "no",
        "R10": "no",
    }


def test_several_values_of_one_question_are_joined():
    found = answers(data_categories=["employment", "biometric"])

    assert found == {"H_AREA": ["1", "4"]}


@pytest.mark.parametrize(
    ("day", "before"), [("2026-08-01", "yes"), ("2026-08-02", "no"), ("", None)]
)
def test_the_day_of_the_market_says_whether_it_is_older_than_the_duty(day, before):
    found = answers(dates={"placed": day} if day else {})

    assert found.get("T2b") == before


def test_own_use_says_nothing_about_the_time_for_marking():
    """Art. 111(4) speaks of systems placed on the market."""
    assert "T2b" not in answers(dates={"in_service": "2026-02-03"})


@pytest.mark.parametrize(
    ("day", "older"),
    [
        ("2025-09-01", "yes"),
        ("2027-12-01", "yes"),
        ("2027-12-02", None),
        ("2028-08-01", None),
        ("2028-08-02", "no"),
    ],
)
def test_the_first_day_of_use_says_whether_it_is_a_legacy_system(day, older):
    found = answers(dates={"placed": "2029-01-01", "in_service": day})

    assert found.get("H_LEG") == older


def test_a_legacy_system_is_suggested_with_the_entry_that_came_first():
    found = suggest(RegisterFacts(dates={"placed": "2026-05-01", "in_service": "2025-09-01"}))

    assert found["H_LEG"].as_json() == {"answer": "yes", "because": "dates.in_service"}


@pytest.mark.parametrize(("day", "before"), [("2025-08-01", "yes"), ("2025-08-02", "no")])
def test_a_model_is_older_than_its_duties_by_its_day_of_the_market(day, before):
    found = answers(dates={"placed": day}, roles=["gpai_provider"])

    assert found["G6"] == before
    assert "G6" not in answers(dates={"placed": day}, roles=["provider"])


@pytest.mark.parametrize("mode", ["in_house", "contracted", "both"])
def test_whoever_has_it_built_is_suggested_as_its_provider(mode):
    """Art. 3(3): who has a system developed and uses it under its own name provides it."""
    found = suggest(RegisterFacts(roles=["deployer"], development_mode=mode))

    assert found["R1"].as_json() == {"answer": "yes", "because": f"development_mode.{mode}"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Employees of the call centre", ("staff",)),
        ("Our own staff, and visitors", ("staff",)),
        ("Warehouse workers", ("staff",)),
        ("Applicants for office posts in five countries", ()),
        ("Staffordshire residents", ()),
        ("", ()),
        ("Die Mitarbeitenden im Lager", ("staff",)),
        ("Beschäftigte und Leiharbeiter", ("staff",)),
        ("BESCHÄFTIGTE DER KLINIK", ("staff",)),
        ("Les salariés et les employées du magasin", ("staff",)),
        ("Travailleurs intérimaires", ("staff",)),
        ("Empleados del almacén", ("staff",)),
        ("Trabajadoras de la planta", ("staff",)),
        ("Dipendenti e impiegate della sede", ("staff",)),
        ("Lavoratori del magazzino", ("staff",)),
        ("Onze medewerkers en hun collega's", ("staff",)),
        ("Werknemers in het magazijn", ("staff",)),
        ("Pracownicy magazynu", ("staff",)),
        ("Oceny pracowników i personelu", ("staff",)),
        ("Job applicants in five countries", ("applicants",)),
        ("Bewerberinnen und Bewerber", ("applicants",)),
        ("Mitarbeiter und Stellenbewerber", ("staff", "applicants")),
        ("Candidats à un emploi", ("applicants",)),
        ("Demandeurs d’emploi", ("applicants",)),
        ("Solicitantes de empleo", ("applicants",)),
        ("Candidati a un posto di lavoro", ("applicants",)),
        ("Sollicitanten", ("applicants",)),
        ("Kandydaci do pracy", ("applicants",)),
        ("Osoby ubiegające się o zatrudnienie", ("applicants",)),
        ("Asylbewerber", ()),
        ("Personal customers and their employers", ()),
        ("Titulaires de données personnelles", ()),
        ("Persone con dati personali, collegati al servizio", ()),
        ("Clientes con datos de carácter personal", ()),
        ("Klienci pracowni krawieckiej", ()),
        ("Applicants for a loan", ()),
    ],
)
def test_whom_a_use_affects_is_read_for_own_staff_and_people_who_apply_for_a_job(text, groups):
    assert groups_in([text]) == groups


def test_accents_are_read_however_they_are_stored():
    assert groups_in([unicodedata.normalize("NFD", "Beschäftigte, salariés")]) == ("staff",)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pl"])
def test_every_language_has_words_for_each_group(language):
    groups = read_document(HERE / "affected.yaml", file="affected.yaml").value

    assert {name for name, words in groups.items() if words.get(language)} == set(groups)


def test_people_who_apply_for_a_job_suggest_the_area_and_deny_nothing():
    """They may be affected by a tool outside the list, so another answer is no contradiction."""
    facts = RegisterFacts(affected=("applicants",))

    assert suggest(facts)["H_AREA"].as_json() == {
        "answer": ["4"],
        "because": "affected.applicants",
    }
    assert contradicted(facts, {"H_AREA": ["none"]}) == []
    staff = RegisterFacts(affected=("staff",))
    assert [each.question for each in contradicted(staff, {"R14": "no"})] == ["R14"]


def test_staff_among_those_affected_is_suggested_and_never_taken_by_default():
    facts = RegisterFacts(affected=("staff",))

    assert suggest(facts)["R14"].as_json() == {"answer": "yes", "because": "affected.staff"}
    assert to_be_asked(facts, {"R14": "no", "R13": "no"}) == {"R14"}
    assert to_be_asked(facts, {"R14": "yes"}) == set()


def test_what_the_register_says_otherwise_than_a_default_has_to_be_asked():
    facts = RegisterFacts(roles=["importer"], public_facing="yes", dates={"placed": "2026-05-01"})
    defaults = {"R2": "no", "R3": "no", "T1": "no", "T2b": "no", "H_LEG": "no"}

    assert to_be_asked(facts, defaults) == {"R3", "T1", "T2b", "H_LEG"}


def test_a_suggestion_names_the_entry_it_rests_on():
    found = suggest(RegisterFacts(lifecycle="testing"))

    assert found["S5"].as_json() == {"answer": "yes", "because": "lifecycle.testing"}

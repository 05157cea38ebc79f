"""Another class than the rules found: it counts only once another person signed it."""

import csv
import io
import re

import pytest
from django.db import IntegrityError, transaction

from assessments.classification.actions import classifications, overrides
from assessments.classification.documents import chapters
from assessments.classification.kinds.classifications import CLASSIFICATION
from assessments.models import Classification, OutcomeClass
from governance.signoff import actions as signoffs
from inventory.use_cases import actions as use_cases
from inventory.use_cases.kinds import USE_CASE
from records.actors import Actor
from records.errors import Refused, RuleError
from records.models import Entry
from tests.assessments.test_classifications import sign
from tests.assessments.test_obligations import another
from tests.assessments.test_pack_chapters import lacking, reading
from tests.assessments.test_pages import client_of, text_of, url
from tests.people import SYSTEM

WORDS = {"basis": "Art. 6(3)(d)", "reason": "It only sorts what a person then reads."}


@pytest.fixture
def overridden(answered, ada):
    return overrides.override(answered, actor=ada, to="not_high_risk_documented", **WORDS)


@pytest.fixture
def signed(overridden, ada, people, policy):
    sign(classifications.send(overridden, actor=ada), people.ben)
    return listed(overridden)


def listed(record):
    return CLASSIFICATION.queryset(SYSTEM).get(pk=record.pk)


def state(record):
    record.refresh_from_db()
    return record.version, record.digest, Entry.objects.count()


def test_it_is_material_and_does_not_count_before_it_is_signed(answered, ada):
    before = answered.digest

    record = overrides.override(answered, actor=ada, to="minimal", **WORDS)

    assert record.digest != before
    assert (record.outcome_class, record.override_by) == ("high_risk", ada.person)
    assert (record.class_in_force, record.override_state) == ("high_risk", "unsigned")
    found = listed(record)
    assert (found.class_now, found.gravity_now) == ("high_risk", 1)
    entry = Entry.objects.order_by("-id").first()
    assert entry.verb == "assessments.classification.override"
    assert '"class":"minimal"' in entry.body


def test_a_second_signature_makes_it_count(signed):
    assert (signed.class_now, signed.gravity_now) == ("not_high_risk_documented", 2)
    assert (signed.outcome_class, signed.override_state) == ("high_risk", "signed")
    again = Classification.objects.get(pk=signed.pk)
    assert again.class_in_force == "not_high_risk_documented"


def test_who_set_it_cannot_sign_it_even_where_the_policy_lets_authors_sign(
    answered, people, policy
):
    ben = Actor.of(people.ben)
    signoffs.change_policy(policy, actor=SYSTEM, values={"author_excluded": False})
    record = overrides.override(answered, actor=ben, to="minimal", **WORDS)

    sign(classifications.send(record, actor=ben), people.ben)

    found = listed(record)
    assert (found.standing, found.class_now) == ("signed", "high_risk")
    assert found.override_state == "unsigned"


def test_a_change_of_answers_lapses_it(signed, ada):
    record = classifications.answer(signed, actor=ada, answers={"H4b": "yes"})

    assert (record.override_class, record.override_by) == ("", None)
    assert record.override_lapsed["class"] == "not_high_risk_documented"
    assert record.override_lapsed["because"] == "answers"
    assert listed(record).class_now == "high_risk"
    assert record.override_state == "lapsed"


def test_the_same_answer_again_lapses_nothing(signed, ada):
    record = classifications.answer(signed, actor=ada, answers={"H4a": "yes"})

    assert record.override_class == "not_high_risk_documented"


def test_another_law_lapses_it(signed, ada):
    record = classifications.choose_law(signed, actor=ada, edition="2024-1689", on=signed.on_date)

    assert record.override_lapsed["because"] == "law"
    assert listed(record).class_now == record.outcome_class


def test_a_change_of_the_use_case_suspends_it(signed, hiring, ada):
    use_cases.change(hiring, actor=ada, values={"purpose": "Rejects applications by itself."})

    found = listed(signed)
    assert (found.standing, found.class_now) == ("stale", "high_risk")


def test_taking_it_back_needs_a_reason_and_lets_the_rules_count(signed, ada):
    before = state(signed)
    with pytest.raises(RuleError, match="Say why"):
        overrides.lift(signed, actor=ada, reason=" ")
    assert state(signed) == before

    record = overrides.lift(signed, actor=ada, reason="Counsel thinks otherwise.")

    assert (record.override_class, record.override_lapsed) == ("", {})
    assert listed(record).class_now == "high_risk"
    assert listed(record).standing == "stale"
    with pytest.raises(RuleError, match="has no override"):
        overrides.lift(record, actor=ada, reason="Again.")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"to": "high_risk"}, "already found this class"),
        ({"reason": "  "}, "needs a reason and the legal basis"),
        ({"basis": ""}, "needs a reason and the legal basis"),
    ],
)
def test_what_says_nothing_is_refused(answered, ada, given, sentence):
    before = state(answered)

    with pytest.raises(RuleError, match=sentence):
        overrides.override(answered, actor=ada, **({"to": "minimal"} | WORDS | given))

    assert state(answered) == before


def test_an_incomplete_reading_cannot_be_overridden(started, ada):
    before = state(started)

    with pytest.raises(RuleError, match="questions without an answer"):
        overrides.override(started, actor=ada, to="minimal", **WORDS)

    assert state(started) == before


def test_only_a_person_with_the_right_overrides(answered, people):
    before = state(answered)
    token = Actor.token("t", people.ada, needs=frozenset({"view", "change"}))

    for actor in (token, Actor.of(people.vera)):
        with pytest.raises(Refused):
            overrides.override(answered, actor=actor, to="minimal", **WORDS)

    assert state(answered) == before


def test_the_database_refuses_half_an_override(answered):
    with pytest.raises(IntegrityError, match="override_whole"), transaction.atomic():
        Classification.objects.filter(pk=answered.pk).update(override_class="minimal")


def test_lists_filters_and_use_cases_follow_what_counts(signed, hiring, people):
    client = client_of(people.vera)

    row = text_of(client.get("/classifications/"))
    assert "Not high-risk, to be documented, override" in row
    for name, refs in (("high_risk", []), ("not_high_risk_documented", [signed.ref])):
        found = client.get(f"/api/v1/classifications/?outcome_class={name}").json()["results"]
        assert [each["ref"] for each in found] == refs
        named = client.get(f"/api/v1/use-cases/?ai_act_class={name}").json()["results"]
        assert [each["ref"] for each in named] == ([hiring.ref] if refs else [])
    badge = "Not high-risk, to be documented, override"
    assert badge in text_of(client.get("/use-cases/"))
    assert badge in text_of(client.get(f"/use-cases/{hiring.ref}/"))


def test_the_api_and_the_file_tell_it(signed, people):
    client = client_of(people.vera)

    told = client.get(f"/api/v1/classifications/{signed.ref}/").json()
    file = b"".join(client.get("/classifications/export.csv").streaming_content).decode()

    assert (told["outcome_class"], told["class_in_force"], told["override_state"]) == (
        "high_risk",
        "not_high_risk_documented",
        "signed",
    )
    assert told["outcome"]["class"] == "high_risk"
    assert told["override_by"] == people.ada.ref
    assert "Not high-risk, to be documented (override)" in file


def test_the_result_page_tells_every_state_of_it(overridden, people, ada, policy):
    client = client_of(people.vera)
    page = text_of(client.get(url(overridden)))
    assert "Override to Not high-risk, to be documented, not yet signed" in page
    assert "stays in force until another person signs" in page

    sign(classifications.send(overridden, actor=ada), people.ben)
    page = text_of(client.get(url(overridden)))
    assert "Override: Not high-risk, to be documented" in page
    assert WORDS["reason"] in page

    classifications.answer(overridden, actor=ada, answers={"H4b": "yes"})
    page = text_of(client.get(url(overridden)))
    assert "The override to Not high-risk, to be documented has lapsed" in page


def test_the_pack_tells_it_and_names_what_is_not_signed(overridden, hiring, people, ada, policy):
    assert lacking(hiring, people.ada) == [("unsigned", "classification.override", overridden.ref)]

    sign(classifications.send(overridden, actor=ada), people.ben)

    section = chapters.classification(hiring, reading(people.ada))
    assert lacking(hiring, people.ada) == []
    assert "Override: Not high-risk, to be documented" in section.chapter.html
    assert WORDS["basis"] in section.chapter.html


def test_the_page_sets_it_and_leaves_the_class_of_the_rules_out(answered, people):
    client = client_of(people.ada)
    page = client.get(url(answered, "override/")).content.decode()
    assert 'value="minimal"' in page
    assert 'value="high_risk"' not in page

    response = client.post(url(answered, "override/"), {"to": "minimal", **WORDS})

    answered.refresh_from_db()
    assert response.status_code == 302
    assert (answered.override_class, answered.override_basis) == ("minimal", "Art. 6(3)(d)")
    before = state(answered)
    assert client.post(url(answered, "override/"), {"to": "high_risk", **WORDS}).status_code == 422
    assert client_of(people.vera).post(url(answered, "override/"), WORDS).status_code == 403
    assert state(answered) == before


def test_the_gravest_counts_for_the_use_case(signed, hiring, ada):
    use = hiring.intended_uses.first()
    other = classifications.start(hiring, actor=ada, intended_use=use)

    found = USE_CASE.queryset(SYSTEM).get(pk=hiring.pk)

    order = [each.ref for each in found.classified_as]
    assert order == [signed.ref, other.ref]
    assert OutcomeClass.values.index(found.classified_as[0].class_now) == 2


OVERRIDDEN = (
    "The class was overridden to Not high-risk, to be documented, signed by Ben Example; these "
    "obligations follow from the rules’ own reading."
)


def test_obligations_are_found_by_the_class_that_counts_and_stay_those_of_the_rules(signed, people):
    client = client_of(people.vera)

    for name, count in (("high_risk", 0), ("not_high_risk_documented", 19)):
        assert client.get(f"/obligations/?ai_act_class={name}").context["count"] == count
    file = b"".join(client.get("/obligations/export.csv").streaming_content).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(file)))
    assert row["Class"] == "Not high-risk, to be documented (override)"


@pytest.mark.parametrize(
    "path", ["/obligations/", "/obligations/{}/art-26-1/deployer/", "/use-cases/{}/"]
)
def test_pages_of_obligations_say_that_the_class_was_overridden(signed, hiring, people, path):
    page = text_of(client_of(people.vera).get(path.format(hiring.ref)))

    assert OVERRIDDEN in page


def test_pages_of_obligations_say_nothing_before_it_is_signed(overridden, hiring, people):
    client = client_of(people.vera)

    assert client.get("/obligations/?ai_act_class=high_risk").context["count"] == 19
    assert "The class was overridden" not in text_of(client.get("/obligations/"))


def test_the_provision_names_first_what_counts_as_gravest(signed, law, people, ada, questionnaire):
    graver = another(people, ada, questionnaire, signed.answers)
    slug = law.provisions.get(code="Art. 26(1)").slug

    page = text_of(client_of(people.ada).get(f"/frameworks/eu-ai-act/{law.code}/{slug}/"))

    refs = re.findall("UC-[0-9]+", page[page.index("Use cases concerned") :])
    assert list(dict.fromkeys(refs)) == [graver.use_case.ref, signed.use_case.ref]

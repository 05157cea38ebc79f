"""Results in words: no code of the engine, given and counted answers apart, the exception told."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from assessments.classification.actions import classifications
from assessments.classification.documents import chapters
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import CLASSES
from assessments.models import Classification, OutcomeClass
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.documents.sections import DocumentReading
from tests import sessions


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


def page_of(client, record):
    return re.sub(r"\s+", " ", client.get(f"/classifications/{record.ref}/").content.decode())


def chapter_of(record, people):
    reading = DocumentReading(Actor.of(people.ada), timezone.now())
    return chapters.classification(record.use_case, reading).chapter.html


def jargon(text, act):
    """Find words of the engine in a page: rules, questions and codes of roles."""
    seen = re.sub(r"<[^>]*>", " ", text)
    ids = [rule.rule.id for rule in act.rules if "_" in rule.rule.id]
    ids += [name for name in act.questionnaire.by_id if "_" in name]
    ids += ["T2b", "G6", "gpai_provider", "gpai value", "final_class", "Section A Section A"]
    return [name for name in ids if re.search(rf"\b{re.escape(name)}(?!\w)", seen)]


GENERATOR = {"R1": "yes", "T2": "yes", "T2b": "yes"}
MODEL = {"S1": "both", "G1": "yes", "G1p": "yes", "G6": "yes"}


@pytest.mark.parametrize("given", [{}, GENERATOR, MODEL], ids=["deployer", "generator", "model"])
def test_pages_and_packs_speak_no_code_of_the_engine(given, answered, ada, client, people, law):
    record = classifications.answer(answered, actor=ada, answers=given)

    assert jargon(page_of(client, record), record.act) == []
    assert jargon(chapter_of(record, people), record.act) == []


def test_a_counted_default_is_told_from_a_given_no(answered, ada, client, people):
    record = classifications.answer(answered, actor=ada, answers={"P_A1": None, "P_B1": "no"})

    page = page_of(client, record)

    assert "not answered, counts by default" in page
    assert "not answered, counts by default" in chapter_of(record, people)
    marked = re.findall(r"<tr.*?</tr>", page)
    by_default = [row for row in marked if "counts by default" in row]
    assert [bool(re.search("Art. 5\\(1\\)\\(a\\)", row)) for row in by_default] == [True]


def test_the_exception_that_does_not_apply_has_its_reason(answered, ada, client, people):
    record = classifications.answer(answered, actor=ada, answers={"F_PROF": "yes"})

    page = page_of(client, record)

    assert record.outcome["class"] == "high_risk"
    assert "Why the exception of Art. 6(3) does not apply" in page
    told = page.partition("Why the exception of Art. 6(3) does not apply")[2][:1500]
    assert "profiling" in told
    assert "profiling" in chapter_of(record, people)


def test_what_the_exception_took_out_stays_told(answered, ada, client, law):
    given = {"R1": "yes", "F_PROF": "no", "F_A": "yes", "F_HARM": "no", "F_MAT": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)

    page = page_of(client, record)

    assert record.outcome["class"] == "not_high_risk_documented"
    assert "Employment: recruitment, taken out by Art. 6(3)(a)" in page
    assert "It rests on Annex III point 4(a) (Employment: recruitment), taken out by" in page


def test_no_exception_is_told_where_there_is_nothing_to_take_out(answered, ada, client):
    record = classifications.answer(answered, actor=ada, answers={"H4a": "no"})

    assert "Why the exception" not in page_of(client, record)


def test_a_place_of_the_law_that_is_open_is_told_with_what_is_open(answered, ada, client, people):
    record = classifications.answer(answered, actor=ada, answers={"R1": "yes", "R2": "no"})
    why = "Whether a place is open is told here."
    doubt = {"law": "Art. 73(1)", "why": why, "could_become": ["Art. 73(1)"]}
    outcome = record.outcome | {"doubts": [doubt]}
    Classification.objects.filter(pk=record.pk).update(outcome=outcome)
    record.refresh_from_db()

    page = page_of(client, record)

    assert "The law leaves open what it asks or from when (Art. 73(1))." in page
    for told in (page, chapter_of(record, people)):
        place = r"<dt><a [^>]+>Art\. 73\(1\)</a>.*?</dt><dd>"
        assert re.search(place + re.escape(why), told, re.DOTALL)
    assert "The reasons stand below" not in page


def test_a_result_says_that_its_use_case_is_retired(answered, ada, client, people):
    assert "This use case is retired" not in page_of(client, answered)

    use_cases.retire(answered.use_case, actor=ada, reason="Replaced.")
    answered.refresh_from_db()

    sentence = f"Retired on {date_format(answered.use_case.retired_on)}. The register has it out"
    assert sentence in page_of(client, answered)
    assert sentence in chapter_of(answered, people)


def test_what_nobody_was_asked_is_no_reason_beside_an_answer(answered):
    asked, hidden = {"question": "P_H1", "answer": "no"}, {"question": "P_H2", "answer": "no"}
    item = {"effect": {"add_prohibited": "Art. 5(1)(h)"}, "citation": "Art. 5(1)(h)"}
    not_met = [{**item, "because": [asked, hidden]}, {**item, "because": [hidden]}]
    law = LawBook(answered.edition, linked=False)
    outcome = answered.outcome | {"not_met": not_met}
    told = ClassificationTeller(answered, law=law, day=answered.on_date, outcome=outcome)

    mixed, alone = told.refusals("prohibited")

    assert [each.question for each in mixed.because] == [told.question("P_H1")]
    assert [each.note for each in alone.because] == ["not asked"]


def test_an_edition_is_told_by_its_title(answered, client, law):
    title = answered.act.questionnaire.editions[answered.edition].title

    told = page_of(client, answered).partition("Edition of the law")[2][:300]
    assert title in told


def test_what_is_kept_alone_is_not_told_as_more(answered, ada, client, law):
    record = classifications.answer(answered, actor=ada, answers={"H4a": "no"})

    page = page_of(client, record)

    assert record.outcome["class"] == "minimal"
    assert "1 duty is kept once at the organisation, whichever use cases bring it up." in page
    assert "not counted above" not in page


def test_choices_and_badges_say_alike_that_an_exception_is_to_be_documented():
    assert str(OutcomeClass.NOT_HIGH_RISK.label) == "not high-risk, to be documented"
    assert str(CLASSES[OutcomeClass.NOT_HIGH_RISK].word) == "Not high-risk, to be documented"


def test_a_list_for_programs_holds_the_class_and_what_it_may_be_at_worst(started, ada, client):
    record = classifications.answer(
        started, actor=ada, answers={"R2": "yes", "H_AREA": ["4"], "H4a": "unsure"}
    )

    (told,) = json.loads(client.get("/classifications/export.json").getvalue())["records"]

    assert {name: told[name] for name in ("outcome_class", "class_in_force", "worst_class")} == {
        "outcome_class": "minimal",
        "class_in_force": "minimal",
        "worst_class": record.worst_class,
    }
    assert told["use_case"] == record.use_case.ref
    assert "outcome" not in told

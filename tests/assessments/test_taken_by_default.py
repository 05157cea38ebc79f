"""Defaults taken in bulk: never what can decide the class, asked first, and marked ever after."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from assessments.classification.actions import classifications, doubts
from assessments.classification.documents import chapters
from assessments.questionnaires.actions import defaults
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import RuleError
from records.models import Entry
from tests import sessions

DECIDING = {"scope", "ai_system", "prohibited", "annex_i", "annex_iii", "derogation"}


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


@pytest.fixture
def taken(answered, ada):
    """A classification of which one answer was taken by default."""
    record = classifications.answer(answered, actor=ada, answers={"R11": None})
    return defaults.take(record, actor=ada, questions=["R11"])


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_one_click_asks_first_and_changes_nothing(started, client):
    count = len(defaults.takeable(started))
    page = text_of(client.post(f"/classifications/{started.ref}/questions/"))

    assert count
    assert f"Answer {count} questions by their defaults?" in page
    assert "Of these parts: “" in page
    started.refresh_from_db()
    assert started.answers == {}
    assert started.by_default == []


def test_what_can_decide_the_class_is_never_taken(started, client):
    graver = {name for each in started.outcome["unanswered"] for name in each["questions"]}
    client.post(f"/classifications/{started.ref}/questions/", {"confirmed": "1"})

    started.refresh_from_db()
    by_id = started.act.questionnaire.by_id
    assert started.answers
    assert sorted(started.answers) == started.by_default
    assert not {by_id[name].section for name in started.answers} & DECIDING
    assert not started.answers.keys() & graver
    assert started.worst_class == "prohibited"


def test_a_section_of_bans_offers_no_defaults_and_takes_none(started, client):
    address = f"/classifications/{started.ref}/questions/prohibited/"
    assert "Answer the rest by their defaults" not in text_of(client.get(address))

    client.post(address, {"seen": "1", "shown": "P_A1,P_B1", "defaults": "1"})

    started.refresh_from_db()
    assert started.answers == {}


def test_nothing_to_take_is_refused(answered, ada):
    with pytest.raises(RuleError, match="No open question can be answered by its default"):
        defaults.take(answered, actor=ada, questions=["R11", "P_A1"])

    answered.refresh_from_db()
    assert answered.by_default == []


def test_taken_answers_are_marked_wherever_they_are_read(taken, ada, client, people, law):
    sentence = "1 answer was taken by default: “Which role?” (1)."
    assert taken.by_default == ["R11"]
    assert sentence in text_of(client.get(f"/classifications/{taken.ref}/"))
    assert "taken by default" in text_of(client.get(f"/classifications/{taken.ref}/answers/"))
    pack = chapters.classification(
        taken.use_case, DocumentReading(Actor.of(people.ada), timezone.now())
    )
    assert sentence in pack.chapter.html
    assert "(taken by default)" in pack.chapter.html
    assert doubts.caveat(taken).endswith(sentence)
    entry = Entry.objects.filter(verb="assessments.classification.take_defaults").get()
    assert json.loads(entry.body)["facts"] == {"questions": ["R11"]}


def test_what_is_signed_says_how_an_answer_was_given(taken, answered, ada):
    """The same answers, one of them taken unseen, are another state than all given by people."""
    unseen = taken.digest

    record = classifications.answer(taken, actor=ada, answers={"R11": taken.answers["R11"]})

    assert record.answers == answered.answers == taken.answers
    assert record.digest == answered.digest != unseen


@pytest.mark.parametrize(("asked", "found"), [("true", True), ("false", False)])
def test_the_list_is_narrowed_to_what_was_taken_by_default(taken, client, asked, found):
    page = text_of(client.get(f"/classifications/?by_default={asked}"))

    assert (taken.ref in page) is found
    assert "Has answers taken by default" in page


def test_files_and_programs_say_what_was_taken_by_default(taken, client):
    file = b"".join(client.get("/classifications/export.csv").streaming_content)
    [row] = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    told = client.get(f"/api/v1/classifications/{taken.ref}/").json()

    assert row["Taken by default"] == "1"
    assert told["by_default"] == ["R11"]


def test_history_tells_that_answers_were_taken_by_default(taken, client):
    page = text_of(client.get(f"/classifications/{taken.ref}/history/"))

    assert "Answers taken by default" in page


def test_to_give_the_same_answer_oneself_confirms_it(taken, ada):
    record = classifications.answer(taken, actor=ada, answers={"R11": taken.answers["R11"]})

    assert record.by_default == []
    assert doubts.taken_by_default(record) == ""
    record.refresh_from_db()
    assert record.by_default == []


def test_to_save_its_page_untouched_confirms_nothing(taken, client):
    address = f"/classifications/{taken.ref}/questions/role/"
    page = text_of(client.get(address))
    (field,) = re.findall(r'<fieldset class="question" id="R11".*?</fieldset>', page)
    label = taken.questions.by_id["R11"].told(taken.answers["R11"])

    assert f"Taken by default: counts as “{label}”. Choose an answer" in field
    assert "checked" not in field
    client.post(address, {"seen": taken.version, "shown": "R11"})

    before = taken.answers
    taken.refresh_from_db()
    assert (taken.answers, taken.by_default) == (before, ["R11"])


def test_to_choose_the_same_answer_on_its_page_confirms_it(taken, client):
    address = f"/classifications/{taken.ref}/questions/role/"
    client.post(address, {"seen": taken.version, "shown": "R11", "q-R11": taken.answers["R11"]})

    taken.refresh_from_db()
    assert taken.by_default == []
    page = text_of(client.get(address))
    (field,) = re.findall(r'<fieldset class="question" id="R11".*?</fieldset>', page)
    assert field.count("checked") == 1


def test_an_answer_taken_back_is_no_longer_marked(taken, ada):
    record = classifications.answer(taken, actor=ada, answers={"R11": None})

    assert record.by_default == []

"""A result as it is shown: what was found, what is open by which question, where it is read."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from assessments.classification.actions import classifications
from assessments.classification.documents import chapters
from assessments.classification.documents.duty_words import condition, earliest, waits_for
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.overriding import class_word, open_word, status_of
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.kinds.classifications import CLASSIFICATION
from assessments.models import Obligation
from assessments.obligations import law as texts
from records.actors import Actor
from records.documents.sections import DocumentReading

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OFFICIAL = "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:02024R1689-20260727"
FEELINGS = {"P_F1": "yes", "P_F2": "yes", "P_F3": "no"}
INTENTIONS = (
    "Does it read only intentions, such as where a driver is about to turn, and no feelings?"
)


@pytest.fixture
def client(people):
    made = Client()
    made.force_login(people.ada, backend=BACKEND)
    return made


@pytest.fixture
def banned(answered, ada, law):
    """Ranking that reads feelings at work; whether it reads intentions alone, nobody has said."""
    return classifications.answer(answered, actor=ada, answers=FEELINGS)


def told(record):
    return ClassificationTeller(record, law=LawBook(record.edition), day=record.on_date)


def text_of(html):
    return re.sub(r"\s+", " ", html)


def page_of(client, address):
    return text_of(client.get(address).content.decode())


def test_a_ban_says_what_is_found_and_which_question_is_open(banned):
    assert str(status_of(banned).word) == "Prohibited, questions open"
    assert told(banned).headline == (
        "On the answers so far, this use is prohibited. It rests on Art. 5(1)(f) (Emotion "
        "inference at work and in education)."
    )
    assert told(banned).otherwise == (
        "It may still turn out to be high-risk; that depends on one question: "
        f"“{INTENTIONS}” (no answer yet)."
    )


def test_what_decides_the_class_comes_before_what_decides_duties(banned):
    sentences = told(banned).doubt_by_sentence()
    first = told(banned).open_answers()[0]

    assert sentences[0] == "It may be high-risk: that depends on 1 question without an answer."
    assert (first.question, str(first.said)) == (INTENTIONS, "No answer yet")
    assert first.could == "high-risk (Annex III point 1(c) (Emotion recognition))"


def test_a_given_not_sure_is_called_so(banned, ada):
    record = classifications.answer(banned, actor=ada, answers={"P_F1i": "unsure"})

    assert told(record).otherwise.endswith(f"“{INTENTIONS}” (“Not sure”).")
    assert "that depends on 1 answer “Not sure”." in told(record).doubt_by_sentence()[0]


def test_not_sure_shows_in_list_export_pack_and_what_is_signed(banned, client, people, ada):
    record = classifications.answer(banned, actor=ada, answers={"P_F1i": "unsure"})
    reading = DocumentReading(Actor.of(people.ada), timezone.now())
    signed = CLASSIFICATION.document.make(record, reading).chapter.html
    pack = chapters.classification(record.use_case, reading).chapter.html
    exported = b"".join(client.get("/classifications/export.csv").streaming_content).decode()

    assert "Prohibited, questions open" in page_of(client, "/classifications/")
    assert "Prohibited (questions open)" in exported
    for html in (signed, pack):
        assert f"“{INTENTIONS}” (“Not sure”)" in text_of(html)
        assert "Prohibited, questions open" in html


@pytest.mark.parametrize("state", ["signed", "unsigned"])
def test_an_override_does_not_hide_in_files_what_is_open(state):
    record = SimpleNamespace(
        answered_count=1, class_in_force="minimal", override_state=state, worst_class="prohibited"
    )

    assert "not settled; at worst: Prohibited" in class_word(record)


def test_a_class_that_cannot_become_graver_is_no_worst_of_itself():
    assert open_word("High-risk", found="high_risk", worst="high_risk") == (
        "High-risk (questions open)"
    )
    assert open_word("High-risk", found="high_risk", worst="") == "High-risk"


def test_what_is_printed_leads_to_the_official_text_alone(answered, hiring, law, people):
    reading = DocumentReading(Actor.of(people.ada), timezone.now())
    html = text_of(chapters.classification(hiring, reading).chapter.html)

    assert f'<a href="{OFFICIAL}#anx_III">Annex III point 4(a)</a>' in html  # a reason
    assert f'<a href="{OFFICIAL}#art_5">Art. 5(1)(f)</a>' in html  # a rule that does not hold
    assert f'<a href="{OFFICIAL}#art_26">Art. 26(1)</a>' in html  # an obligation
    assert re.findall(r'href="/(?!static/)[^"]*"', html) == []
    assert "Official text" not in html


def test_a_printed_relief_leads_to_its_text(answered, hiring, law, people):
    reading = DocumentReading(Actor.of(people.ada), timezone.now())
    html = chapters.classification(hiring, reading).chapter.html

    assert re.search(rf'<li id="[^"]+">Relief: <a href="{re.escape(OFFICIAL)}#art_\d+">', html)


def test_a_day_names_the_event_it_hangs_on(answered, ada):
    old = {"H_LEG": "yes", "H_CHG": "yes", "H_PUB": "no"}
    record = classifications.answer(answered, actor=ada, answers=old)
    waiting = Obligation.objects.get(profile=record.obligation_profile_id, provision="Art. 26(4)")
    record = classifications.answer(record, actor=ada, answers={"H_CHG": "no"})
    dateless = Obligation.objects.get(profile=record.obligation_profile_id, provision="Art. 26(4)")

    assert earliest(waiting) == ["earliest 2 Dec 2027", "with a significant change in design"]
    assert condition(waiting) == "Only as far as you control the input data."
    assert dateless.applies_from is None
    assert waits_for(dateless) == "after a significant change in design"


def test_a_row_without_a_day_does_not_say_so_twice(answered, client, ada):
    old = {"H_LEG": "yes", "H_CHG": "no", "H_PUB": "no"}
    classifications.answer(answered, actor=ada, answers=old)
    page = page_of(client, "/obligations/")

    assert "no date yet" not in page.lower()
    assert "after a significant change in design" in page
    assert "Not owed yet" in page


def test_the_list_of_classifications_begins_with_what_is_looked_for(answered, client):
    page = client.get("/classifications/").content.decode()
    heads = re.findall(r'<th [^>]*scope="col"[^>]*>(.*?)</th>', page, re.DOTALL)
    shown = [re.sub(r"<[^>]+>|\s+", " ", head).strip() for head in heads]

    assert [head for head in shown if head and head != "At a glance"] == [
        "Use case",
        "Class",
        "Sign-off",
        "Answered",
        "Legal views needed",
        "Owner",
        "Changed",
    ]


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (datetime.date(2024, 1, 1), "2024-1689"),
        (datetime.date(2026, 7, 26), "2024-1689"),
        (datetime.date(2026, 7, 27), "2026-1744"),
    ],
)
def test_a_citation_follows_the_law_of_the_day(day, edition):
    cited = texts.cited("Art. 99(4)", day)

    assert cited.url == texts.url(edition, "Art. 99(4)")
    assert cited.source == texts.official(edition, "Art. 99(4)")
    assert texts.of_day(day) == edition


@pytest.mark.parametrize("address", ["/obligations/fines/", "/obligations/calendar/"])
def test_fines_and_days_of_the_law_lead_to_its_text(address, answered, client):
    assert f'href="{OFFICIAL}#art_' in page_of(client, address)

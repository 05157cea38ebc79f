"""The pages of a classification: questions asked and saved, the result with its reasons."""

import re

import pytest
from django.test import Client

from assessments.classification.actions import classifications
from assessments.engine.effects import load_act
from assessments.models import Classification
from records import kinds
from records.actors import Actor
from records.models import Entry
from tests import sessions
from tests.assessments.conftest import A_VIEW


def client_of(person):
    client = Client()
    sessions.begin(client, person)
    return client


@pytest.fixture
def ada_client(people):
    return client_of(people.ada)


def url(record, page=""):
    return f"/classifications/{record.ref}/{page}"


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


PAGES = ("", "questions/", "answers/", "compare/", "what-if/", "history/")


@pytest.mark.parametrize("page", PAGES)
def test_owner_and_auditor_read_every_page_and_a_stranger_none(answered, people, page):
    for person in (people.ada, people.vera):
        assert client_of(person).get(url(answered, page)).status_code == 200, person.name
    for person in (people.cleo, people.zoe):
        assert client_of(person).get(url(answered, page)).status_code == 404, person.name


@pytest.mark.parametrize("page", ["questions/role/", "law/", "send/"])
def test_an_auditor_gets_no_page_that_changes(answered, people, page):
    assert client_of(people.vera).get(url(answered, page)).status_code == 403
    assert client_of(people.cleo).get(url(answered, page)).status_code == 404


def test_an_auditor_cannot_save_answers(started, people):
    sent = {"seen": "1", "shown": "R2", "q-R2": "yes"}

    response = client_of(people.vera).post(url(started, "questions/role/"), sent)

    started.refresh_from_db()
    assert response.status_code == 403
    assert (started.version, started.answers) == (1, {})


def sections(record):
    return record.act.questionnaire.sections


def ids_of(response):
    return re.findall(r'<fieldset class="question[^"]*" id="([^"]+)"', response.content.decode())


def test_every_question_is_asked_once_when_all_are_shown(started, ada_client, ada, monkeypatch):
    """Show every question whatever the answers, and look for each with its citation and help."""
    act = load_act()
    visible = frozenset(question.id for question in act.questionnaire.questions)
    monkeypatch.setattr(
        "assessments.questionnaires.sheets.fill",
        lambda questionnaire, answers, _by_default: FakeSheet(answers, visible, questionnaire),
    )
    asked, pages = [], []
    for section in sections(started):
        response = ada_client.get(url(started, f"questions/{section.id}/"))
        assert response.status_code == 200
        asked += ids_of(response)
        pages.append(text_of(response))

    # The choice of the edition answers S9 on a page of its own.
    assert sorted(asked) == sorted(visible - {"S9"})
    assert len(asked) == 149
    told = " ".join(pages)
    assert all(f'id="q-{name}-' in told for name in visible - {"S9"})


class FakeSheet:
    """A sheet on which every question is shown."""

    def __init__(self, answers, visible, questionnaire):
        self.given, self.visible, self.unsure = answers, visible, ()
        self.effective = {q.id: answers.get(q.id, q.default) for q in questionnaire.questions}


def test_the_edition_is_shown_where_answers_are_checked(answered, ada_client):
    page = text_of(ada_client.get(url(answered, "answers/")))

    assert "Which version of the law do you want to test against?" in page
    assert "by the chosen edition" in page


def test_answers_are_saved_and_the_next_section_follows(started, ada_client):
    sent = {"seen": "1", "shown": "R1,R2", "q-R1": "no", "q-R2": "yes", "then": "continue"}

    # What follows within the section comes first: the other questions of the role were not sent.
    response = ada_client.post(url(started, "questions/role/"), sent)

    started.refresh_from_db()
    assert started.answers == {"R1": "no", "R2": "yes"}
    assert response.status_code == 302
    assert response["Location"].startswith(url(started, "questions/role/#R"))


def test_a_whole_section_leads_on(started, ada_client):
    shown = ids_of(ada_client.get(url(started, "questions/ai_system/")))
    assert shown == ["A1"]

    response = ada_client.post(
        url(started, "questions/ai_system/"),
        {"seen": "1", "shown": "A1", "q-A1": "yes", "then": "continue"},
    )

    assert response["Location"] == url(started, "questions/role/")


def test_questions_follow_the_answers_without_being_saved(started, ada_client):
    shown = ids_of(ada_client.get(url(started, "questions/annex_iii/")))
    assert shown == ["H_AREA"]

    headers = {"HX-Request": "true", "HX-Target": "questions"}
    response = ada_client.post(
        url(started, "questions/annex_iii/"),
        {"seen": "1", "shown": "H_AREA", "q-H_AREA": ["4"]},
        headers=headers,
    )

    started.refresh_from_db()
    assert ids_of(response) == ["H_AREA", "H4a", "H4b"]
    assert "<html" not in response.content.decode()
    assert started.answers == {}


def test_nothing_is_sent_where_the_same_questions_are_asked(started, ada_client):
    headers = {"HX-Request": "true", "HX-Target": "questions"}
    response = ada_client.post(
        url(started, "questions/annex_iii/"),
        {"seen": "1", "shown": "H_AREA", "q-H_AREA": ["none"]},
        headers=headers,
    )

    assert response.status_code == 204


def test_without_scripts_further_questions_are_asked_after_saving(started, ada_client):
    response = ada_client.post(
        url(started, "questions/annex_iii/"),
        {"seen": "1", "shown": "H_AREA", "q-H_AREA": ["4"], "then": "continue"},
    )

    assert response["Location"] == url(started, "questions/annex_iii/#H4a")
    assert "2 more questions follow" in text_of(ada_client.get(response["Location"]))


def test_none_stands_alone(started, ada_client):
    response = ada_client.post(
        url(started, "questions/annex_iii/"),
        {"seen": "1", "shown": "H_AREA", "q-H_AREA": ["none", "4"]},
    )

    started.refresh_from_db()
    assert response.status_code == 422
    assert "cannot be ticked together" in text_of(response)
    assert started.answers == {}


def test_one_suggestion_is_adopted_and_what_was_typed_is_kept(started, ada_client):
    response = ada_client.post(
        url(started, "questions/role/"),
        {"seen": "1", "shown": "R1,R2,R14", "q-R14": "yes", "adopt": "R2"},
    )

    started.refresh_from_db()
    assert started.answers == {"R14": "yes", "R2": "yes"}
    assert "R2" not in started.suggested
    assert "R1" in started.suggested
    assert response.status_code == 302


def test_open_questions_of_a_section_take_their_defaults(started, ada_client):
    ada_client.post(
        url(started, "questions/role/"),
        {"seen": "1", "shown": "R1,R2,R14", "q-R14": "unsure", "defaults": "1"},
    )

    # R1 to R6 and R10 can decide the class, R16 whether we provide a model: they stay open.
    started.refresh_from_db()
    taken = ["R11", "R13", "R13b", "R15"]
    assert started.answers == {**dict.fromkeys(taken, "no"), "R14": "unsure"}
    assert started.by_default == taken


def test_two_people_at_one_section_lose_nothing(started, ada_client, people):
    ben = Actor.of(people.ben)
    classifications.answer(started, actor=ben, answers={"R2": "no"})

    response = ada_client.post(
        url(started, "questions/role/"),
        {"seen": "1", "shown": "R1,R2", "q-R1": "yes", "q-R2": "yes"},
    )

    page = text_of(response)
    started.refresh_from_db()
    assert response.status_code == 409
    assert started.answers == {"R2": "no"}
    assert "Somebody saved answers while you were writing" in page
    assert re.search(r'id="q-R1-yes"[^>]*checked', page)
    assert re.search(r'id="q-R2-yes"[^>]*checked', page)
    assert 'name="seen" value="2"' in page


def test_one_question_a_page_is_remembered(started, ada_client):
    ada_client.get(url(started, "questions/role/?mode=single"))

    response = ada_client.get(url(started, "questions/role/"))
    assert response["Location"] == url(started, "questions/role/R1/")
    assert ids_of(ada_client.get(response["Location"])) == ["R1"]

    answer = {"seen": "1", "shown": "R1", "q-R1": "no", "then": "continue"}
    following = ada_client.post(url(started, "questions/role/R1/"), answer)
    assert following["Location"] == url(started, "questions/role/R2/")


def test_the_result_tells_the_chain_and_what_does_not_apply(answered, ada_client):
    page = text_of(ada_client.get(url(answered)))

    assert (
        "This use is high-risk. It rests on Annex III point 4(a) (Employment: recruitment)." in page
    )
    assert "Is it used to find or choose people for work" in page
    assert "Why 10 prohibitions do not apply" in page
    assert "Art. 26(7)" in page
    assert "From 2 Dec 2027" in page
    assert "not legal advice" in page


def test_an_upcoming_ban_stands_first(answered, ada, ada_client):
    given = {"P_MEDIA": "yes", "P_BA1": "yes", "P_BA2": "yes", "P_B3D": "yes"}
    classifications.answer(answered, actor=ada, answers=given)

    page = text_of(ada_client.get(url(answered)))

    told = "From 2 Dec 2026: Prohibited: Art. 5(1)(ba)"
    assert "This will be prohibited" in page
    assert page.index(told) < page.index("On the answers so far, this use is high-risk.")


def test_the_comparison_stores_nothing(answered, ada_client):
    page = text_of(ada_client.get(url(answered, "compare/?edition=2024-1689")))

    version = answered.version
    answered.refresh_from_db()
    assert "2 Aug 2026" in page
    assert "Duties that differ" in page
    assert "the law is Regulation (EU) 2024/1689 as amended" in page
    assert answered.version == version


def test_the_law_is_changed_on_its_page(answered, ada_client):
    sent = {"edition": "2024-1689", "on": "2026-11-24", "reason": "As decided in 2025."}

    response = ada_client.post(url(answered, "law/"), sent)

    answered.refresh_from_db()
    assert response.status_code == 302
    assert (answered.edition, answered.answers["H4a"]) == ("2024-1689", "yes")


def test_another_answer_is_tried_but_not_kept(answered, ada, ada_client):
    classifications.answer(answered, actor=ada, answers={"F_MAT": "no"})
    page = text_of(ada_client.get(url(answered, "what-if/")))

    assert "Does it only do a narrow routine step" in page
    assert "Not high-risk, to be documented" in page


def test_a_legal_view_is_recorded_on_its_page(answered, ada, ada_client):
    classifications.answer(answered, actor=ada, answers={"P_F1": "unsure"})
    address = url(answered, "legal-view/?about=question:P_F1")
    assert "Get a legal view and answer it" in text_of(ada_client.get(address))

    sent = {"kind": "question", "code": "P_F1", "view": A_VIEW, "source": "Counsel"}
    response = ada_client.post(address, sent)

    assert response["Location"] == url(answered, "#legal")
    assert A_VIEW in text_of(ada_client.get(url(answered)))


def test_a_classification_starts_on_its_page(hiring, questionnaire, ada_client):
    address = f"/use-cases/{hiring.ref}/classify/"
    page = text_of(ada_client.get(address))
    assert "Rank applications" in page

    use = hiring.intended_uses.get()
    sent = {"edition": "2026-1744", "on": "2026-11-24", "intended_use": str(use.pk)}
    response = ada_client.post(address, sent)

    made = Classification.objects.get()
    assert response["Location"] == url(made, "questions/")
    assert made.intended_use == use


def test_a_stranger_starts_nothing(hiring, questionnaire, people):
    address = f"/use-cases/{hiring.ref}/classify/"
    sent = {"edition": "2026-1744", "on": "2026-11-24"}

    assert client_of(people.cleo).post(address, sent).status_code == 404
    assert client_of(people.vera).post(address, sent).status_code == 403
    assert Classification.objects.count() == 0


def test_history_tells_answers_by_their_questions(answered, ada_client):
    page = text_of(ada_client.get(url(answered, "history/")))

    assert "Is it used to find or choose people for work" in page
    assert "more answers" in page
    assert "not_met" not in page
    assert "suggested" not in page.lower().replace("suggestions", "")


def test_two_versions_are_compared_by_question(answered, ada_client):
    page = text_of(ada_client.get(url(answered, "history/2..3/")))

    assert "Are you a public body" in page
    assert "Annex III 4(a)" in page


def test_lists_show_and_filter_class_and_standing(answered, hiring, ada_client):
    found = ada_client.get("/use-cases/?ai_act_class=high_risk&class_signed=unsigned")
    assert hiring.ref in text_of(found)
    assert "High-risk" in text_of(found)
    other = ada_client.get("/use-cases/?ai_act_class=unclassified")
    assert other.context["count"] == 0


def test_the_same_form_sent_twice_answers_once(started, ada_client):
    sent = {"seen": "1", "shown": "R2", "q-R2": "yes", "_key": "one-and-the-same"}

    for _time in range(2):
        ada_client.post(url(started, "questions/role/"), sent)

    verb = "assessments.classification.answer"
    assert Entry.objects.filter(verb=verb).count() == 1


def counted(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", PAGES)
def test_pages_take_few_queries(answered, ada_client, page):
    ada_client.get(url(answered, page))

    assert counted(ada_client, url(answered, page)) <= 26


def test_the_law_is_opened_once_for_all_questions_of_a_section(answered, ada_client):
    many, one = (url(answered, f"questions/role/{name}") for name in ("", "R1/"))
    assert len(ids_of(ada_client.get(many))) == 13

    assert counted(ada_client, many) == counted(ada_client, one)


def test_programs_answer_too(started, people):
    client = client_of(people.ada)
    body = {"answers": {"R2": "yes", "H_AREA": ["4"], "H4a": "yes"}, "reason": "From the pipeline"}
    address = f"/api/v1/classifications/{started.ref}/answers/"

    headers = {"Idempotency-Key": "run-1"}
    response = client.post(address, body, content_type="application/json", headers=headers)

    assert response.status_code == 200, response.content
    assert response.json()["outcome_class"] == "high_risk"


def test_the_kinds_are_registered():
    assert kinds.by_code("assessments.classification").slug == "classifications"
    assert kinds.by_code("assessments.questionnaire").slug == "questionnaires"


def test_the_edition_of_the_law_is_any_where_none_is_chosen(answered, ada_client):
    page = ada_client.get("/classifications/").content.decode()

    select = page[page.index('name="edition"') :].partition("</select>")[0]
    assert re.findall(r"<option[^>]*>([^<]*)</option>", select)[0] == "any"

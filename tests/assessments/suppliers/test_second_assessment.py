"""Another assessment than classification: answered, passed on, compared, renewed by the same."""

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from assessments.models import Questionnaire, RequestState
from assessments.questionnaires.actions import answering, asking, defaults, publishing, renewing
from assessments.questionnaires.documents.chapters import assessment
from assessments.questionnaires.documents.doubts import doubts_of
from assessments.questionnaires.engine.files import read_questionnaire
from assessments.questionnaires.engine.loading import QuestionnaireError
from ops.demo.answering import answer_open
from records import jobs
from records.actors import Actor
from records.changing.acting import acting
from records.documents.sections import DocumentReading
from records.errors import Refused, RuleError
from records.history.past import as_of
from records.models import Entry, Job
from records.pages import work
from tests.people import SYSTEM

pytestmark = pytest.mark.usefixtures("the_app")


@pytest.fixture
def check(the_app):
    from tests.assessments.suppliers import check as module

    return module


@pytest.fixture
def published(check, people):
    return publishing.publish(unit=people.top, actor=SYSTEM, source=check.FOLDER)


@pytest.fixture
def supplier(the_app, people):
    from tests.assessments.suppliers.models import ADD, Supplier

    new = Supplier(unit=people.home, owner=people.ada, name="Good Tools Ltd")
    with acting(ADD, new, SYSTEM) as added:
        return added


@pytest.fixture
def started(check, published, supplier, ada):
    return answering.start(check.SupplierCheck, supplier, actor=ada)


@pytest.fixture
def ada_client(people):
    return client_of(people.ada)


def client_of(person):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def last_verb():
    return Entry.objects.order_by("-id").first().verb


def test_it_begins_with_nothing_answered_and_follows_its_subject(started, supplier, published):
    assert (started.answers, started.suggested) == ({}, {})
    assert (started.asked_count, started.answered_count) == (2, 0)
    assert (started.unit, started.owner, started.questionnaire) == (
        supplier.unit,
        supplier.owner,
        published,
    )
    assert last_verb() == "suppliers.suppliercheck.start"


def test_an_open_answer_counts_by_its_default_and_says_what_it_could_become(started):
    assert started.outcome_class == "free"
    assert started.outcome["unanswered"] == [
        {"class": "refused", "by": [], "from": None, "questions": ["DATA"]}
    ]


def test_answers_lead_to_an_outcome_with_its_reasons(started, ada):
    done = answering.answer(started, actor=ada, answers={"DATA": "yes", "PROOF": ["none"]})

    assert done.outcome_class == "refused"
    assert done.outcome["flags"] == ["personal", "unproved"]
    assert done.outcome["reasons"][1] == {
        "rule": "UNPROVED",
        "because": [
            {"question": "DATA", "answer": "yes"},
            {"question": "PROOF", "answer": ["none"]},
        ],
        "citation": "",
        "effect": {"add_flag": "unproved", "note": "It proved nothing about them."},
    }
    assert (done.asked_count, done.answered_count) == (3, 2)
    assert last_verb() == "suppliers.suppliercheck.answer"


def test_an_answer_that_is_not_allowed_changes_nothing(started, ada):
    before = Entry.objects.count()

    with pytest.raises(RuleError, match="not allowed"):
        answering.answer(started, actor=ada, answers={"DATA": "perhaps"})

    started.refresh_from_db()
    assert (started.answers, started.version, Entry.objects.count()) == ({}, 1, before)


def test_who_may_not_change_the_supplier_checks_nothing(check, published, supplier, people):
    with pytest.raises(Refused):
        answering.start(check.SupplierCheck, supplier, actor=Actor.of(people.vera))

    assert not check.SupplierCheck.objects.exists()


def test_defaults_are_taken_where_they_decide_nothing(started, ada):
    record = answering.answer(started, actor=ada, answers={"DATA": "yes", "PROOF": ["audit"]})
    assert defaults.takeable(started) == {"PROOF"}
    assert defaults.takeable(record) == {"ABROAD"}

    done = defaults.take(record, actor=ada, questions=["ABROAD"])

    assert (done.answers["ABROAD"], done.by_default) == ("no", ["ABROAD"])
    assert done.is_answered


def test_a_question_is_passed_on_told_by_mail_and_answered(started, ada, people):
    asked = asking.ask(started, actor=ada, question="PROOF", person=people.ben, note="You met.")
    waiting = [item.url for item in work.waiting_for(Actor.of(people.ben))]

    job = Job.objects.get(task=asking.MAIL)
    jobs.run(str(job.pk))
    done = asking.answer_asked(
        started, actor=Actor.of(people.ben), question="PROOF", answer=["certificate"]
    )

    url = f"/supplier-checks/{started.ref}/asked/PROOF/"
    asked.refresh_from_db()
    assert waiting == [url]
    assert url in mail.outbox[0].body
    assert (asked.state, done.answers) == (RequestState.ANSWERED, {"PROOF": ["certificate"]})
    assert last_verb() == "suppliers.suppliercheck.answer_asked"


def test_nobody_else_answers_what_was_passed_on(started, ada, people):
    asking.ask(started, actor=ada, question="PROOF", person=people.ben)
    before = Entry.objects.count()

    with pytest.raises(Refused):
        asking.answer_asked(started, actor=ada, question="PROOF", answer=["audit"])

    started.refresh_from_db()
    assert (started.answers, Entry.objects.count()) == ({}, before)


def test_what_is_in_doubt_gets_a_legal_view(started, ada):
    record = answering.answer(started, actor=ada, answers={"DATA": "yes", "ABROAD": "yes"})
    assert record.outcome["warnings"] == ["FAR"]
    assert record.open_review_count == 1
    assert [str(doubt.about) for doubt in doubts_of(record, [])] == [
        "Answers that do not fit together"
    ]

    done = answering.give_view(
        record,
        actor=ada,
        kind="rule",
        code="FAR",
        view="A company of the group audited that in May, by our own list.",
        source="Me",
    )

    (view,) = done.legal_views.all()
    assert (view.code, view.doubt) == ("FAR", "Data go abroad and nobody audited that.")
    assert done.open_review_count == 0


def newer(check, people):
    """A later edition: one question reworded, one more."""
    content = read_questionnaire(check.FOLDER) | {"as_of": "2026-11-15"}
    first = dict(content["questions"][0])
    content["questions"][0]["text"] = "Does the supplier see data about people?"
    content["questions"].append(first | {"id": "RENTS", "text": "Does it rent machines?"})
    return publishing.publish(unit=people.top, actor=SYSTEM, source=content)


def test_it_is_made_anew_from_the_answers_of_last_time(check, started, ada, people):
    old = answering.answer(started, actor=ada, answers={"DATA": "yes", "PROOF": ["audit"]})
    later = newer(check, people)

    made = renewing.renew(old, actor=ada, reason="Yearly.")

    old.refresh_from_db()
    assert old.is_archived
    assert (made.previous, made.questionnaire, made.answers) == (old, later, {})
    assert made.suggested == {
        "DATA": {"answer": "yes", "because": f"last:{old.ref}"},
        "PROOF": {"answer": ["audit"], "because": f"last:{old.ref}"},
    }
    assert answering.adopt(made, actor=ada).outcome_class == "watched"


def test_its_pages_lead_from_the_first_question_to_the_result(started, ada_client):
    address = f"/supplier-checks/{started.ref}/"

    parts = text_of(ada_client.get(f"{address}questions/"))
    asked = text_of(ada_client.get(f"{address}questions/data/"))
    sent = ada_client.post(
        f"{address}questions/data/", {"shown": "DATA", "seen": "1", "q-DATA": "yes", "_key": "a"}
    )
    result = text_of(ada_client.get(address))

    assert "0 of 2 questions answered" in parts
    assert "Which data does it get?" in parts
    assert "The law" not in parts
    assert "Does the supplier get data about people?" in asked
    assert "Asked because of House rule 4" in asked
    # One question follows from the answer.
    assert sent.headers["Location"] == f"{address}questions/data/#ABROAD"
    assert "This supplier may not be used." in result
    assert "It works with data about people." in result
    assert "It depends on" not in result


def test_two_are_put_side_by_side_and_the_history_tells_answers(check, started, ada, ada_client):
    answering.answer(started, actor=ada, answers={"DATA": "yes", "PROOF": ["audit"]})
    started.refresh_from_db()
    made = renewing.renew(started, actor=ada, reason="Yearly.")

    beside = ada_client.get(f"/supplier-checks/{made.ref}/beside/", {"other": started.ref})
    history = text_of(ada_client.get(f"/supplier-checks/{started.ref}/history/"))

    assert [row.label for row in beside.context["answers_changed"]] == [
        "Does the supplier get data about people?",
        "Does it keep them outside the EU?",
        "Which proofs did it give?",
    ]
    assert [row.label for row in beside.context["rows"]] == ["Result"]
    assert "Does the supplier get data about people?" in history
    assert "answered questions" in history


@pytest.mark.parametrize("page", ["", "questions/", "answers/", "beside/", "history/"])
def test_who_may_see_the_supplier_reads_every_page_and_a_stranger_none(started, people, page):
    address = f"/supplier-checks/{started.ref}/{page}"

    assert client_of(people.vera).get(address).status_code == 200
    assert client_of(people.cleo).get(address).status_code == 404


def test_it_is_begun_on_the_page_of_the_supplier(published, supplier, check, ada_client):
    page = ada_client.get(f"/suppliers/{supplier.ref}/check/")
    sent = ada_client.post(f"/suppliers/{supplier.ref}/check/")

    (made,) = check.SupplierCheck.objects.all()
    assert "Begin a check?" in text_of(page)
    assert sent.headers["Location"] == f"/supplier-checks/{made.ref}/questions/"


def test_programs_answer_too(started, ada_client):
    sent = ada_client.post(
        f"/api/v1/supplier-checks/{started.ref}/answers/",
        {"answers": {"DATA": "yes", "PROOF": ["audit"]}, "reason": "From the pipeline"},
        content_type="application/json",
        headers={"Idempotency-Key": "run-1"},
    )

    assert sent.status_code == 200, sent.content
    assert sent.json()["outcome_class"] == "watched"


def test_its_past_is_read_as_it_stood(started, ada):
    at = started.updated_at
    answering.answer(started, actor=ada, answers={"DATA": "yes"})

    with as_of(at):
        assert type(started).objects.get().answers == {}


def test_documents_tell_it_and_say_what_it_lacks(started, supplier, published, ada, people):
    record = answering.answer(started, actor=ada, answers={"DATA": "yes", "ABROAD": "yes"})

    section = assessment(record, DocumentReading(ada, timezone.now()))

    assert section.records == (record, supplier, published)
    assert [(gap.level, gap.code, gap.about) for gap in section.gaps] == [
        ("missing", "assessment.unanswered", record.ref),
        ("missing", "assessment.legal_view", record.ref),
    ]
    assert "This supplier may not be used." in section.chapter.html
    assert "(not answered, counts by default)" in section.chapter.html


def test_a_complete_one_lacks_nothing(started, ada):
    record = answer_open(started, actor=ada)

    section = assessment(record, DocumentReading(ada, timezone.now()))

    assert [(gap.level, gap.code) for gap in section.gaps] == [("ok", "assessment.complete")]


def test_a_questionnaire_that_names_no_flag_is_refused(check, people):
    content = read_questionnaire(check.FOLDER)
    content["rules"][0]["then"] = {"add_high_risk": "Annex III 2"}

    with pytest.raises(QuestionnaireError, match=r"PERSONAL\.then"):
        publishing.publish(unit=people.top, actor=SYSTEM, source=content)

    assert not Questionnaire.objects.exists()


def test_a_kind_has_one_procedure(check):
    from assessments.questionnaires import procedures

    with pytest.raises(ValueError, match=r"suppliers\.suppliercheck has a procedure already"):
        procedures.register(replace(check.PROCEDURE))

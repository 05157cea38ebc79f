"""One question passed to a colleague: asked, answered, given back, taken back, told by mail."""

import re

import pytest
from django.conf import settings
from django.core import mail

from assessments.classification.actions import classifications
from assessments.models import Classification, QuestionRequest, RequestState
from assessments.questionnaires.actions import asking
from assessments.questionnaires.work import AssessmentWork
from governance.people.actions import people as staff
from governance.rules import Role
from ops.demo.answering import answer_open
from records import jobs, permissions
from records.actors import Actor
from records.changing import erasure
from records.errors import Refused, RuleError
from records.history import timeline
from records.ledger.erased import ERASED
from records.models import Entry, Job
from tests.assessments.test_pages import client_of, text_of, url
from tests.people import SYSTEM
from tests.records.erasure.looking import report

work = AssessmentWork(Classification)


@pytest.fixture
def vic(people):
    """A viewer at home: may see, may not change."""
    person = staff.add_person(
        name="Vic Example", email="vic@example.org", unit=people.home, actor=SYSTEM
    )
    staff.appoint(person, role=Role.VIEWER, unit=people.home, actor=SYSTEM)
    return person


@pytest.fixture
def asked(started, ada, vic):
    return asking.ask(started, actor=ada, question="R1", person=vic, note="You bought it.")


def state(record):
    record.refresh_from_db()
    return record.version, record.answers, Entry.objects.count()


def test_asking_is_recorded_and_leaves_the_digest_as_it_was(started, ada, vic):
    before = started.digest

    made = asking.ask(started, actor=ada, question="R1", person=vic)

    started.refresh_from_db()
    assert (made.state, made.asked_by, made.asked_of) == (RequestState.OPEN, ada.person, vic)
    assert (started.digest, started.version) == (before, 2)
    entry = Entry.objects.order_by("-id").first()
    assert entry.verb == "assessments.classification.ask"
    assert str(vic.pk) in entry.body
    assert "bought" not in entry.body


def test_the_note_stands_in_the_ledger_only_as_a_commitment(asked):
    entry = Entry.objects.order_by("-id").first()

    assert "assessments_historicalquestionrequest" in entry.body
    assert "You bought it" not in entry.body


def test_note_and_comment_can_be_erased_and_the_digest_stays(asked, started, vic, people):
    actor, adam = Actor.of(vic), Actor.of(people.adam)
    done = asking.answer_asked(
        started, actor=actor, question="R1", answer="no", comment="Ms Long bought it."
    )
    before = done.digest

    for field in ("note", "comment"):
        erasure.erase(done, field=field, actor=adam, reason="Asked for")

    done.refresh_from_db()
    asked.refresh_from_db()
    assert (asked.note, asked.comment, done.digest) == (ERASED, ERASED, before)
    kept = asked.history.values_list("note", "comment")
    assert set(kept) == {(ERASED, ""), (ERASED, ERASED)}
    assert report().findings == []


def test_what_was_signed_is_not_told_to_differ_by_a_question_passed_on(asked, started, ada):
    found = timeline.compare(started, ada, old=1, new=2)
    signed = timeline.compare(started, ada, old=1, new=2, material=True)

    assert [str(change.label) for change in found.changes] == ["Question passed on"]
    assert list(signed.changes) == []


def test_who_was_asked_answers_that_question_and_no_other(asked, started, vic):
    actor = Actor.of(vic)

    done = asking.answer_asked(
        started, actor=actor, question="R1", answer="no", comment="We only use it."
    )

    asked.refresh_from_db()
    assert done.answers == {"R1": "no"}
    assert (asked.state, asked.comment) == (RequestState.ANSWERED, "We only use it.")
    before = state(started)
    with pytest.raises(RuleError, match="does not wait"):
        asking.answer_asked(started, actor=actor, question="R2", answer="yes")
    with pytest.raises(Refused):
        classifications.answer(started, actor=actor, answers={"R2": "yes"})
    assert state(started) == before


def test_the_right_to_answer_ends_with_the_question(asked, started, ada, vic):
    actor = Actor.of(vic)

    asking.answer_asked(started, actor=actor, question="R1", answer="no")

    before = state(started)
    with pytest.raises(RuleError, match="does not wait"):
        asking.answer_asked(started, actor=actor, question="R1", answer="yes")
    assert state(started) == before


def test_a_program_of_who_was_asked_may_not_answer(asked, started, vic):
    program, before = Actor.token("t", vic, needs=frozenset({"view"})), state(started)

    with pytest.raises(Refused):
        asking.answer_asked(started, actor=program, question="R1", answer="no")

    assert state(started) == before


def test_who_lost_sight_of_it_can_no_longer_answer(asked, started, people, vic):
    staff.deactivate(vic, actor=SYSTEM, reason="Left the house.")
    vic.refresh_from_db()
    before = state(started)

    with pytest.raises(Refused):
        asking.answer_asked(started, actor=Actor.of(vic), question="R1", answer="no")

    assert state(started) == before


def test_an_auditor_is_asked_nothing(started, ada, people):
    before = state(started)

    with pytest.raises(RuleError, match="An auditor reads"):
        asking.ask(started, actor=ada, question="R1", person=people.vera)

    assert state(started) == before


def test_only_who_was_asked_may_answer(asked, started, ada, people, vic):
    asking.ask(started, actor=ada, question="R2", person=people.ben)
    before = state(started)

    with pytest.raises(Refused, match="Another person"):
        asking.answer_asked(started, actor=Actor.of(vic), question="R2", answer="yes")
    with pytest.raises(Refused):
        asking.answer_asked(started, actor=Actor.of(people.vera), question="R1", answer="no")

    assert state(started) == before


def test_who_does_not_know_says_so_and_the_asker_sees_it(asked, started, ada, vic):
    with pytest.raises(RuleError, match="Say in a sentence"):
        asking.pass_back(started, actor=Actor.of(vic), question="R1", comment=" ")

    asking.pass_back(started, actor=Actor.of(vic), question="R1", comment="Ask procurement.")

    asked.refresh_from_db()
    assert asked.state == RequestState.PASSED_BACK
    assert [(str(item.why), item.is_with_others) for item in work.asked_by_me(ada)] == [
        ("Vic Example does not know the answer either.", False)
    ]
    assert list(work.asked_of_me(Actor.of(vic))) == []


def test_work_names_it_on_both_sides(asked, started, ada, vic):
    (mine,) = work.asked_by_me(ada)
    (theirs,) = work.asked_of_me(Actor.of(vic))

    assert (str(mine.why), mine.is_with_others) == ("You wait for an answer by Vic Example.", True)
    assert str(theirs.why) == "Ada Example asks you one question."
    assert theirs.url == f"/classifications/{started.ref}/asked/R1/"
    assert mine.url == f"/classifications/{started.ref}/questions/role/#R1"


def test_what_came_back_and_was_passed_on_again_waits_once(asked, started, ada, people, vic):
    asking.pass_back(started, actor=Actor.of(vic), question="R1", comment="Ask Ben.")
    asking.ask(started, actor=ada, question="R1", person=people.ben)

    assert [str(item.why) for item in work.asked_by_me(ada)] == [
        "You wait for an answer by Ben Example."
    ]


def test_taking_it_back_ends_it(asked, started, ada, vic):
    asking.withdraw(started, actor=ada, question="R1")

    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN
    with pytest.raises(RuleError, match="does not wait"):
        asking.withdraw(started, actor=ada, question="R1")


def test_somebody_elses_answer_settles_it(asked, started, ada):
    classifications.answer(started, actor=ada, answers={"R1": "yes"})

    asked.refresh_from_db()
    assert asked.state == RequestState.SETTLED


def test_answering_the_rest_by_default_leaves_it_to_the_colleague(asked, started, ada):
    done = answer_open(started, actor=ada)

    asked.refresh_from_db()
    assert asked.is_open
    assert "R1" not in done.answers
    assert done.open_count == 1


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("P_A2", "no question that is asked here"),
        ("S9", "no question that is asked here"),
        ("Z1", "no question that is asked here"),
    ],
)
def test_only_a_question_that_is_asked_can_be_passed_on(started, ada, vic, question, sentence):
    before = state(started)

    with pytest.raises(RuleError, match=sentence):
        asking.ask(started, actor=ada, question=question, person=vic)

    assert state(started) == before


def test_a_question_is_with_one_person_at_a_time(asked, started, ada, people):
    before = state(started)

    with pytest.raises(RuleError, match="Somebody already has this question"):
        asking.ask(started, actor=ada, question="R1", person=people.ben)

    assert state(started) == before


def test_nobody_is_asked_who_may_not_see_it_nor_oneself(started, ada, people):
    before = state(started)

    with pytest.raises(RuleError, match="may not see"):
        asking.ask(started, actor=ada, question="R1", person=people.cleo)
    with pytest.raises(RuleError, match="to yourself"):
        asking.ask(started, actor=ada, question="R1", person=people.ada)

    assert state(started) == before
    assert not QuestionRequest.objects.exists()


def test_offered_are_those_who_may_see_it(started, people, vic):
    offered = set(asking.who_may_be_asked(started))

    assert offered == {people.ada, people.ben, people.adam, vic}
    for person in offered:
        assert permissions.may(Actor.of(person), "view", started)


def test_who_may_not_change_it_passes_nothing_on(started, people, vic):
    with pytest.raises(Refused):
        asking.ask(started, actor=Actor.of(people.vera), question="R1", person=vic)


def test_the_mail_tells_who_asks_and_where_and_nothing_else(asked, started, vic, hiring):
    (job,) = Job.objects.filter(task=asking.MAIL)

    jobs.run(str(job.pk))
    jobs.run(str(job.pk))

    (sent,) = mail.outbox
    assert sent.to == ["vic@example.org"]
    assert sent.subject == "Ada Example asks you a question"
    assert f"{settings.SITE_URL}/classifications/{started.ref}/asked/R1/" in sent.body
    assert hiring.name not in sent.body
    assert "bought" not in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{asked.pk}@{settings.LEDGER_ORIGIN}>"


def test_no_mail_goes_out_for_what_was_taken_back_meanwhile(asked, started, ada):
    asking.withdraw(started, actor=ada, question="R1")

    jobs.run(str(Job.objects.get(task=asking.MAIL).pk))

    assert mail.outbox == []


def test_pages_ask_answer_and_show_who_has_it(started, people, vic):
    owner, colleague = client_of(people.ada), client_of(vic)
    sent = {"seen": "1", "shown": "R1,R2", "q-R2": "yes", "ask": "R1"}

    response = owner.post(url(started, "questions/role/"), sent)
    assert response["Location"] == url(started, "ask/R1/")
    page = text_of(owner.get(url(started, "ask/R1/")))
    assert "Vic Example" in page
    assert "Cleo Example" not in page
    assert "Ada Example</option>" not in page
    owner.post(url(started, "ask/R1/"), {"person": str(vic.pk), "note": "Please."})

    started.refresh_from_db()
    assert started.answers == {"R2": "yes"}
    shown = text_of(owner.get(url(started, "questions/role/")))
    assert re.search("Vic Example has this question since", shown)
    page = text_of(colleague.get(url(started, "asked/R1/")))
    assert "Please." in page
    assert "Do you build the system" in page
    response = colleague.post(url(started, "asked/R1/"), {"q-R1": "no", "comment": "Bought."})
    started.refresh_from_db()
    assert response["Location"] == url(started)
    assert started.answers["R1"] == "no"
    assert "Bought." in text_of(owner.get(url(started, "questions/role/")))


def test_the_page_of_the_question_is_for_who_was_asked(asked, started, people, vic):
    before = state(started)

    for person in (people.ben, people.vera):
        response = client_of(person).post(url(started, "asked/R1/"), {"q-R1": "yes"})
        assert response["Location"] == url(started)
    assert client_of(people.cleo).get(url(started, "asked/R1/")).status_code == 404
    assert client_of(people.vera).get(url(started, "ask/R2/")).status_code == 403

    assert state(started) == before


def test_an_empty_or_wrong_answer_is_refused_on_the_page(asked, started, vic):
    colleague, before = client_of(vic), state(started)

    empty = colleague.post(url(started, "asked/R1/"), {})
    wrong = colleague.post(url(started, "asked/R1/"), {"q-R1": "perhaps"})
    back = colleague.post(url(started, "asked/R1/"), {"pass_back": "1", "comment": ""})

    assert [response.status_code for response in (empty, wrong, back)] == [422, 422, 422]
    assert "Choose an answer, or give the question back." in text_of(empty)
    assert state(started) == before


def test_giving_it_back_on_the_page(asked, started, vic, people):
    response = client_of(vic).post(
        url(started, "asked/R1/"), {"pass_back": "1", "comment": "Procurement knows."}
    )

    asked.refresh_from_db()
    assert response["Location"] == "/"
    assert asked.state == RequestState.PASSED_BACK
    page = text_of(client_of(people.ada).get(url(started, "questions/role/")))
    assert "Procurement knows." in page


def test_taking_it_back_on_the_page_saves_what_was_answered(asked, started, people):
    sent = {"seen": str(started.version + 1), "shown": "R2", "q-R2": "yes", "withdraw": "R1"}

    response = client_of(people.ada).post(url(started, "questions/role/"), sent)

    asked.refresh_from_db()
    started.refresh_from_db()
    assert response["Location"] == url(started, "questions/role/#R1")
    assert asked.state == RequestState.WITHDRAWN
    assert started.answers == {"R2": "yes"}


def test_a_program_asks_and_takes_back(started, people, vic):
    client = client_of(people.ada)
    root = f"/api/v1/classifications/{started.ref}"
    body = {"question": "R1", "person": vic.ref, "note": ""}

    asked = client.post(
        f"{root}/ask/", body, content_type="application/json", headers={"Idempotency-Key": "a1"}
    )
    back = client.post(
        f"{root}/withdraw-question/",
        {"question": "R1"},
        content_type="application/json",
        headers={"Idempotency-Key": "a2"},
    )

    assert (asked.status_code, back.status_code) == (200, 200), asked.content
    assert QuestionRequest.objects.get().state == RequestState.WITHDRAWN


@pytest.mark.parametrize("button", ["ask", "withdraw"])
@pytest.mark.parametrize("named", ["", "x y", "../../", "<script>", "ä", "a" * 300, "H4a"])
def test_a_question_of_another_place_is_not_there_and_nothing_is_saved(
    started, ada, people, button, named
):
    before = state(started)

    answer = client_of(people.ada).post(
        url(started, "questions/role/"),
        {"shown": "R1", "seen": started.version, "q-R1": "yes", button: named},
    )

    assert answer.status_code == 404
    assert state(started) == before

"""Classifying anew: suggestions of last time and of the whole, marks, two side by side."""

import re

import pytest

from assessments.classification.actions import classifications
from assessments.classification.documents import panels
from assessments.engine.effects import CLASSIFICATION
from assessments.models import Classification, RequestState
from assessments.questionnaires.actions import asking, renewing
from assessments.questionnaires.actions import publishing as questionnaires
from assessments.questionnaires.actions.suggesting import suggestions_for
from assessments.questionnaires.documents.marks import since_last_time
from assessments.questionnaires.engine.files import read_questionnaire
from governance.gaps.reading import read as read_gaps
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing import archiving
from records.errors import Refused
from records.models import Entry
from tests.assessments.test_pack_chapters import lacking, reading
from tests.assessments.test_pages import client_of, text_of, url
from tests.people import SYSTEM


@pytest.fixture
def newer(answered, people):
    """A later edition of the questionnaire: one question more and one reworded."""
    content = read_questionnaire(CLASSIFICATION) | {"as_of": "2026-12-01"}
    for question in content["questions"]:
        if question["id"] == "R2":
            question["help"] = "Each organisation counts by itself."
    extra = dict(next(each for each in content["questions"] if each["id"] == "T5"))
    content["questions"].append(extra | {"id": "T9", "text": "Is it told twice?"})
    return questionnaires.publish(unit=people.top, actor=SYSTEM, source=content)


def test_the_old_one_is_archived_and_its_answers_are_suggested(answered, ada):
    made = renewing.renew(answered, actor=ada, on=answered.on_date, reason="Yearly.")

    answered.refresh_from_db()
    assert answered.is_archived
    assert (made.previous, made.answers) == (answered, {})
    assert made.suggested["H4a"] == {"answer": "yes", "because": f"last:{answered.ref}"}
    assert set(made.suggested) >= set(answered.answers)
    verbs = list(Entry.objects.order_by("-id").values_list("verb", flat=True)[:2])
    assert sorted(verbs) == [
        "assessments.classification.replace",
        "assessments.classification.start",
    ]


def test_nothing_counts_before_it_is_adopted(answered, ada):
    made = renewing.renew(answered, actor=ada, on=answered.on_date, reason="Yearly.")
    assert (made.outcome_class, made.answered_count) == ("minimal", 0)

    adopted = classifications.adopt(made, actor=ada)

    assert adopted.outcome == answered.outcome
    assert adopted.is_answered


def test_what_was_with_a_colleague_is_taken_back(started, ada, people):
    asked = asking.ask(started, actor=ada, question="R1", person=people.ben)

    renewing.renew(started, actor=ada, reason="Yearly.")

    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN


def test_who_may_not_change_it_renews_nothing(answered, people):
    before = Entry.objects.count()

    with pytest.raises(Refused):
        renewing.renew(answered, actor=Actor.of(people.vera), reason="Yearly.")

    answered.refresh_from_db()
    assert (answered.is_archived, Entry.objects.count()) == (False, before)


def test_starting_after_archiving_starts_from_last_time_too(answered, hiring, ada, people):
    archiving.archive(answered, actor=Actor.of(people.ben), reason="Begun anew.")

    made = classifications.start(hiring, actor=ada, on=answered.on_date)

    assert made.previous == answered
    assert made.suggested["H4a"]["because"] == f"last:{answered.ref}"


def test_a_newer_questionnaire_marks_what_is_new_and_reworded(newer, answered, ada, people):
    made = renewing.renew(answered, actor=ada, on=answered.on_date, reason="New questions.")
    made = classifications.answer(made, actor=ada, answers={"R2": "yes", "H_AREA": ["4"]})
    made = classifications.answer(made, actor=ada, answers={"H4a": "no", "H4b": "no"})

    told = since_last_time(made)

    assert made.questionnaire == newer
    assert told.ref == answered.ref
    assert told.counts["reworded"] == 1
    assert told.counts["changed"] == 1
    assert "Is it told twice?" not in [text for text, _answer in told.gone]
    client = client_of(people.ada)
    role = text_of(client.get(url(made, "questions/role/")))
    assert "Reworded" in role
    page = text_of(client.get(url(made, "questions/")))
    assert "1 question reads otherwise" in page
    assert f"made anew from {answered.ref}" in page


def test_questions_that_are_asked_no_more_are_listed_with_their_answers(answered, ada):
    made = renewing.renew(answered, actor=ada, on=answered.on_date, reason="Yearly.")
    made = classifications.answer(made, actor=ada, answers={"H_AREA": ["none"]})

    told = since_last_time(made)

    assert told.counts["gone"] == len(told.gone)
    assert ("Is it used to find or choose people for work", "Yes") in [
        (text.partition(":")[0], answer) for text, answer in told.gone
    ]


def test_an_intended_use_is_offered_what_holds_for_the_whole(answered, hiring, ada):
    use = hiring.intended_uses.get()

    made = classifications.start(hiring, actor=ada, intended_use=use)

    assert made.previous is None
    assert made.suggested["R14"] == {"answer": "yes", "because": f"whole:{answered.ref}"}
    assert made.suggested["R2"]["because"] == f"whole:{answered.ref}"
    assert made.outcome_class == "minimal"


def test_answers_the_questions_no_longer_take_are_not_suggested(answered, ada):
    made = renewing.renew(answered, actor=ada, reason="Yearly.")
    made.previous.answers = {"R1": "perhaps", "Z9": "yes", "S9": "original", "R2": "no"}

    found = suggestions_for(made)

    assert found["R2"] == {"answer": "no", "because": f"last:{answered.ref}"}
    assert not {"Z9", "S9"} & found.keys()
    assert found["R1"]["because"] == "roles"


def test_an_answer_to_a_question_that_is_asked_no_more_is_offered_as_what_it_became(answered, ada):
    made = renewing.renew(answered, actor=ada, reason="Yearly.")
    made.previous.answers = {"A1": "yes", "A2": "yes", "R12": "sme"}

    found = suggestions_for(made)

    assert found["A1"] == {"answer": "basic", "because": f"last:{answered.ref}"}
    assert not {"A2", "R12"} & found.keys()


def test_the_page_says_why_each_answer_is_suggested(answered, ada, people):
    made = renewing.renew(answered, actor=ada, on=answered.on_date, reason="Yearly.")

    page = text_of(client_of(people.ada).get(url(made, "questions/role/")))

    assert f"You said so last time, in {answered.ref}." in page


def test_the_use_case_names_every_use_and_those_that_are_missing(answered, hiring, people, ada):
    use_cases.change(hiring, actor=ada, values={}, intended_uses=[{"title": "Reject by itself"}])
    first, second = hiring.intended_uses.order_by("id")
    classifications.start(hiring, actor=ada, intended_use=first)

    page = text_of(client_of(people.ada).get(f"/use-cases/{hiring.ref}/"))
    found = read_gaps(Actor.of(people.ada), hiring).every

    assert "The gravest class counts for the use case:" in page
    assert f"/use-cases/{hiring.ref}/classify/?use={second.pk}" in page
    assert "The use “Reject by itself” of" in page
    assert f"?use={first.pk}" not in page
    assert [gap.says for gap in found if gap.check == "classification.use"] == [
        f"The use “Reject by itself” of {hiring.ref} was never classified under the AI Act."
    ]


def test_one_intended_use_is_the_whole(answered, hiring, people):
    assert lacking(hiring, people.ada) == []
    assert panels.classifications(hiring, reading(people.ada).actor)["missing"] == []


def test_the_start_is_chosen_from_the_address(hiring, questionnaire, people):
    use = hiring.intended_uses.get()

    page = client_of(people.ada).get(f"/use-cases/{hiring.ref}/classify/?use={use.pk}")

    assert page.context["form"].initial == {"intended_use": str(use.pk)}


@pytest.fixture
def other(answered, hiring, ada):
    """The intended use, answered otherwise."""
    made = classifications.start(
        hiring, actor=ada, intended_use=hiring.intended_uses.get(), on=answered.on_date
    )
    made = classifications.adopt(made, actor=ada)
    return classifications.answer(made, actor=ada, answers={"H4a": "no", "T1": "yes"})


def test_two_are_compared_with_differences_first(answered, other, people):
    page = client_of(people.vera).get(url(answered, f"beside/?other={other.ref}"))

    told = text_of(page)
    assert page.status_code == 200
    changed = [str(row.label) for row in page.context["answers_changed"]]
    assert [text.partition(":")[0] for text in changed][:1] == [
        "Is it used to find or choose people for work"
    ]
    assert "Do people talk or write with the system directly?" in changed
    heads = [isinstance(row.cells[0], list) for row in page.context["rows"]]
    assert heads == sorted(heads, reverse=True)
    assert any(heads)
    assert "High-risk: Annex III point 4(a)" in told
    assert "questions are answered alike" in told
    assert not page.context["same"]


def test_the_same_answers_differ_in_nothing(answered, ada, people):
    made = classifications.adopt(
        renewing.renew(answered, actor=ada, on=answered.on_date, reason="Yearly."), actor=ada
    )

    page = client_of(people.vera).get(url(made, f"beside/?other={answered.ref}"))

    assert page.context["same"]
    assert page.context["answers_changed"] == []
    assert "(archived)" in text_of(client_of(people.vera).get(url(made, "beside/")))


def test_what_one_may_not_see_cannot_be_compared(answered, people, questionnaire):
    foreign = use_cases.create(
        actor=SYSTEM, values={"name": "Elsewhere", "unit": people.away}, intended_uses=[]
    )
    hidden = classifications.start(foreign, actor=SYSTEM)
    client = client_of(people.ada)

    for ref in (hidden.ref, "CL-9999", answered.ref, ""):
        response = client.get(url(answered, f"beside/?other={ref}"))
        assert response.status_code == 422, ref
        assert "Elsewhere" not in text_of(response)
    assert client_of(people.cleo).get(url(answered, "beside/")).status_code == 404


def test_history_tells_what_became_of_a_question(started, ada, people):
    asking.ask(started, actor=ada, question="R1", person=people.ben)
    asking.withdraw(started, actor=ada, question="R1")

    page = text_of(client_of(people.ada).get(url(started, "history/")))

    assert re.search("Question passed on .*Asked of: .*Ben Example", page)
    assert re.search("Question passed on “R1”: State<.*withdrawn", page)
    assert "took a question back" in page


def test_a_classification_can_be_made_anew_on_its_page(answered, people):
    client = client_of(people.ada)
    sent = {"edition": "2026-1744", "on": "2026-11-24", "reason": "A year has passed."}

    response = client.post(url(answered, "renew/"), sent)

    made = Classification.objects.get(archived_at=None)
    assert response["Location"] == url(made)
    assert made.previous == answered

"""What classifications add to the evidence pack of a use case."""

import re

from django.utils import timezone

from assessments.actions import classifications
from assessments.documents import chapters
from inventory.actions import use_cases
from records.actors import Actor
from records.documents.sections import Reading
from tests.assessments.test_classifications import sign


def reading(person):
    return Reading(Actor.of(person), timezone.now())


def gaps(section):
    return [(gap.level, gap.code, gap.about) for gap in section.gaps]


def test_a_use_case_without_classification_lacks_one(hiring, questionnaire, people):
    section = chapters.classification(hiring, reading(people.ada))

    assert gaps(section) == [("missing", "classification.none", hiring.ref)]
    assert "never classified" in section.chapter.html
    assert chapters.sign_offs(hiring, reading(people.ada)).chapter is None


def test_a_complete_one_is_told_with_reasons_answers_and_records(answered, hiring, law, people):
    section = chapters.classification(hiring, reading(people.ada))

    html = section.chapter.html
    assert gaps(section) == [("ok", "classification.complete", answered.ref)]
    assert [record.ref for record in section.records] == [
        answered.ref,
        hiring.ref,
        answered.questionnaire.ref,
        law.ref,
    ]
    assert "This use is high-risk." in html
    assert "Is it used to find or choose people for work" in html
    assert "Fundamental rights impact assessment" in html
    assert answered.questionnaire_digest in html
    assert len(re.findall(r"<h3", html)) == 1


def test_what_is_open_or_in_doubt_is_missing(answered, hiring, people, ada):
    given = {"S5": "unsure", "R15": None}
    record = classifications.answer(answered, actor=ada, answers=given)

    section = chapters.classification(hiring, reading(people.ada))

    assert gaps(section) == [
        ("missing", "classification.unanswered", record.ref),
        ("missing", "classification.legal_view", record.ref),
    ]


def test_a_recorded_view_closes_the_doubt(answered, hiring, people, ada):
    record = classifications.answer(answered, actor=ada, answers={"S5": "unsure"})
    classifications.give_view(
        record, actor=ada, kind="question", code="S5", view="It is in use.", source="Counsel"
    )

    section = chapters.classification(hiring, reading(people.ada))

    assert ("ok", "classification.complete", record.ref) in gaps(section)
    assert "It is in use." in section.chapter.html


def test_a_law_that_is_replaced_is_told_as_stale(answered, hiring, people, ada):
    record = classifications.choose_law(
        answered, actor=ada, edition="2024-1689", on=answered.on_date
    )

    section = chapters.classification(hiring, reading(people.ada))

    assert ("stale", "classification.law", record.ref) in gaps(section)


def test_intended_uses_that_nobody_classified_are_missing(hiring, questionnaire, people, ada):
    use_cases.change(hiring, actor=ada, values={}, intended_uses=[{"title": "Reject applications"}])
    first = hiring.intended_uses.order_by("id").first()
    classifications.start(hiring, actor=ada, intended_use=first)

    section = chapters.classification(hiring, reading(people.ada))

    missing = [gap for gap in section.gaps if gap.code == "classification.use"]
    assert [gap.text for gap in missing] == [
        "The intended use “Reject applications” was never classified under the AI Act."
    ]


def test_sign_offs_tell_what_is_signed_and_what_is_stale(answered, hiring, policy, people, ada):
    asked = classifications.send(answered, actor=ada)
    sign(asked, people.ben)
    section = chapters.sign_offs(hiring, reading(people.ada))
    assert gaps(section) == [("ok", "signoff.signed", answered.ref)]
    assert "Ben Example" in section.chapter.html
    assert [record.ref for record in section.records] == [asked.ref]

    classifications.answer(answered, actor=ada, answers={"H4b": "yes"})

    stale = chapters.sign_offs(hiring, reading(people.ada))
    assert gaps(stale) == [("stale", "signoff.stale", answered.ref)]


def test_out_of_reach_is_out_of_the_pack(answered, hiring, people):
    section = chapters.classification(hiring, reading(people.cleo))

    assert answered.ref not in section.chapter.html


def test_what_was_never_sent_is_a_gap_and_no_chapter(hiring, started, people):
    section = chapters.sign_offs(hiring, reading(people.ada))

    assert section.chapter is None
    assert [(gap.level, gap.text) for gap in section.gaps] == [
        ("unsigned", f"{started.ref} was never sent for sign-off.")
    ]

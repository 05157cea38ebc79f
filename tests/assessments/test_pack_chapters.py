"""What classifications add to the evidence pack of a use case."""

import re

from django.utils import timezone

from assessments.classification.actions import classifications
from assessments.classification.documents import chapters
from governance.gaps.reading import read as read_gaps
from inventory.use_cases import actions as use_cases
from ops.demo.answering import answer_open
from records.actors import Actor
from records.documents.sections import DocumentReading
from tests.assessments.conftest import A_VIEW
from tests.assessments.test_classifications import sign


def reading(person):
    return DocumentReading(Actor.of(person), timezone.now())


def gaps(section):
    return [(gap.level, gap.code, gap.about) for gap in section.gaps]


def lacking(subject, person):
    """Tell what checks find of classifications, signing left out."""
    found = read_gaps(Actor.of(person), subject, needs="pack").every
    return [
        (gap.level, gap.check, gap.ref)
        for gap in found
        if gap.check.startswith("classification.") and gap.check != "classification.signed"
    ]


def test_a_use_case_without_classification_lacks_one(hiring, questionnaire, people):
    section = chapters.classification(hiring, reading(people.ada))

    assert lacking(hiring, people.ada) == [("missing", "classification.none", hiring.ref)]
    assert "never classified" in section.chapter.html
    assert chapters.sign_offs(hiring, reading(people.ada)).chapter is None


def test_a_complete_one_is_told_with_reasons_answers_and_records(answered, hiring, law, people):
    section = chapters.classification(hiring, reading(people.ada))

    html = section.chapter.html
    assert lacking(hiring, people.ada) == []
    assert gaps(section) == [
        ("ok", "classification.register", answered.ref),
        ("ok", "classification.law", answered.ref),
    ]
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


def test_what_many_duties_share_is_told_once(answered, hiring, law, people):
    html = chapters.classification(hiring, reading(people.ada)).chapter.html
    rows = re.findall(
        r"<tr><th scope=.row.><a [^>]+>(Art\. 26\([12]\))</a> .*?</tr>", html, re.DOTALL
    )
    notes = dict(re.findall(r'<li id="([^"]+)">(.*?)</li>', html, re.DOTALL))

    assert rows == ["Art. 26(1)", "Art. 26(2)"]
    assert len(set(notes.values())) == len(notes)
    assert set(re.findall(r'href="#([^"]+-note-\d+)"', html)) == set(notes)
    assert "Use the system according to its instructions" in html


def test_a_condition_that_most_duties_share_stands_above_them(answered, hiring, law, people, ada):
    """A transition makes all duties of a high-risk system wait for the same thing."""
    old = {"H_LEG": "yes", "H_CHG": "yes"}
    record = classifications.answer(answered, actor=ada, answers=old)
    answer_open(record, actor=ada)

    html = chapters.classification(hiring, reading(people.ada)).chapter.html

    assert html.count("Only once its design changes significantly") == 1
    said = "All rows but those marked so bind only under this condition:</strong> Only once its"
    assert html.count(said) == 1
    assert "Only under the condition of" not in html
    free = re.findall(
        r"<tr><th scope=.row.><a [^>]+>(Art\. \S+)</a> [^<]*</th><td><strong>Without that", html
    )
    assert free == ["Art. 4(1)"]


def test_where_one_answer_leaves_every_rule_out_it_is_told_in_a_sentence(
    started, hiring, law, people, ada
):
    record = classifications.answer(started, actor=ada, answers={"S1": "model", "G1": "no"})
    answer_open(record, actor=ada)

    html = chapters.classification(hiring, reading(people.ada)).chapter.html
    _before, _title, told = html.partition("Why other rules do not hold")

    sentence = re.search(
        r"<p>(\d+) rules were looked at; none of them holds, for one reason:", told
    )
    assert int(sentence[1]) > 20
    assert '<th class="w40">Rule</th>' not in told


def test_rules_that_fail_for_the_same_answers_stand_in_one_row(answered, hiring, law, people):
    """Of a list with eight areas, one answer leaves out most points.

    Own staff and medical devices open a point of their own (4(b) and 5(d)).
    """
    html = chapters.classification(hiring, reading(people.ada)).chapter.html
    (table,) = re.findall(r"Why other rules do not hold.*?</table>", html, re.DOTALL)
    reasons = re.findall(r"<td>(.*?)</td>", table, re.DOTALL)

    assert len(reasons) == len(set(reasons)) > 10
    assert all(f"Annex III point {point}" in table for point in ("2", "5(b)", "8(b)"))
    assert table.count("Is the system meant for use in any of these areas?") <= 5


def test_what_is_open_or_in_doubt_is_missing(answered, hiring, people, ada):
    given = {"S5": "unsure", "R15": None}
    record = classifications.answer(answered, actor=ada, answers=given)

    assert lacking(hiring, people.ada) == [
        ("missing", "classification.legal_view", record.ref),
        ("missing", "classification.open_question", record.ref),
        ("missing", "classification.unanswered", record.ref),
    ]


def test_a_recorded_view_closes_the_doubt(answered, hiring, people, ada):
    record = classifications.answer(answered, actor=ada, answers={"S5": "unsure"})
    classifications.give_view(
        record, actor=ada, kind="question", code="S5", view=A_VIEW, source="Counsel"
    )

    section = chapters.classification(hiring, reading(people.ada))

    assert "classification.legal_view" not in {code for _, code, _ in lacking(hiring, people.ada)}
    assert A_VIEW in section.chapter.html


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

    found = read_gaps(Actor.of(people.ada), hiring).every
    assert [gap.says for gap in found if gap.check == "classification.use"] == [
        f"The use “Reject applications” of {hiring.ref} was never classified under the AI Act."
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

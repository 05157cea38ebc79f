"""What stands above a result: class, grounds, who owes what from when, in words of the law."""

import datetime
import re

import pytest
from django.test import Client

from assessments.classification.actions import classifications
from assessments.classification.documents import fines, headlines
from assessments.classification.documents.effects import DECISIVE
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.overriding import class_word, status_of
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import UNANSWERED
from ops.demo.answering import answer_open
from tests import sessions

CONDITIONS = (
    "Some duties bind only under a condition that no question asks; they stand among the "
    "obligations."
)
ON = datetime.date(2026, 11, 24)


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


def teller(record):
    law = LawBook(record.edition, linked=False)
    return ClassificationTeller(record, law=law, day=ON)


def owed(record):
    outcome = teller(record).outcome
    return headlines.owed(record, outcome, headlines.asked(record, outcome["class"]), day=ON)


def fined(record):
    outcome = teller(record).outcome
    return list(fines.told(record, outcome, headlines.asked(record, outcome["class"])))


@pytest.mark.parametrize(
    ("provisions", "said"),
    [
        (["Art. 26(1)", "Art. 26(4)", "Art. 86(1)"], "Art. 26 and 86"),
        (["Art. 8(1)", "Art. 9(1)", "Art. 10(1)", "Art. 49(1)"], "Art. 8 to 10 and 49"),
        (["Art. 72(1)", "Art. 73(1)"], "Art. 72 and 73"),
        (["Art. 4(1)"], "Art. 4"),
        (["Art. 60a(1)", "Art. 60(4)", "Art. 61(1)"], "Art. 60, 60a and 61"),
        (["Art. 50(4) first subparagraph", "Art. 49(1)", "Art. 51(1)"], "Art. 49, 50(4) and 51"),
    ],
)
def test_articles_are_named_once_and_in_a_row(provisions, said):
    assert headlines.articles(provisions) == said


def test_a_deployer_reads_what_a_deployer_owes_and_from_when(answered):
    told = (
        "Duties as deployer: Art. 26 and 27 from 2 Dec 2027; Art. 49, 71 and 86 from 2 Dec 2027 "
        "(by the letter since 2 Aug 2026); Art. 4 since 2 Feb 2025."
    )
    assert owed(answered) == [told, CONDITIONS]


def test_nothing_of_a_provider_is_told_to_a_deployer(answered):
    assert "Art. 8" not in " ".join(owed(answered))
    assert "Art. 43" not in " ".join(owed(answered))


def test_a_prohibited_use_is_told_to_stop_and_not_what_it_would_owe(answered, ada):
    given = {"P_F1": "yes", "P_F2": "yes", "P_F3": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)

    assert owed(record) == [
        "Art. 5(1)(f) prohibits it since 2 Feb 2025.",
        "Duties as deployer: Art. 4 since 2 Feb 2025.",
    ]


def test_a_permitted_live_identification_is_told_its_duties_and_no_ban(answered, ada):
    given = dict.fromkeys(("P_H1", "P_H2", "P_H3", "P_H6", "P_H7", "P_H8"), "yes")
    given["P_H4"] = "suspect"
    record = classifications.answer(answered, actor=ada, answers=given)

    told = " ".join(owed(record))
    assert "prohibit" not in told
    assert "Art. 4, 5, 27, 49 and 71 since 2 Feb 2025" in told


def test_the_sentence_of_the_class_says_that_an_answer_is_open(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"H4a": "unsure"})

    assert teller(record).headline == "Not settled. On the answers so far, nothing was found."


def test_a_sheet_without_an_answer_has_no_class(started):
    """What counts by default alone was found by nobody, so no class is told in its colour."""
    told = teller(started)

    assert started.answered_count == 0
    assert told.status == status_of(started) == UNANSWERED
    assert (str(told.status.word), told.status.tone) == ("Nothing answered yet", "neutral")
    assert told.headline == "Nothing answered yet."
    assert (told.means, told.owed()) == ("What counts by default says nothing about this use.", [])
    assert class_word(started) == "Nothing answered yet"


def test_what_remains_is_not_told_while_an_answer_leaves_the_class_open(started, ada):
    given = {"R2": "yes", "H_AREA": ["4"], "H4a": "no"}
    record = answer_open(classifications.answer(started, actor=ada, answers=given), actor=ada)
    settled = str(teller(record).means)
    record = classifications.answer(record, actor=ada, answers={"H4a": "unsure"})

    assert settled.startswith("What remains is AI literacy")
    assert str(teller(record).means) == (
        "What that means is settled once the open questions are answered."
    )


def test_where_only_duties_are_open_the_class_is_told_as_it_is(answered, ada):
    """A doubt that no class hangs on must not read as if the class did."""
    record = classifications.answer(answered, actor=ada, answers={"R13": "unsure"})

    assert str(teller(record).status.word) == "High-risk, questions open"
    headline = teller(record).headline
    assert headline.startswith("This use is high-risk. It rests on ")
    assert headline.endswith(" What it asks of you is not settled.")
    assert "The class holds, but what it asks depends on" in teller(record).doubt


def test_where_the_law_leaves_the_class_open_the_sentence_says_so(answered, ada):
    given = {"R1": "no", "R2": "yes", "H_AREA": ["3"], "H3d": "yes", "H3_I": "academy", "H4a": "no"}
    record = answer_open(classifications.answer(answered, actor=ada, answers=given), actor=ada)

    assert teller(record).headline.startswith("As we read the law, this use is high-risk.")


def test_the_product_law_is_the_ground_and_is_named(answered, ada):
    given = {"I1": ["A11"], "I2": "product", "I3": "yes", "H4a": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)

    headline = teller(record).headline

    assert record.outcome["grounds"] == ["Annex I Section A"]
    assert "Annex I, Section A, point 11" in headline
    assert "Medical devices" in headline
    assert "Section A Section A" not in headline
    assert "Art. 49" not in " ".join(owed(record))


def test_section_b_is_told_only_with_that_ground(answered, ada):
    given = {"I1": ["B18"], "I2": "product", "I3": "yes", "H4a": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)

    sentence = (
        "For the product under Annex I, Section B, only Art. 6(1), 60a and 102 to 112 of this Act "
        "apply directly; the rest reaches it through the law on that product (Art. 2(2))."
    )
    assert sentence in owed(record)
    assert sentence not in owed(answered)


def test_a_model_that_owes_nothing_says_so(started, ada):
    record = classifications.answer(started, actor=ada, answers={"S1": "model", "G1": "no"})
    record = answer_open(record, actor=ada)

    (told,) = teller(record).owed()

    assert record.outcome["class"] == "model_only"
    assert "o duty of Chapter V" in told
    assert "falls on us" in told


def test_a_reason_alone_is_told_as_why_nothing_is_owed(started, ada):
    record = classifications.answer(started, actor=ada, answers={"S1": "model", "G1": "no"})
    record = answer_open(record, actor=ada)
    reason = {
        "rule": "G_NOT",
        "because": [{"question": "G1", "answer": "no"}],
        "citation": "Art. 3(63)",
        "effect": {"reason": "not a general-purpose model: no duty of Chapter V falls on us"},
    }
    told = ClassificationTeller(
        record,
        law=LawBook(record.edition, linked=False),
        day=ON,
        outcome=record.outcome | {"reasons": [reason]},
    )

    sentence = "Not a general-purpose model: no duty of Chapter V falls on us."
    assert told.owed() == [sentence]
    assert [each.effect for each in told.reasons(*DECISIVE)] == [sentence]


def test_a_model_provider_reads_its_articles(started, ada):
    given = {"S1": "model", "G1": "yes", "G1p": "yes"}
    record = classifications.answer(started, actor=ada, answers=given)

    assert owed(record)[0] == (
        "Duties as provider of a general-purpose model: Art. 53 since 2 Aug 2025."
    )


def test_transparency_is_told_by_paragraph_role_and_day(answered, ada):
    roles = {"R1": "yes", "R2": "yes", "H4a": "no"}
    given = {**roles, "T1": "yes", "T2": "yes", "T2a": "no", "T4": "yes", "T4a": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)

    assert record.outcome["class"] == "transparency"
    literacy = "Art. 4 since 2 Feb 2025."
    assert owed(record) == [
        f"Duties as deployer: Art. 50(4) and 50(5) since 2 Aug 2026; {literacy}",
        f"Duties as provider: Art. 50(1), 50(2) and 50(5) since 2 Aug 2026; {literacy}",
    ]
    assert "It rests on Art. 50(1)" in teller(record).headline


def test_transparency_that_somebody_else_owes_is_told_as_theirs(answered, ada):
    given = {"R1": "no", "R2": "yes", "H4a": "no", "T2": "yes", "T2a": "no", "T4": "yes"}
    record = classifications.answer(answered, actor=ada, answers={**given, "T4a": "no"})

    assert owed(record) == [
        "Duties as deployer: Art. 50(4) and 50(5) since 2 Aug 2026; Art. 4 since 2 Feb 2025.",
        "Art. 50(2) falls on the provider, who is somebody else.",
    ]


def test_transparency_of_a_role_that_may_be_ours_is_not_told_as_somebody_elses(answered, ada):
    given = {"R1": "unsure", "R2": "yes", "H4a": "no", "T2": "yes", "T2a": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)

    assert [said for said in owed(record) if "50(2)" in said] == [
        "Art. 50(2) falls on the provider; whether that is you depends on an open answer."
    ]


def test_out_of_scope_names_no_role_and_no_duty(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"S1": "system", "A1": "no"})

    told = teller(record)
    assert record.outcome["class"] == "out_of_scope"
    assert (told.roles, told.duties(), told.reasons("role", "duty")) == ([], [], [])
    assert told.owed() == ["No duty of this Act falls on us."]


def test_a_model_out_of_scope_as_a_system_says_why_something_is_owed(answered, ada):
    given = {"S1": "both", "A1": "no", "G1": "yes", "G1p": "yes"}
    record = classifications.answer(answered, actor=ada, answers=given)

    told = teller(record)
    assert record.outcome["class"] == "out_of_scope"
    assert told.roles == ["gpai_provider"]
    assert {item.provision for item in told.duties()} == {"Art. 53"}
    duty, reason, fine = told.owed()
    assert duty == "Duties as provider of a general-purpose model: Art. 53 since 2 Aug 2025."
    assert reason == (
        "The law does not reach this use; what remains is owed for the general-purpose model, "
        "which it reaches by itself (Chapter V)."
    )
    assert fine == "A breach of Art. 53 can be fined under Art. 101(1)."


def test_an_old_system_with_a_planned_change_owes_with_that_change(answered, ada):
    """Art. 111(2): it is owed from the day of the change, which is not before Chapter III."""
    given = {"H_LEG": "yes", "H_CHG": "yes"}
    record = classifications.answer(answered, actor=ada, answers=given)

    told = (
        "Duties as deployer: Art. 26, 27, 49, 71 and 86 with a significant change in design, not "
        "before 2 Dec 2027; Art. 4 since 2 Feb 2025."
    )
    assert owed(record) == [told, CONDITIONS]
    assert "By the letter" not in teller(record).doubt


def test_an_old_system_reads_its_days_as_the_earliest_ones(answered, ada, client, law):
    given = {"H_LEG": "yes", "H_CHG": "yes"}
    record = classifications.answer(answered, actor=ada, answers=given)

    days = {str(duty.status.word) for duty in teller(record).duties() if duty.is_ours}
    page = client.get(f"/classifications/{record.ref}/").content.decode()
    listed = client.get(f"/obligations/?use_case={record.use_case.ref}").content.decode()

    assert "Earliest 2 Dec 2027" in days
    assert "From 2 Dec 2027" not in days
    assert "earliest 2 Dec 2027" in page
    assert "earliest 2 Dec 2027" in listed
    assert not re.search(r"in \d{3} days", listed)


def test_an_old_system_for_authorities_may_owe_before_2030(answered, ada):
    """Art. 111(2): the second sentence does not take the change of the first one away."""
    given = {"H_LEG": "yes", "H_CHG": "no", "H_PUB": "yes"}
    record = classifications.answer(answered, actor=ada, answers=given)

    assert owed(record)[0] == (
        "Duties as deployer: Art. 26, 27, 49, 71 and 86 from 2 Aug 2030, or with a significant "
        "change in design before that; Art. 4 since 2 Feb 2025."
    )


def test_the_fine_is_told_by_what_is_owed_and_not_by_the_class(answered):
    """Art. 99(4) names Art. 26 and 50; of the others Art. 99(1) leaves it to national law."""
    assert fined(answered) == [
        (
            "A breach of Art. 26, 49 and 71 (and, where a condition is met, of Art. 73) can be "
            "fined under Art. 99(4)."
        ),
        "By Art. 99(1), each Member State sets the penalty for a breach of Art. 4, 27 and 86.",
    ]


def test_what_is_fined_is_what_is_owed(answered, ada):
    """What only a condition brings is marked in the one list and left out of the other."""
    record = classifications.answer(answered, actor=ada, answers={"R1": "yes", "R2": "no"})

    told = owed(record)[0]
    assert "Art. 8 to 18, 20 and 21 from" in told
    assert "Art. 43, 47 to 49 and 71 to 74 from" in told
    assert fined(record) == [
        (
            "A breach of Art. 8 to 18, 20, 21, 43 and 47 to 49 (and, where a condition is met, of "
            "Art. 19 and 25) can be fined under Art. 99(4)."
        ),
        (
            "By Art. 99(1), each Member State sets the penalty for a breach of Art. 4 and 71 to 74 "
            "(and, where a condition is met, of Art. 21)."
        ),
    ]


def test_whoever_owes_no_transparency_is_not_told_its_fine(answered, ada):
    given = {"R1": "no", "R2": "yes", "H4a": "no", "T2": "yes", "T2a": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)

    assert record.outcome["class"] == "transparency"
    assert fined(record) == [
        "By Art. 99(1), each Member State sets the penalty for a breach of Art. 4."
    ]


def test_a_body_of_the_union_is_told_its_own_fine(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"R13a": "union"})

    assert fined(record) == [
        (
            "A breach of Art. 4, 26, 27, 49, 71 and 86 (and, where a condition is met, of Art. 73) "
            "can be fined under Art. 100(3)."
        )
    ]


def test_where_the_ai_office_fines_every_duty_is_meant(answered, ada):
    """Art. 75c(4)(a) takes in what Art. 99(4) does not list."""
    given = {"R1": "yes", "R2": "no", "H4a": "no", "R16": "large_platform"}
    record = classifications.answer(answered, actor=ada, answers=given)

    assert record.outcome["class"] == "minimal"
    assert [each for each in fined(record) if "Art. 4 " in each] == [
        "A breach of Art. 4 can be fined under Art. 75c(4)."
    ]


def test_where_nothing_is_owed_nothing_is_fined(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"S1": "system", "A1": "no"})

    assert fined(record) == []

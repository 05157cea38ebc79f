"""A "not sure" on a decisive answer is told wherever the class is, with what it may become."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from assessments.classification.actions import classifications, evaluation
from assessments.classification.actions import doubts as told_doubts
from assessments.classification.documents import chapters, doubts
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.overriding import class_word, status_of
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import class_status
from assessments.classification.kinds.classifications import CLASSIFICATION
from assessments.models import Classification
from assessments.overview import counting
from governance.gaps.reading import read as read_gaps
from inventory.use_cases import actions as use_cases
from ops.demo.answering import answer_open
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.shapes import Status
from tests import sessions

ON = datetime.date(2026, 11, 24)
DOUBTS = [
    {
        "question": "H4a",
        "why": "Nobody knows yet whether it ranks people.",
        "could_become": ["high_risk", "Annex III 4(a)"],
    },
    {
        "question": "P_A3",
        "why": "Harm is not judged.",
        "could_become": ["prohibited", "Art. 5(1)(a)"],
    },
]
THREE = (
    "It may be prohibited, high-risk or under transparency duties: that depends on 2 answers "
    "“Not sure”."
)
ONE_OF_TWO = (
    "It may be of minimal risk: that depends on 1 answer “Not sure”. What it asks depends on 1 "
    "answer “Not sure”."
)
OPEN = (
    "A decisive answer is missing or “Not sure”, or the law leaves open a point on which this "
    "rests."
)
SENTENCE = (
    "It may be prohibited or high-risk: that depends on 1 question without an answer and 1 answer "
    "“Not sure”."
)


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


@pytest.fixture
def doubted(answered, ada, monkeypatch):
    """Ranking on which nobody knows whether it ranks: minimal, and perhaps far worse."""
    read = evaluation.evaluate

    def with_doubts(*args, **more):
        found = read(*args, **more)
        found.outcome["doubts"] = DOUBTS
        return found

    monkeypatch.setattr(evaluation, "evaluate", with_doubts)
    return classifications.answer(answered, actor=ada, answers={"H4a": "unsure"})


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_badge_says_that_a_question_is_open(doubted):
    badge = status_of(doubted)

    assert doubted.outcome_class == "minimal"
    assert badge == Status(
        "Minimal risk, not settled",
        "warn",
        f"{OPEN} At worst: Prohibited.",
    )


def test_a_grave_class_with_an_open_question_stays_grave():
    assert class_status("prohibited", worst="prohibited") == Status(
        "Prohibited, questions open",
        "bad",
        OPEN,
    )


def test_without_a_doubt_nothing_is_added(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"H4a": "no"})

    assert "question" not in str(status_of(record).word)
    assert class_word(record) == "Minimal risk"
    assert doubts.headline(record.outcome, record.on_date) == ""


@pytest.mark.parametrize(
    ("could", "said"),
    [
        ([["high_risk"]], "It may be high-risk: that depends on 1 answer “Not sure”."),
        (
            [["high_risk", "transparency"], ["prohibited"]],
            THREE,
        ),
        (
            [["Art. 50(2)"]],
            "The class holds, but what it asks depends on 1 answer “Not sure”.",
        ),
        (
            [["minimal"], ["provider", "Art. 50(2)"]],
            ONE_OF_TWO,
        ),
    ],
)
def test_the_sentence_names_what_is_possible(could, said):
    told = [{"question": "H4a", "why": "", "could_become": each} for each in could]

    assert doubts.headline({"doubts": told}, ON) == said


@pytest.mark.parametrize(
    ("could", "said"),
    [
        (["minimal"], "By another reading of Annex III point 3(d) it may be of minimal risk."),
        (
            ["Art. 49 from 2026-08-02"],
            "The law leaves open what it asks or from when (Annex III point 3(d)).",
        ),
    ],
)
def test_the_sentence_tells_what_the_law_leaves_open(could, said):
    told = [{"law": "Annex III point 3(d)", "why": "", "could_become": could}]

    assert doubts.headline({"doubts": told}, ON) == said


LETTER = {
    "law": "Art. 113",
    "why": "",
    "could_become": ["Art. 49 from 2026-08-02", "Art. 27 from 2026-08-02"],
}


def test_an_open_day_is_a_headline_only_once_it_decides_what_binds(answered):
    before = answered.on_date.replace(month=7)
    since = "By its letter, Art. 113 makes Art. 27 and 49 apply from 2 Aug 2026."
    days = "Art. 49, 71 and 86 from 2 Dec 2027 (by the letter %s 2 Aug 2026)"

    def told(day):
        record = Classification(
            outcome=answered.outcome | {"doubts": [LETTER]},
            on_date=day,
            answered_count=answered.answered_count,
            edition=answered.edition,
            questionnaire_digest=answered.questionnaire_digest,
            obligation_profile_id=answered.obligation_profile_id,
        )
        said = ClassificationTeller(record, law=LawBook(record.edition, linked=False), day=day)
        return said.doubt, " ".join(said.owed())

    doubt, owed = told(answered.on_date)
    assert doubt == since
    assert days % "since" in owed
    doubt, owed = told(before)
    assert doubt == ""
    assert days % "from" in owed


def test_what_the_law_leaves_open_is_signed_and_asks_nothing_of_its_owner(answered, ada, client):
    given = {"R1": "no", "R2": "yes", "H_AREA": ["3"], "H3d": "yes", "H3_I": "academy", "H4a": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)
    record = answer_open(record, actor=ada)

    assert record.worst_class == record.outcome_class == "high_risk"
    assert str(status_of(record).word) == "High-risk, questions open"
    assert told_doubts.open_ones(record) == []
    signed = told_doubts.caveat(record)
    assert signed.startswith("Left open by the law: Not settled: Point 3(d)")
    assert "By the other reading it would be of minimal risk." in signed
    page = text_of(client.get(f"/classifications/{record.ref}/"))
    assert "By another reading of Annex III point 3(d) it may be of minimal risk." in page
    assert "On the answers so far" not in page
    assert doubts.headline(record.outcome, record.on_date) not in text_of(client.get("/"))


def test_the_result_names_each_open_answer_and_whom_to_ask(doubted, client):
    page = text_of(client.get(f"/classifications/{doubted.ref}/"))

    assert SENTENCE in page
    assert "With another answer: high-risk (Annex III point 4(a)" in page
    assert "With another answer: prohibited (Art. 5(1)(a)" in page
    assert "Ask whoever built or bought the system" in page


@pytest.mark.parametrize("query", ["at_worst=prohibited", "", "outcome_class=minimal"])
def test_the_list_and_its_filter_tell_it(query, doubted, client):
    page = text_of(client.get(f"/classifications/?{query}"))

    assert "Minimal risk, not settled" in page


def test_the_filter_leaves_out_what_is_not_open(doubted, client):
    page = text_of(client.get("/classifications/?at_worst=high_risk"))

    assert "Minimal risk, not settled" not in page


def test_files_tell_it(doubted, client):
    body = b"".join(client.get("/classifications/export.csv").streaming_content).decode()
    owed = b"".join(client.get("/obligations/export.csv").streaming_content).decode()

    told = "Minimal risk (not settled; at worst: Prohibited)"
    assert told in body
    assert told in owed or "Art. " not in owed


def test_the_use_case_and_its_list_tell_it(doubted, client):
    ref = doubted.use_case.ref

    assert SENTENCE in text_of(client.get(f"/use-cases/{ref}/"))
    assert "Minimal risk, not settled" in text_of(client.get("/use-cases/"))
    assert ref in text_of(client.get("/use-cases/?ai_act_worst=prohibited"))
    assert ref not in text_of(client.get("/use-cases/?ai_act_worst=minimal"))


def test_the_home_page_and_the_overview_tell_it(doubted, client, ada):
    told = f"The class of {doubted.ref} is not settled: at worst it is Prohibited."
    assert told in text_of(client.get("/"))
    assert counting.gaps(ada)["classification.open_question", "missing"] == 1
    assert counting.cases(ada).worst == "prohibited"
    assert "Not settled" in text_of(client.get("/overview/"))


def test_what_is_signed_and_printed_tells_it(doubted, people):
    reading = DocumentReading(Actor.of(people.ada), timezone.now())
    printed = chapters.classification(doubted.use_case, reading)
    signed = CLASSIFICATION.document.make(doubted, reading)

    for section in (printed, signed):
        assert SENTENCE in re.sub(r"\s+", " ", section.chapter.html)
    found = read_gaps(Actor.of(people.ada), doubted).every
    assert "classification.open_question" in [gap.check for gap in found]


NO_ANSWER = {"P_BA1", "P_BB1"}
MAKES_BANNED = (
    "2 questions that decide the class have no answer. At worst: prohibited (Art. 5(1)(ba) and "
    "Art. 5(1)(bb))"
)
TO_COME = f"{MAKES_BANNED} from 2 Dec 2026."


def bans(*pairs, begins="2026-12-02"):
    return [
        {"class": "prohibited", "by": [f"Art. 5(1)({ban})"], "from": begins, "questions": [asked]}
        for ban, asked in pairs
    ]


BOTH = bans(("ba", "P_BA1"), ("bb", "P_BB1"))


def answered_but(record, given, silent, *, actor):
    """Answer what is asked by its default, but for the questions that stay silent."""
    record = classifications.answer(record, actor=actor, answers=given)
    while asked := record.open_questions - set(silent):
        sheet = record.sheet()
        defaults = {name: sheet.effective[name] for name in asked}
        more = {name: v if isinstance(v, str) else list(v) for name, v in defaults.items()}
        record = classifications.answer(record, actor=actor, answers=more)
    return record


def test_a_ban_to_come_is_open_until_its_questions_are_answered(started, ada, client):
    given = {"R2": "yes", "P_MEDIA": "yes"}
    record = answered_but(started, given, NO_ANSWER, actor=ada)
    page = text_of(client.get(f"/classifications/{record.ref}/"))

    assert record.outcome["unanswered"] == BOTH
    assert (record.outcome_class, record.worst_class) == ("minimal", "prohibited")
    assert "Minimal risk, not settled" in str(status_of(record).word)
    assert doubts.headline(record.outcome, record.on_date) == TO_COME
    assert TO_COME in page
    assert "Not settled. On the answers so far, nothing was found." in page
    assert "minimal risk." not in page
    assert page.count("<strong>No answer yet</strong>") == 2
    assert re.search(r"prohibited \(.*Art. 5\(1\)\(ba\).*\) from 2 Dec 2026", page)

    settled = classifications.answer(record, actor=ada, answers={"P_BA1": "no", "P_BB1": "no"})

    assert "unanswered" not in settled.outcome
    assert (settled.worst_class, doubts.headline(settled.outcome, settled.on_date)) == ("", "")
    page = text_of(client.get(f"/classifications/{record.ref}/"))
    assert "This use carries minimal risk." in page
    assert "so far" not in page


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"P_MEDIA": "no"}, None),
        ({"A1": "no"}, None),
        ({"P_BA1": "no"}, BOTH[1:]),
        ({"P_BA1": "yes", "P_BA2": "no", "P_BB1": "no"}, None),
    ],
)
def test_only_what_could_still_bring_a_ban_about_is_open(given, left, started, ada):
    record = answered_but(started, given, NO_ANSWER, actor=ada)

    assert record.outcome.get("unanswered") == left


def test_once_the_ban_has_begun_its_open_question_is_as_open_as_before(started, ada):
    day = datetime.date(2026, 12, 2)
    record = answered_but(started, {"R2": "yes"}, NO_ANSWER, actor=ada)

    record = classifications.choose_law(record, actor=ada, edition=record.edition, on=day)

    assert record.outcome["unanswered"] == bans(("ba", "P_BA1"), ("bb", "P_BB1"), begins=None)
    assert record.worst_class == "prohibited"
    assert doubts.headline(record.outcome, record.on_date) == f"{MAKES_BANNED}."


def test_an_empty_sheet_is_told_by_number_and_section_and_looks_like_nothing(started, ada, client):
    record = classifications.answer(started, actor=ada, answers={"A1": "yes"})
    page = text_of(client.get(f"/classifications/{record.ref}/"))
    decisive = {
        name
        for each in record.outcome["unanswered"]
        if each["class"] != "minimal"
        for name in each["questions"]
    }

    told = f"{len(decisive)} questions that decide the class have no answer. At worst: prohibited."
    assert told in doubts.headline(record.outcome, record.on_date)
    assert told in page
    assert record.worst_class == "prohibited"
    assert "Not settled. On the answers so far, nothing was found." in page
    assert "So far no duty was found that falls on us." in page
    assert "minimal risk." not in page
    assert page.count("without an answer</strong>") < 10
    assert "<strong>No answer yet</strong>" not in page


def test_out_of_scope_by_a_silence_is_not_told_as_settled(started, ada, client):
    """Art. 2(8): tests in real-world conditions are no research before the market."""
    given = {"S5": "yes", "H_AREA": ["4"], "H4a": "yes", "R1": "yes", "F_PROF": "yes"}
    record = answered_but(started, given, {"S5a"}, actor=ada)
    page = text_of(client.get(f"/classifications/{record.ref}/"))

    assert (record.outcome_class, record.worst_class) == ("out_of_scope", "high_risk")
    assert "Not settled. On the answers so far, this use is outside the AI Act." in page
    assert "The AI Act does not apply" not in page
    assert "No duty of this Act falls on us" not in page

    record = classifications.answer(record, actor=ada, answers={"S5a": "no"})

    assert "The AI Act does not apply" in text_of(client.get(f"/classifications/{record.ref}/"))


@pytest.mark.parametrize(
    ("silent", "row", "sentence"),
    [
        (
            {"R1"},
            "Provider; whether that is you is open",
            "falls on the provider; whether that is you depends on an open answer.",
        ),
        (set(), "Provider, not you", "falls on the provider, who is somebody else."),
    ],
)
def test_somebody_else_is_the_provider_only_once_that_was_said(
    silent, row, sentence, started, ada, client
):
    """Art. 3(3), 50(2)."""
    record = answered_but(started, {"R2": "yes", "T2": "yes"}, silent, actor=ada)
    page = text_of(client.get(f"/classifications/{record.ref}/"))

    assert row in page
    assert sentence in page


def test_badge_filter_overview_and_page_count_the_same_as_open(doubted, people, client, ada):
    """One use case with two open classifications: two are gaps, and one is open in the register."""
    use = {"title": "For interns", "places": "Denmark"}
    case = use_cases.change(doubted.use_case, actor=ada, values={}, intended_uses=[use])
    interns = case.intended_uses.get(title="For interns")
    second = classifications.start(
        case, actor=ada, intended_use=interns, edition="2026-1744", on=ON
    )
    classifications.answer(second, actor=ada, answers={"H4a": "unsure"})

    assert counting.cases(ada).worst == "prohibited"
    assert counting.gaps(ada)["classification.open_question", "missing"] == 2
    assert client.get("/gaps/?check=classification.open_question").context["count"] == 2
    listed = text_of(client.get("/use-cases/"))
    assert listed.count("not settled</span>") == 1
    assert (
        text_of(client.get("/use-cases/?ai_act_worst=prohibited")).count("not settled</span>") == 1
    )
    assert Classification.objects.exclude(worst_class="").count() == 2

"""A change of the law: read for every case, stored nowhere, adopted by decision."""

import datetime
import json
from io import BytesIO, StringIO

import openpyxl
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from assessments.classification.actions import classifications
from assessments.engine.obligations.editions import compare_case, compare_editions
from assessments.law_changes import work as waiting
from assessments.law_changes.actions import edition_cases, edition_change, edition_reviews
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.law_changes.documents.edition_book import write_xlsx
from assessments.law_changes.documents.edition_change import as_pdf
from assessments.models import Classification, EditionDecision, EditionReview
from controls.frameworks.loading import load_edition
from governance.models import SignOff
from records import jobs
from records.actors import Actor
from records.changing.acting import acting
from records.errors import Refused, RuleError
from records.models import Entry, Job
from records.verbs import Verb
from tests import sessions
from tests.assessments.conftest import answer_all, hiring_case
from tests.assessments.test_obligations import sign
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)
CHANGE = EditionChange("2024-1689", "2026-1744", ON)


@pytest.fixture
def old(answered, ada):
    """A high-risk classification read by the law as published."""
    return classifications.choose_law(answered, actor=ada, edition="2024-1689", on=ON)


@pytest.fixture
def signed_old(old, people, policy):
    return sign(old, people)


@pytest.fixture
def report(old):
    return edition_change.compare(CHANGE, edition_cases.cases(SYSTEM))


MOVE = Verb("inventory.usecase.move_for_tests", needs="change", told="moved the record")


@pytest.fixture
def review(report, old, ada):
    (made,) = edition_reviews.give_tasks(report, actor=ada, refs=[old.ref])
    return made


def everything():
    """All that decisions rest on, as it is stored."""
    return (
        list(Classification.objects.order_by("pk").values()),
        list(SignOff.objects.order_by("pk").values()),
        Entry.objects.count(),
        EditionReview.objects.count(),
    )


def test_the_editions_differ_in_what_was_published():
    changes = compare_editions(
        load_edition("eu-ai-act", "2024-1689"), load_edition("eu-ai-act", "2026-1744")
    )

    by_code = {item.code: item for item in changes}
    counts = {
        sort: sum(sort in item.sorts for item in changes)
        for sort in ("inserted", "amended", "deleted", "moved")
    }
    assert counts == {"inserted": 34, "amended": 25, "deleted": 4, "moved": 329}
    assert by_code["Art. 10(5)"].sorts == ("deleted",)
    assert by_code["Art. 5(1)(ba)"].sorts == ("inserted",)
    assert by_code["Art. 9(1)"].before["annex_iii"] == datetime.date(2026, 8, 2)
    assert by_code["Art. 9(1)"].after["annex_iii"] == datetime.date(2027, 12, 2)


def test_an_edition_does_not_differ_from_itself():
    law = load_edition("eu-ai-act", "2026-1744")

    assert compare_editions(law, law) == ()


OUTCOME = {
    "class": "high_risk",
    "gpai": "none",
    **{name: [] for name in ("grounds", "prohibited", "transparency", "roles", "upcoming")},
    "warnings": [],
    "duties": [],
    "needs_review": [],
}


@pytest.mark.parametrize(
    ("after", "questions", "verdict"),
    [
        ({}, [], "same"),
        ({"class": "minimal"}, [], "changed"),
        ({"upcoming": ["Art. 5(1)(ba)"]}, [], "changed"),
        ({}, ["P_BA"], "needs_answers"),
        ({"needs_review": [{"rule": "R", "why": "Not settled"}]}, [], "needs_answers"),
        ({"class": "minimal"}, ["P_BA"], "changed"),
        ({"duties": [{"provision": "Art. 4", "role": "provider", "applies_from": None}]}, [],
         "same"),
    ],
    ids=["same", "class", "upcoming", "question", "review", "both", "duty"],
)  # fmt: skip
def test_a_case_is_judged_by_its_outcome(after, questions, verdict):
    found = compare_case(OUTCOME, {**OUTCOME, **after}, new_questions=questions)

    assert found.verdict == verdict
    assert found.questions == tuple(questions)


def test_the_report_tells_which_obligations_move_and_why(report, old):
    (case,) = report["use_cases"]
    moved = report["obligations"][case["obligations"]]["moved"]

    assert report["summary"]["read"] == 1
    assert case["ref"] == old.ref
    assert case["before"] == case["after"] == "high_risk"
    assert {(item["from"], item["to"]) for item in moved} == {("2026-08-02", "2027-12-02")}
    assert len(moved) == 19
    assert "2 December 2027" in moved[0]["why"]


def test_new_questions_of_the_new_edition_are_named(report):
    (case,) = report["use_cases"]

    assert case["questions"] == []
    assert case["verdict"] == "same"


def test_a_coming_ban_changes_the_outcome_and_is_gained(started, ada):
    answers = {"R1": "yes", "P_BA1": "yes", "P_BA2": "yes", "P_B3P": "yes"}
    record = classifications.answer(started, actor=ada, answers=answers)
    classifications.choose_law(record, actor=ada, edition="2024-1689", on=ON)

    told = edition_change.compare(CHANGE, edition_cases.cases(SYSTEM))

    (case,) = told["use_cases"]
    gained = told["obligations"][case["obligations"]]["gained"]
    assert case["verdict"] == "changed"
    assert case["differs"]["upcoming"] == {"gained": ["Art. 5(1)(ba)"]}
    assert [(item["provision"], item["because"]) for item in gained] == [
        ("Art. 5(1)(ba)", "inserted"),
        ("Art. 5(1a)(a)", "inserted"),
    ]
    assert {item["applies_from"] for item in gained} == {"2026-12-02"}


def test_what_a_ban_sets_aside_is_neither_gained_nor_moved(started, ada):
    answers = {"R2": "yes", "R14": "yes", "P_F1": "yes", "P_F2": "yes", "P_F3": "no",
               "H_AREA": ["4"], "H4b": "yes", "F_PROF": "yes"}  # fmt: skip
    record = classifications.answer(started, actor=ada, answers=answers)
    classifications.choose_law(record, actor=ada, edition="2024-1689", on=ON)

    told = edition_change.compare(CHANGE, edition_cases.cases(SYSTEM))

    (case,) = told["use_cases"]
    assert case["before"] == case["after"] == "prohibited"
    assert told["obligations"] == {}
    assert told["summary"]["obligations"] == {"gained": 0, "lost": 0, "moved": 0}


def test_reporting_touches_nothing_that_was_decided(signed_old, tmp_path):
    before = everything()

    call_command("load_catalogue", stdout=StringIO())
    loaded = everything()
    call_command(
        "change_report", "--from", "2024-1689", "--to", "2026-1744",
        "--out", str(tmp_path / "report.xlsx"), stdout=StringIO(),
    )  # fmt: skip

    assert loaded[:2] == before[:2]
    assert everything() == loaded
    assert Classification.objects.with_standing().get().standing == "signed"


def test_the_command_prints_the_report(old):
    out = StringIO()

    call_command("change_report", "--from", "2024-1689", "--to", "2026-1744", "--json", stdout=out)

    told = json.loads(out.getvalue())
    assert (told["from"], told["to"]) == ("2024-1689", "2026-1744")
    assert told["summary"]["obligations"]["moved"] == 19
    assert len(told["provisions"]) == len(
        compare_editions(
            load_edition("eu-ai-act", "2024-1689"), load_edition("eu-ai-act", "2026-1744")
        )
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from", "2020-1", "--to", "2026-1744"], "There is no edition “2020-1”"),
        (["--from", "2026-1744", "--to", "2026-1744"], "two different editions"),
        (["--from", "2024-1689", "--to", "2026-1744", "--on", "soon"], "is no day"),
        (["--from", "2024-1689", "--to", "2026-1744", "--out", "report.doc"], "neither .xlsx nor"),
    ],
    ids=["unknown", "same", "day", "file"],
)
def test_the_command_refuses_what_makes_no_sense(arguments, told, people):
    with pytest.raises(CommandError, match=told):
        call_command("change_report", *arguments)


def test_the_workbook_holds_cases_obligations_and_provisions(report, tmp_path):
    path = tmp_path / "report.xlsx"
    with path.open("wb") as out:
        write_xlsx(report, out)

    book = openpyxl.load_workbook(path)

    assert book.sheetnames == ["Use cases", "Obligations", "Provisions", "About"]
    assert book["Obligations"].max_row == 20
    assert book["Provisions"].max_row == len(report["provisions"]) + 1


def test_the_print_is_a_tagged_document(report):
    moment = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)

    content = as_pdf(report, at=moment)

    assert content.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in content
    assert b"/MarkInfo" in content
    assert as_pdf(report, at=moment) == content


def test_the_print_is_short_and_carries_the_whole_tables_inside(report, tmp_path):
    moment = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    path = tmp_path / "report.pdf"
    path.write_bytes(as_pdf(report, at=moment))

    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
        inside = pdf.attachments["report.xlsx"]
        book = openpyxl.load_workbook(BytesIO(inside.get_file().read_bytes()))

    assert pages <= 5
    assert book["Provisions"].max_row == len(report["provisions"]) + 1
    assert book["Obligations"].max_row == 20


def test_a_report_is_a_job_that_leads_to_its_page(old, ada, client, people):
    with transaction.atomic():
        job = edition_change.ask(CHANGE, actor=ada)

    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.title == "What changes from edition 2024-1689 to 2026-1744"
    assert job.result["url"] == f"/obligations/changes/{job.pk}/"
    assert job.result["report"]["summary"]["read"] == 1


def test_a_report_holds_only_what_is_within_reach(old, people):
    assert edition_cases.cases(Actor.of(people.cleo)) == []


def test_a_stored_report_leaves_out_what_moved_out_of_reach(old, client, people):
    ben = Actor.of(people.ben)
    with transaction.atomic():
        job = edition_change.ask(CHANGE, actor=ben)
    jobs.run(str(job.pk))
    sessions.begin(client, people.ben)
    pages = [f"/obligations/changes/{job.pk}/", f"/obligations/changes/{job.pk}/report.json"]
    pages.append(f"/api/v1/edition-changes/{job.pk}/")
    name, case = old.use_case.name, f"/obligations/changes/{job.pk}/{old.ref}/"

    before = [name in client.get(page).getvalue().decode() for page in pages]
    before_case = client.get(case).status_code
    with acting(MOVE, old.use_case, SYSTEM) as moved:
        moved.unit, moved.owner = people.away, None
    after = [name in client.get(page).getvalue().decode() for page in pages]

    assert (before, before_case) == ([True, True, True], 200)
    assert after == [False, False, False]
    assert client.get(case).status_code == 404
    assert client.get(f"/obligations/changes/{job.pk}/report.pdf").status_code == 403


def test_tasks_go_to_the_owner_once(report, review, ada, people):
    again = edition_reviews.give_tasks(report, actor=ada, refs=[review.classification.ref])

    assert again == []
    assert review.owner == people.ada
    assert review.decision == EditionDecision.OPEN
    assert [item.kind for item in waiting.reviews(ada)] == [review.ref]


def test_a_stranger_gives_no_tasks(report, old, people):
    made = edition_reviews.give_tasks(report, actor=Actor.of(people.cleo), refs=[old.ref])

    assert made == []
    assert not EditionReview.objects.exists()


def test_adopting_reads_the_classification_anew_and_ends_the_task(review, old, ada):
    edition_reviews.adopt(review, actor=ada)

    adopted = Classification.objects.get(pk=old.pk)
    assert adopted.edition == "2026-1744"
    assert adopted.answers == old.answers
    assert EditionReview.objects.get().decision == EditionDecision.ADOPTED
    assert list(waiting.reviews(ada)) == []


def test_keeping_needs_a_reason(review, ada):
    with pytest.raises(RuleError, match="Say why"):
        edition_reviews.keep(review, actor=ada, reason=" ")

    assert EditionReview.objects.get().decision == EditionDecision.OPEN


def test_what_is_decided_is_not_decided_again(review, ada):
    edition_reviews.keep(review, actor=ada, reason="The contract names the old law.")

    with pytest.raises(RuleError, match="is decided already"):
        edition_reviews.adopt(EditionReview.objects.get(), actor=ada)

    assert Classification.objects.get().edition == "2024-1689"


def test_many_are_adopted_and_sent_by_a_job(review, signed_old, ada):
    with transaction.atomic():
        job = edition_reviews.ask_to_adopt([review.pk], actor=ada, send=True)

    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.result["facts"]["Read by the new edition"] == 1
    adopted = Classification.objects.with_standing().get()
    assert adopted.edition == "2026-1744"
    assert job.result["facts"]["Sent for sign-off"] == 1
    assert adopted.standing == "waiting"


def test_a_later_attempt_goes_on_where_the_first_broke_off(
    review, signed_old, ada, people, policy, monkeypatch
):
    """Adopted in two sets; the first attempt breaks off after the first set."""
    second = another_review(people, ada)
    monkeypatch.setattr(edition_reviews, "BATCH", 1)
    with transaction.atomic():
        job = edition_reviews.ask_to_adopt([review.pk, second.pk], actor=ada, send=True)
    tell = jobs.Run.step
    monkeypatch.setattr(jobs.Run, "step", break_off)
    jobs.run(str(job.pk))
    half = Classification.objects.filter(edition="2026-1744").count()
    Job.objects.update(lease_until=None)
    monkeypatch.setattr(jobs.Run, "step", tell)

    jobs.run(str(job.pk))

    job.refresh_from_db()
    assert half == 1
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert job.result["facts"] == {"Read by the new edition": 2, "Sent for sign-off": 2}
    assert set(Classification.objects.values_list("edition", flat=True)) == {"2026-1744"}
    assert SignOff.objects.waiting().count() == 2
    assert Entry.objects.filter(verb="assessments.edition_review.adopt").count() == 2


def another_review(people, ada):
    case = hiring_case(people, ada, "Ranking of interviews")
    begun = answer_all(classifications.start(case, actor=ada, edition="2026-1744", on=ON), ada)
    old = classifications.choose_law(begun, actor=ada, edition="2024-1689", on=ON)
    report = edition_change.compare(CHANGE, edition_cases.cases(SYSTEM))
    (made,) = edition_reviews.give_tasks(report, actor=ada, refs=[old.ref])
    return made


def break_off(*_told):
    raise OperationalError("terminating connection")


def test_a_stranger_adopts_nothing(review, people):
    with pytest.raises((Refused, RuleError)):
        edition_reviews.ask_to_adopt([review.pk], actor=Actor.of(people.cleo), send=False)

    assert EditionReview.objects.get().decision == EditionDecision.OPEN

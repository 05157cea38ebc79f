"""The report on corrected law and questions: told to owners with reasons."""

import json
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from assessments.classification.actions import classifications, evaluation
from assessments.engine import corrections
from assessments.engine.effects import load_act
from assessments.law_changes.actions import edition_cases, edition_change, edition_corrections
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.law_changes.documents import edition_names, edition_why
from assessments.law_changes.documents.edition_book import write_xlsx
from assessments.law_changes.documents.edition_change import as_pdf, told
from assessments.law_changes.models.edition_names import name_words
from assessments.models import Classification
from assessments.obligations.actions import obligations
from controls.frameworks.loading import load_edition
from controls.frameworks.models.provisions import ProvisionContent
from controls.models import EarlierProvision, Provision
from ops.demo.answering import answer_open
from records import jobs
from tests import sessions
from tests.assessments.corrections.conftest import CHANGE, NAME, REVISION
from tests.assessments.engine.test_accounts import without
from tests.assessments.test_edition_change import ON, everything
from tests.people import SYSTEM

PRIVATE, NOTICES = corrections.by_subject("2026-1744", corrections.QUESTIONS)["T_5"]


def test_a_corrected_edition_has_a_name_with_its_revisions():
    assert NAME.startswith("2026-1744+2.")
    assert NAME in corrections.corrected()
    assert corrections.edition_of(NAME) == "2026-1744"
    assert name_words("2026-1744+2.1") == "2026-1744, revision 2"
    assert name_words("2026-1744+2.3") == "2026-1744, revision 2, questions revision 3"


def test_the_report_tells_the_duty_that_goes_and_the_correction_it_goes_by(report, earlier):
    (case,) = report["use_cases"]
    changes = report["obligations"][case["obligations"]]

    assert (report["from"], report["to"]) == ("2026-1744", NAME)
    assert case["ref"] == earlier.ref
    (lost,) = [item for item in changes["lost"] if item["provision"] == "Art. 27(4)"]
    assert lost["because"] == "corrected"
    assert "Art. 14(2), 17(2), 27(4), 48(2) and (5)" in lost["why"]
    assert "law:no-duty-of-its-own" in case["corrections"]


@pytest.fixture
def ruled(started, ada, monkeypatch):
    """A classification as it was recorded before the rule on texts was corrected."""
    answers = {"R1": "yes", "R2": "yes", "T5": "yes", "T5c": "no", "T5e": "no"}
    record = classifications.answer(started, actor=ada, answers=answers)
    record = answer_open(record, actor=ada)
    before = without("T_5")
    was = evaluation.evaluate(record.answers, edition="2026-1744", on=ON, act=before)
    monkeypatch.setattr(edition_corrections, "act_of", lambda _digest: before)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assessments_classification SET law_digest = %s, outcome = %s",
            ["0" * 64, json.dumps(was.outcome)],
        )
    return Classification.objects.get(pk=record.pk)


def test_people_read_the_answers_and_texts_behind_a_changed_result(ruled, law, client, people, ada):
    with transaction.atomic():
        job = edition_change.ask(CHANGE, actor=ada)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    report = job.result["report"]
    (case,) = report["use_cases"]
    sessions.begin(client, people.ada)
    page = client.get(f"/obligations/changes/{job.pk}/").content.decode()
    detail = client.get(f"/obligations/changes/{job.pk}/{ruled.ref}/").content.decode()

    assert (case["before"], case["after"]) == ("minimal", "transparency")
    assert case["differs"]["transparency"] == {"gained": ["Art. 50(4) text"]}
    assert case["corrections"] == ["questions:private-users", "questions:notices"]
    told = edition_why.reasons(case, report)
    assert told[0] == "New: transparency cases Art. 50(4) second subparagraph"
    assert [each.rpartition(" (")[0] for each in told[1:]] == [
        f"Corrected: {PRIVATE['reason']}",
        f"Corrected: {NOTICES['reason']}",
    ]
    assert NOTICES["reason"] in page
    question = load_act().questionnaire.by_id["T5"]
    asked = f"/classifications/{ruled.ref}/questions/{question.section}/#T5"
    assert f'href="{asked}">{question.text}' in detail
    assert "/frameworks/eu-ai-act/2026-1744/" in detail
    assert "questions:notices" not in page + detail
    assert "T_5" not in page + detail


def test_old_and_new_wording_of_a_corrected_provision_stand_side_by_side(law, tmp_path):
    row = Provision.objects.get(edition=law, code="Art. 27(4)")
    content = {
        name: getattr(row, name)
        for name in (field.attname for field in ProvisionContent._meta.local_fields)
    }
    before = {"kind": "duty", "summary": "As it was told at first."}
    EarlierProvision.objects.create(
        **content | before, provision=row, parent_id=row.parent_id, until_revision=2
    )

    report = edition_change.compare(CHANGE, [])
    with (tmp_path / "report.xlsx").open("wb") as out:
        write_xlsx(report, out)
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Provisions"]
    written = {cells[0]: cells[2:5] for cells in sheet.iter_rows(values_only=True)}
    shown = {item["provision"]: item for item in told(report)["reworded"]}

    assert shown["Art. 27(4)"]["before"] == [
        "In our words: As it was told at first.",
        "Kind: duty",
    ]
    assert shown["Art. 27(4)"]["after"] == [f"In our words: {row.summary}", "Kind: permission"]
    assert shown["Annex IX"]["before"] == []
    assert [line.partition(":")[0] for line in shown["Annex IX"]["after"]] == [
        "In our words",
        "Kind",
        "For",
        "Applies to",
        "From",
    ]
    assert shown["Art. 14(2)"]["before"] == [
        "The wording before the correction was never published here."
    ]
    assert written["Art. 27(4)"] == (
        "corrected in our catalogue",
        "In our words: As it was told at first.; Kind: duty",
        f"In our words: {row.summary}; Kind: permission",
    )


def test_the_report_tells_what_an_update_worked_out_anew_already(earlier):
    """Obligations follow newer conditions at once; what they were is what was decided by."""
    assert obligations.derive_missing(actor=SYSTEM) == 1

    report = edition_change.compare(CHANGE, edition_cases.cases(SYSTEM))

    (case,) = report["use_cases"]
    lost = report["obligations"][case["obligations"]]["lost"]
    assert [item["provision"] for item in lost] == ["Art. 27(4)"]
    assert case["corrections"] == ["law:no-duty-of-its-own"]


def test_the_report_tells_every_correction_with_reason_and_citation(report):
    ids = {each["id"] for each in report["corrections"]}
    rows = {item["provision"]: item for item in report["provisions"]}

    assert "law:national-register" in ids
    assert all(each["reason"] and each["citation"] for each in report["corrections"])
    assert rows["Art. 49(5)"]["changes"] == ["corrected"]
    assert rows["Annex IX"]["changes"] == ["added"]
    assert told(report)["new"].startswith(load_edition("eu-ai-act", "2026-1744").title)


def test_what_is_as_corrected_is_counted_and_told_not_listed(answered, client, people, ada):
    with transaction.atomic():
        job = edition_change.ask(CHANGE, actor=ada)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    report = job.result["report"]
    sentence = f"The one classification already rests on {REVISION}."
    sessions.begin(client, people.ada)
    page = client.get(f"/obligations/changes/{job.pk}/").content.decode()

    assert report["use_cases"] == []
    assert report["summary"]["read"] == report["summary"]["resting"] == 1
    assert report["summary"]["outcome"] == {"changed": 0, "needs_answers": 0, "same": 0}
    assert [stat.number for stat in told(report)["stats"]] == [1, 1, 0, 0, 0, 0, 0, 0]
    assert told(report)["resting"] == sentence
    assert sentence in page
    assert "Nothing was read" not in page


@pytest.mark.parametrize(
    ("read", "resting", "sentence"),
    [
        (0, 0, "No classification is read by edition 2026-1744."),
        (3, 0, ""),
        (3, 1, f"1 of 3 classifications already rests on {REVISION}."),
        (3, 3, f"All 3 classifications already rest on {REVISION}."),
    ],
    ids=["none", "nothing rests", "one", "all"],
)
def test_what_rests_on_the_revision_is_told(read, resting, sentence):
    report = {"to": NAME, "summary": {"read": read, "resting": resting}}

    assert edition_names.resting(report) == sentence


def test_a_report_is_headed_by_its_revision(answered, ada):
    with transaction.atomic():
        job = edition_change.ask(CHANGE, actor=ada)

    assert job.title == f"What changes in edition 2026-1744 with {REVISION}"


def test_what_is_read_by_another_edition_is_left_out(earlier):
    change = EditionChange("2024-1689", corrections.name_of("2024-1689"), ON)

    assert edition_change.compare(change, edition_cases.cases(SYSTEM))["use_cases"] == []


def test_reporting_rewrites_nothing(earlier):
    before = everything()

    edition_change.compare(CHANGE, edition_cases.cases(SYSTEM))

    assert everything() == before


def test_the_report_is_written_as_workbook_and_print(report, tmp_path):
    with (tmp_path / "report.xlsx").open("wb") as out:
        write_xlsx(report, out)

    assert as_pdf(report, at=timezone.now()).startswith(b"%PDF-1.7")


def test_the_command_reports_a_correction(earlier):
    out = StringIO()

    call_command("change_report", "--from", "2026-1744", "--to", NAME, "--json", stdout=out)

    assert json.loads(out.getvalue())["summary"]["read"] == 1


@pytest.mark.parametrize("name", ["2026-1744+9.9", "2024-1689+2.1", "2026-1744+"])
def test_a_correction_that_is_not_there_is_refused(name, people):
    with pytest.raises(CommandError, match="There is no edition"):
        call_command("change_report", "--from", "2026-1744", "--to", name)

"""The report on a change of the law as a workbook: use cases, obligations, provisions."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from assessments.classification.documents.words import ROLES
from assessments.law_changes.documents import edition_figures, edition_law, edition_names
from assessments.law_changes.documents.edition_causes import because
from assessments.law_changes.documents.edition_why import of_questions
from records.lists import exports
from records.values import Plain


def write_xlsx(report: Mapping[str, Any], out: IO[bytes], made: datetime | None = None) -> None:
    """Write use cases, obligations and provisions as one table each."""
    exports.write_book(_sheets(report), out, made=made)


def _sheets(report: Mapping[str, Any]) -> list[exports.ExportSheet]:
    is_corrected = edition_names.is_on_revision(report)
    about = {
        _("Content"): edition_names.heading(report["from"], report["to"]),
        **({} if is_corrected else {_("New edition read as of"): report["on"]}),
        **{str(stat.label): str(stat.number) for stat in edition_figures.stats(report)},
        **({_("Already corrected"): resting} if (resting := edition_names.resting(report)) else {}),
        _("Note"): _("Texts in our own words; not legal advice."),
    }
    cases = [_("Use case"), _("Name"), _("Unit"), _("Classification"), _("Read by"), _("Found"),
             _("Class before"), _("Class after"), _("Reasons"), _("Gained"), _("Lost"),
             _("Moved"), _("Owner")]  # fmt: skip
    owed = [_("Use case"), _("Change"), _("Provision"), _("Role"), _("Before"), _("After"),
            _("Reason")]  # fmt: skip
    ruled = [_("Corrected"), _("By the text"), _("Revision"), _("Day"), _("Use cases concerned")]
    law = [_("Provision"), _("Title"), _("Change"), _("Before"), _("After"), _("What changed")]
    return [
        exports.ExportSheet(_("Use cases"), cases, _case_rows(report), about),
        exports.ExportSheet(_("Obligations"), owed, _owed_rows(report)),
        exports.ExportSheet(_("Provisions"), law, _law_rows(report)),
        *(
            [exports.ExportSheet(_("Questions and rules"), ruled, _ruled_rows(report))]
            * is_corrected
        ),
    ]


def _case_rows(report: Mapping[str, Any]) -> Iterator[list[Plain]]:
    for item in report["use_cases"]:
        changes = report["obligations"].get(item["obligations"], {})
        counts: list[Plain] = [len(changes.get(sort, ())) for sort in edition_figures.MOVES]
        case = edition_figures.case_told(item, report)
        yield [
            item["use_case"], item["name"], item["unit"], item["ref"], item["read_by"],
            str(case["verdict_word"]), case["before_word"], case["after_word"],
            "; ".join(case["reasons"]), *counts, item["owner"] or "",
        ]  # fmt: skip


def _owed_rows(report: Mapping[str, Any]) -> Iterator[list[Plain]]:
    for item in report["use_cases"]:
        changes = report["obligations"].get(item["obligations"], {})
        for sort, word in edition_figures.MOVES.items():
            for each in changes.get(sort, ()):
                moved = sort == "moved"
                before = each["from"] if moved else each["applies_from"] if sort == "lost" else None
                after = each["to"] if moved else each["applies_from"] if sort == "gained" else None
                reason = each["why"] if moved else because(each)
                days = [edition_figures.day(before), edition_figures.day(after)]
                role = str(ROLES.get(each["role"], each["role"]))
                yield [item["use_case"], str(word), each["provision"], role, *days, reason]


def _ruled_rows(report: Mapping[str, Any]) -> Iterator[list[Plain]]:
    for each in of_questions(report):
        day = edition_figures.day(each["date"])
        concerned = ", ".join(each["concerned"])
        yield [each["reason"], each["citation"], each["revision"], day, concerned]


def _law_rows(report: Mapping[str, Any]) -> Iterator[list[Plain]]:
    for item in report["provisions"]:
        told_ = edition_law.provision_told(item)
        yield [
            item["provision"], item["title"], told_["sorts"], "; ".join(told_["before"]),
            "; ".join(told_["after"]), item["told"],
        ]  # fmt: skip

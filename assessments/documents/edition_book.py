"""The report on a change of the law as a workbook: use cases, obligations, provisions."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _

from assessments.documents import edition_change as report_words
from assessments.documents.words import ROLES
from records import exports
from records.values import Plain


def write_xlsx(report: Mapping[str, Any], out: IO[bytes]) -> None:
    """Write use cases, obligations and provisions as one table each."""
    exports.write_book(_sheets(report), out)


def _sheets(report: Mapping[str, Any]) -> list[exports.Sheet]:
    about = {
        _("Content"): _("What changes from edition %(old)s to %(new)s")
        % {"old": report["from"], "new": report["to"]},
        _("New edition read as of"): report["on"],
        **{str(stat.label): str(stat.number) for stat in report_words.stats(report)},
        _("Note"): _("Texts in our own words; not legal advice."),
    }
    cases = [_("Use case"), _("Name"), _("Unit"), _("Classification"), _("Read by"), _("Found"),
             _("Class before"), _("Class after"), _("Reasons"), _("Gained"), _("Lost"),
             _("Moved"), _("Owner")]  # fmt: skip
    owed = [_("Use case"), _("Change"), _("Provision"), _("Role"), _("Before"), _("After"),
            _("Reason")]  # fmt: skip
    law = [_("Provision"), _("Title"), _("Change"), _("Before"), _("After"), _("What changed")]
    return [
        exports.Sheet(_("Use cases"), cases, _case_rows(report), about),
        exports.Sheet(_("Obligations"), owed, _owed_rows(report)),
        exports.Sheet(_("Provisions"), law, _law_rows(report)),
    ]


def _case_rows(report: Mapping[str, Any]) -> Iterator[list[Plain]]:
    for item in report["use_cases"]:
        changes = report["obligations"].get(item["obligations"], {})
        counts: list[Plain] = [len(changes.get(sort, ())) for sort in report_words.MOVES]
        case = report_words.case_told(item)
        yield [
            item["use_case"], item["name"], item["unit"], item["ref"], item["read_by"],
            str(case["verdict_word"]), case["before_word"], case["after_word"],
            "; ".join(case["reasons"]), *counts, item["owner"] or "",
        ]  # fmt: skip


def _owed_rows(report: Mapping[str, Any]) -> Iterator[list[Plain]]:
    for item in report["use_cases"]:
        changes = report["obligations"].get(item["obligations"], {})
        for sort, word in report_words.MOVES.items():
            for each in changes.get(sort, ()):
                moved = sort == "moved"
                before = each["from"] if moved else each["applies_from"] if sort == "lost" else None
                after = each["to"] if moved else each["applies_from"] if sort == "gained" else None
                reason = each["why"] if moved else str(report_words.BECAUSE[each["because"]])
                days = [report_words.day(before), report_words.day(after)]
                role = str(ROLES.get(each["role"], each["role"]))
                yield [item["use_case"], str(word), each["provision"], role, *days, reason]


def _law_rows(report: Mapping[str, Any]) -> Iterator[list[Plain]]:
    for item in report["provisions"]:
        told_ = report_words.provision_told(item)
        yield [
            item["provision"], item["title"], told_["sorts"], "; ".join(told_["before"]),
            "; ".join(told_["after"]), item["told"],
        ]  # fmt: skip

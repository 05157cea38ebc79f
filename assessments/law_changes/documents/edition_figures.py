"""What page, print and workbook of a report on a change of the law say alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents.words import class_status
from assessments.law_changes.documents.edition_names import is_on_revision
from assessments.law_changes.documents.edition_why import reasons
from assessments.models import EditionVerdict
from records.shapes import Stat, Status

MOVES = {
    "gained": gettext_lazy("gained"),
    "lost": gettext_lazy("lost"),
    "moved": gettext_lazy("moved"),
}


def stats(report: Mapping[str, Any]) -> list[Stat]:
    """Return the figures of the summary."""
    summary = report["summary"]
    outcome, owed = summary["outcome"], summary["obligations"]
    corrected = Stat(_("Rest on it already"), summary.get("resting", 0))
    return [
        Stat(_("Classifications read"), summary["read"]),
        *([corrected] if is_on_revision(report) else []),
        Stat(_("Outcome stays"), outcome["same"]),
        Stat(_("Outcome changes"), outcome["changed"]),
        Stat(_("Needs new answers"), outcome["needs_answers"]),
        Stat(_("Obligations gained"), owed["gained"]),
        Stat(_("Obligations lost"), owed["lost"]),
        Stat(_("Obligations moved"), owed["moved"]),
    ]


def class_told(item: Mapping[str, Any], side: str) -> Status:
    """Return the badge of a class before or after; what is not settled says so."""
    return class_status(
        item[side],
        incomplete=item.get("is_incomplete", False),
        worst=item.get(f"worst_{side}", ""),
    )


def classes_told(item: Mapping[str, Any]) -> list[Status]:
    """Return the badges before and after; one where both are alike."""
    return list(dict.fromkeys(class_told(item, side) for side in ("before", "after")))


def case_told(item: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    """Tell one use case in words."""
    return {
        **item,
        "verdict_word": EditionVerdict(item["verdict"]).label,
        "before_word": str(class_told(item, "before").word),
        "after_word": str(class_told(item, "after").word),
        "classes": " → ".join(str(each.word) for each in classes_told(item)),
        "reasons": reasons(item, report),
    }


def day(text: str | None) -> date | None:
    """Read a day of the report."""
    return date.fromisoformat(text) if text else None

"""How editions are named in reports on a change of the law, and what a report is headed by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.engine.corrections import edition_of, is_correction
from assessments.engine.dates import FRAMEWORK
from assessments.law_changes.models.edition_names import revision_words
from controls.frameworks.loading import load_edition
from records.shapes import Text


@dataclass(frozen=True)
class ReportWords:
    """What a report says otherwise where it is about corrections of one edition."""

    kind: Text
    subject: Text
    read: Text
    note: Text
    law: Text


BETWEEN_EDITIONS = ReportWords(
    gettext_lazy("Change of the law"),
    gettext_lazy("What a new edition of the law changes"),
    gettext_lazy("Every classification was read from its stored answers by both editions."),
    gettext_lazy("Nothing decided or signed under the old edition was touched."),
    gettext_lazy("What changes in the law"),
)
OF_A_REVISION = ReportWords(
    gettext_lazy("Correction of the catalogue"),
    gettext_lazy("What corrections of the catalogue change"),
    gettext_lazy(
        "What was recorded is compared with what corrected law and questions make of the same "
        "answers, each as of its own day."
    ),
    gettext_lazy("Nothing that was decided or signed was touched."),
    gettext_lazy("Corrected provisions"),
)


def title_of(name: str) -> str:
    """Return the title of an edition; of a corrected one with its revision."""
    title = load_edition(FRAMEWORK, edition_of(name)).title
    return f"{title}, {revision_words(name)}" if is_correction(name) else title


def heading(old: str, new: str) -> str:
    """Head a report: what changes from one edition to another, or with a revision of one."""
    if is_correction(new):
        words = {"edition": edition_of(new), "revision": revision_words(new)}
        return _("What changes in edition %(edition)s with %(revision)s") % words
    return _("What changes from edition %(old)s to %(new)s") % {"old": old, "new": new}


def words_of(report: Mapping[str, Any]) -> ReportWords:
    """Return the words for the sort of report it is."""
    return OF_A_REVISION if is_on_revision(report) else BETWEEN_EDITIONS


def is_on_revision(report: Mapping[str, Any]) -> bool:
    """Say whether a report is about corrections of one edition."""
    return is_correction(report["to"])


def resting(report: Mapping[str, Any]) -> str:
    """Say how many classifications rest on a revision already; nothing where none does."""
    summary = report["summary"]
    count, read = summary.get("resting", 0), summary["read"]
    if not is_on_revision(report) or (read and not count):
        return ""
    words = {"count": count, "read": read, "revision": revision_words(report["to"])}
    if not read:
        words["edition"] = edition_of(report["to"])
        return _("No classification is read by edition %(edition)s.") % words
    if count < read:
        sentence = ngettext(
            "%(count)s of %(read)s classifications already rests on %(revision)s.",
            "%(count)s of %(read)s classifications already rest on %(revision)s.",
            count,
        )
        return sentence % words
    sentence = ngettext(
        "The one classification already rests on %(revision)s.",
        "All %(count)s classifications already rest on %(revision)s.",
        count,
    )
    return sentence % words

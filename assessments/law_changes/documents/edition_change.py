"""The report on a change of the law as a document: page, PDF and workbook say the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.classification.documents.words import ROLES
from assessments.law_changes.documents import edition_book
from assessments.law_changes.documents.edition_causes import because, causes, law_in_figures
from assessments.law_changes.documents.edition_figures import case_told, day, stats
from assessments.law_changes.documents.edition_law import listed, provision_told
from assessments.law_changes.documents.edition_names import (
    heading,
    is_on_revision,
    resting,
    title_of,
    words_of,
)
from assessments.law_changes.documents.edition_why import of_questions
from governance.models import Unit
from records.documents.making import Document, make_document
from records.documents.parts import Attachment, Chapter, Meta
from records.ledger.canonical import digest
from records.lists import exports
from records.wording import utc_words

# In print; the workbook inside it names all of them.
LISTED = 40
WORKBOOK = "report.xlsx"


class EditionChangeReport(Document):
    """What a new edition changes, by cause; the whole tables travel inside as a workbook."""

    slug = "edition-change"
    title = gettext_lazy("Change of the law")  # type: ignore[assignment] # translated when shown

    def chapters(self, context: Mapping[str, Any]) -> list[Chapter]:
        """Make the chapters: what changes by cause, then the use cases with another outcome."""
        cases = ("change-cases", _("Use cases whose outcome changes or needs answers"), "cases")
        corrected = ("change-corrected", _("Corrected questions and rules"), "corrected")
        named = (
            ("change-summary", _("Summary"), "summary"),
            *([cases] if context["cases"] else []),
            *([corrected] if any(each["concerned"] for each in context["ruled"]) else []),
        )
        concerning = [each for each in context["ruled"] if each["concerned"]]
        context = {
            **context,
            "ruled": concerning,
            "unruled": len(context["ruled"]) - len(concerning),
        }
        return [
            self.chapter(slug, title, f"documents/assessments/change_{name}.html", context)
            for slug, title, name in named
        ]


def told(report: Mapping[str, Any]) -> dict[str, Any]:
    """Prepare what the chapters show."""
    concerned = [item for item in report["use_cases"] if item["verdict"] != "same"]
    return {
        "report": report,
        "old": title_of(report["from"]),
        "new": title_of(report["to"]),
        "on": date.fromisoformat(report["on"]),
        "words": words_of(report),
        "is_on_revision": is_on_revision(report),
        "resting": resting(report),
        "stats": stats(report),
        "cases": [case_told(item, report) for item in concerned[:LISTED]],
        "left_out": max(0, len(concerned) - LISTED),
        "workbook": WORKBOOK,
        "causes": causes(report),
        "law_in_figures": law_in_figures(report),
        "sets": list(sets(report)),
        "ruled": of_questions(report),
        "provisions": [provision_told(item) for item in report["provisions"]],
        "reworded": [
            provision_told(item) for item in report["provisions"] if item["changes"] != ["moved"]
        ],
    }


def sets(report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Tell each set of changed obligations with the use cases that share it, the largest first."""
    holders: dict[str, list[str]] = {}
    for item in report["use_cases"]:
        holders.setdefault(item["obligations"], []).append(item["use_case"])
    named = [(name, holders.get(name, [])) for name in report["obligations"]]
    for name, refs in sorted(named, key=lambda pair: (-len(pair[1]), pair[0])):
        changes = report["obligations"][name]
        yield {
            "title": shared_by(refs),
            "count": len(refs),
            "refs": ", ".join(refs[:12]) + (" …" if len(refs) > 12 else ""),
            "gained": owed_alike(changes["gained"]),
            "lost": owed_alike(changes["lost"]),
            "moved": moved_alike(changes["moved"]),
        }


def shared_by(refs: Sequence[str]) -> str:
    """Name the use cases that share a set: two of them, and how many more there are."""
    if len(refs) <= 3:
        return ", ".join(refs)
    words = {"names": ", ".join(refs[:2]), "count": len(refs) - 2}
    return _("%(names)s and %(count)s more") % words


def owed_alike(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put obligations gained, or lost, alike into one line: most come with their whole chapter."""
    with_words = [{**item, "because": because(item)} for item in items]
    return [
        {
            "role_word": ROLES.get(role, role),
            "because_word": why,
            "day": day(first),
            "provisions": listed(names),
        }
        for (role, why, first), names in _alike(with_words, "role", "because", "applies_from")
    ]


def moved_alike(moved: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Put obligations that moved alike into one line."""
    return [
        {
            "role_word": ROLES.get(role, role),
            "before": day(before),
            "after": day(after),
            "provisions": listed(names),
            "count": len(names),
        }
        for (role, before, after), names in _alike(moved, "role", "from", "to")
    ]


def _alike(
    items: Iterable[Mapping[str, Any]], *names: str
) -> Iterable[tuple[tuple[Any, ...], list[str]]]:
    """Name the provisions of the items that agree in some of their values."""
    lines: dict[tuple[Any, ...], list[str]] = {}
    for item in items:
        lines.setdefault(tuple(item[name] for name in names), []).append(item["provision"])
    return lines.items()


def as_pdf(report: Mapping[str, Any], *, at: datetime) -> bytes:
    """Print the report, tagged; `at` is the moment of which it speaks.

    What a page or two cannot hold travels inside, as the workbook.
    """
    document = EditionChangeReport()
    context = told(report)
    words, title = context["words"], heading(report["from"], report["to"])
    organisation = Unit.objects.name_of_organisation()
    identity = digest(dict(report))
    read = {"label": _("New edition read as of"), "value": date_format(context["on"])}
    cover = render_to_string(
        "documents/cover.html",
        {
            "kind": words.kind,
            "title": title,
            "facts": [
                {"label": _("Organisation"), "value": organisation},
                {"label": _("Made"), "value": utc_words(at)},
                *([] if context["is_on_revision"] else [read]),
                {"label": _("Digest of the report"), "value": identity, "digest": True},
            ],
            "note": f"{words.read} {words.note} {_('Not legal advice.')}",
        },
    )
    meta = Meta(
        title=title,
        subject=str(words.subject),
        author=organisation,
        language=get_language() or "en",
        created=at,
        identifier=identity,
        footer=_("In our own words; the Official Journal prevails"),
    )
    book = BytesIO()
    edition_book.write_xlsx(report, book, made=at)
    what = _("every use case, obligation and provision of this report")
    tables = Attachment(WORKBOOK, book.getvalue(), exports.TYPES["xlsx"], "Data", what, at)
    return make_document(cover, document.chapters(context), meta=meta, attachments=[tables])

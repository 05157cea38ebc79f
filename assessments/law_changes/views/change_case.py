"""One use case of a report on a change of the law: outcome and obligations side by side."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from assessments.classification.documents.law import LawBook
from assessments.classification.documents.words import ROLES
from assessments.engine.corrections import edition_of
from assessments.law_changes.documents import edition_figures
from assessments.law_changes.documents.edition_causes import because
from assessments.law_changes.documents.edition_why import ANSWER, Why, named, whys
from assessments.law_changes.models.edition_names import name_words
from assessments.law_changes.views.change_report import ChangeReportPage, verdict
from assessments.models import Classification, EditionReview
from assessments.obligations import law
from inventory.models import UseCase
from records.addresses import page_of, to
from records.pages import respond
from records.shapes import Heading, Link, Row
from records.values import sentence


class ChangeCaseView(ChangeReportPage):
    """Show one use case of a report: outcome and obligations side by side."""

    def get(self, request: HttpRequest, key: UUID, ref: str) -> HttpResponse:
        """Answer with the page, provided the classification is still within reach."""
        job = self.job(key)
        report = self.report(job)
        item = next((each for each in report["use_cases"] if each["ref"] == ref), None)
        if item is None:
            raise Http404
        book, found = LawBook(edition_of(report["to"])), whys(item, report)
        case = edition_figures.case_told(item, report)
        changes = report["obligations"].get(item["obligations"], {})
        reviews = EditionReview.objects.visible_to(self.actor).current()
        review = reviews.filter(
            classification__ref=ref, from_edition=report["from"], to_edition=report["to"]
        ).first()
        context = {
            "title": item["name"],
            "eyebrow": f"{item['use_case']} · {ref}",
            "statuses": [verdict(item["verdict"])],
            "breadcrumbs": self.crumbs(job, item["use_case"]),
            "case": case,
            "columns": [
                Heading(""),
                Heading(name_words(report["from"])),
                Heading(name_words(report["to"])),
            ],
            "why_columns": [
                Heading(_("What changes")),
                Heading(_("By the text")),
                Heading(_("Answers behind it")),
                Heading(_("What was corrected")),
            ],
            "why_rows": [why_row(why, ref, book) for why in found],
            "rows": outcome_rows(item),
            "duty_columns": [Heading(_("Obligation")), Heading(_("Role"))],
            "duty_groups": duty_groups(report, changes),
            "review": review and Link(review.ref, page_of(EditionReview, "detail", review.ref)),
            "case_url": page_of(UseCase, "detail", item["use_case"]),
            "classification_url": page_of(Classification, "detail", ref),
        }
        return respond(request, "assessments/change_case.html", context)


def why_row(why: Why, ref: str, book: LawBook) -> Row:
    """Set what is otherwise beside the provisions, the answers and the corrections behind it."""
    answers = [
        Link(each.question, _asked_at(ref, each.section, each.code), each.answer)
        if each.section
        else f"{each.question} {each.answer}"
        for each in why.answers
    ]
    corrected = [corrected_cell(each, book) for each in why.corrections]
    return Row([why.told, [cited(name, book) for name in why.citations], answers, corrected])


def _asked_at(ref: str, section: str, question: str) -> str:
    return f"{to('classification-section', ref, section)}#{question}"


def cited(citation: str, book: LawBook) -> Link | str:
    """Return a citation, linked to the provision it names first."""
    url = book.url(citation)
    return Link(citation, url, source=book.official(citation)) if url else citation


def corrected_cell(correction: Mapping[str, Any], book: LawBook) -> str:
    """Tell a correction: the reason, and the text that it rests on."""
    url, words = book.url(correction["citation"]), (correction["reason"], correction["citation"])
    if not url:
        return "{} ({})".format(*words)
    return format_html('{} <a href="{}">{}</a>', words[0], url, words[1])


def outcome_rows(item: dict[str, Any]) -> list[Row]:
    """Set the two outcomes side by side; what stays is named as such."""
    sides = (edition_figures.class_told(item, side) for side in ("before", "after"))
    rows = [Row([_("Class"), *sides])]
    for key, difference in item["differs"].items():
        if key == "class":
            continue
        label = str(ANSWER.get(key, key))
        if "from" in difference:
            rows.append(Row([label, *(named(key, difference[each]) for each in ("from", "to"))]))
        else:
            rows.append(
                Row(
                    [
                        label,
                        [f"− {named(key, name)}" for name in difference.get("lost", [])],
                        [f"+ {named(key, name)}" for name in difference.get("gained", [])],
                    ]
                )
            )
    return rows


def duty_groups(report: dict[str, Any], changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Group obligations that change alike: most of them move together and for one reason."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for sort in edition_figures.MOVES:
        edition = edition_of(report["from"] if sort == "lost" else report["to"])
        for each in changes.get(sort, ()):
            why = each["why"] if sort == "moved" else because(each)
            alike.setdefault((moved_words(sort, each), why), []).append(duty_row(edition, each))
    return [
        {"title": f"{title} ({len(found)})", "why": sentence(why), "rows": found}
        for (title, why), found in alike.items()
    ]


def moved_words(sort: str, item: dict[str, Any]) -> str:
    """Say what becomes of an obligation, with the days."""
    if sort == "moved":
        days = {"before": _day(item["from"]), "after": _day(item["to"])}
        return _("Moved from %(before)s to %(after)s") % days
    if not item["applies_from"]:
        return {"gained": _("Gained; no date yet"), "lost": _("Lost; had no date yet")}[sort]
    words = {"gained": _("Gained; applies from %(day)s"), "lost": _("Lost; applied from %(day)s")}
    return words[sort] % {"day": _day(item["applies_from"])}


def _day(text: str | None) -> str:
    known = edition_figures.day(text)
    return date_format(known) if known else _("no date yet")


def duty_row(edition: str, item: dict[str, Any]) -> Row:
    """Name one obligation and the role it falls on."""
    title = law.title(edition, item["provision"])
    link = Link(title, law.url(edition, item["provision"]))
    return Row([link, ROLES.get(item["role"], item["role"])])

"""One use case of a report on a change of the law: outcome and obligations side by side."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.documents import edition_change as document
from assessments.documents.words import ROLES, class_status
from assessments.models import Classification, EditionReview
from assessments.owed import law
from assessments.views.change_report import ReportView, verdict
from inventory.models import UseCase
from records.addresses import page_of
from records.templatetags.shapes import Column, Link, Row
from records.views.base import respond


class ChangeCaseView(ReportView):
    """Show one use case of a report: outcome and obligations side by side."""

    def get(self, request: HttpRequest, key: UUID, ref: str) -> HttpResponse:
        """Answer with the page, provided the classification is still within reach."""
        job = self.job(key)
        report = job.result["report"]
        item = next((each for each in report["use_cases"] if each["ref"] == ref), None)
        if (
            item is None
            or not Classification.objects.visible_to(self.actor).filter(ref=ref).exists()
        ):
            raise Http404
        case = document.case_told(item)
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
            "columns": [Column(""), Column(report["from"]), Column(report["to"])],
            "rows": outcome_rows(item),
            "duty_columns": [
                Column(_("Obligation")),
                Column(_("Role")),
                Column(_("Change")),
                Column(_("Before")),
                Column(_("After")),
                Column(_("Why")),
            ],
            "duty_rows": duty_rows(report, changes),
            "review": review and Link(review.ref, page_of(EditionReview, "detail", review.ref)),
            "case_url": page_of(UseCase, "detail", item["use_case"]),
            "classification_url": page_of(Classification, "detail", ref),
        }
        return respond(request, "assessments/change_case.html", context)


def outcome_rows(item: dict[str, Any]) -> list[Row]:
    """Set the two outcomes side by side; what stays is named as such."""
    rows = [Row([_("Class"), class_status(item["before"]), class_status(item["after"])])]
    for key, difference in item["differs"].items():
        if key == "class":
            continue
        label = str(document.ANSWER.get(key, key))
        if "from" in difference:
            rows.append(Row([label, difference["from"], difference["to"]]))
        else:
            rows.append(
                Row(
                    [
                        label,
                        [f"− {name}" for name in difference.get("lost", [])],
                        [f"+ {name}" for name in difference.get("gained", [])],
                    ]
                )
            )
    return rows


def duty_rows(report: dict[str, Any], changes: dict[str, Any]) -> list[Row]:
    """List obligations gained, lost and moved, each with its reason."""
    rows = []
    for sort, word in document.MOVES.items():
        for each in changes.get(sort, ()):
            edition = report["from"] if sort == "lost" else report["to"]
            before = each["from"] if sort == "moved" else each["applies_from"]
            after = each["to"] if sort == "moved" else each["applies_from"]
            why = each["why"] if sort == "moved" else document.BECAUSE[each["because"]]
            rows.append(
                Row(
                    [
                        Link(
                            law.title(edition, each["provision"]),
                            law.url(edition, each["provision"]),
                        ),
                        ROLES.get(each["role"], each["role"]),
                        str(word),
                        document.day(before) if sort != "gained" else None,
                        document.day(after) if sort != "lost" else None,
                        str(why),
                    ]
                )
            )
    return rows

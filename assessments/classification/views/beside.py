"""Two classifications side by side: what differs first, then what is the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.actions import evaluation
from assessments.classification.documents.overriding import status_of
from assessments.classification.documents.telling import Teller
from assessments.classification.views.base import ClassificationView
from assessments.classification.views.comparing import duty_rows, side_by_side
from assessments.engine.compare import compare_answers, compare_results
from assessments.models import Classification
from records.templatetags.shapes import Column, Link, Row, Status
from records.views.base import respond

# So many others of the same use case are offered by name.
OFFERED = 20


class OtherForm(forms.Form):
    """Name the classification to compare with."""

    other = forms.CharField(
        label=gettext_lazy("Compare with"),
        max_length=16,
        help_text=gettext_lazy("The reference of a classification you may see, such as CL-0042."),
    )


class BesideView(ClassificationView):
    """Put two classifications beside each other; nothing is stored."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the choice, and with both where one was chosen."""
        record = self.record(ref)
        form = OtherForm(request.GET if "other" in request.GET else None)
        context = self.frame(record, "editions") | {
            "title": _("Compare with another classification"),
            "breadcrumbs": self.crumbs(record, _("Compare")),
            "form": form,
            "offered": self.offered(record),
        }
        if form.is_bound and form.is_valid():
            other = self.other(record, form)
            if other is not None:
                context |= self.compared(record, other)
        status = 422 if form.is_bound and not form.is_valid() else 200
        return respond(request, "assessments/beside.html", context, status=status)

    def offered(self, record: Classification) -> list[Link]:
        """Offer the other classifications of the same use case, the present ones first."""
        rows = self.kind.queryset(self.actor).filter(use_case=record.use_case)
        found = rows.exclude(pk=record.pk).order_by("archived_at", "-id")[:OFFERED]
        return [Link(f"{each.ref}: {_about(each)}", f"?other={each.ref}") for each in found]

    def other(self, record: Classification, form: OtherForm) -> Classification | None:
        """Return the other one, or say that there is none within reach."""
        ref = form.cleaned_data["other"].strip().upper()
        if ref == record.ref:
            form.add_error("other", _("This is the classification you are looking at."))
            return None
        found: Classification | None = self.kind.queryset(self.actor).filter(ref=ref).first()
        if found is None:
            form.add_error("other", _("There is no classification of this reference you may see."))
        return found

    def compared(self, record: Classification, other: Classification) -> dict[str, Any]:
        """Tell what differs between both."""
        this, that = self.teller(record), self.teller(other)
        differs = compare_results(record.outcome, other.outcome)
        heads = [Column(record.ref), Column(other.ref)]
        outcome = [_law_row(record, other), _class_row(record, other)]
        told = {row.label: row for row in side_by_side(this, that, differs)}
        changed, same = answer_rows(this, that)
        return {
            "other": other,
            "same": not differs and not changed,
            "columns": [Column(_("What")), *heads],
            "rows": differing_first([*outcome, *told.values()]),
            "answer_columns": [Column(_("Question")), *heads],
            "answers_changed": changed,
            "answers_same": same,
            "reason_columns": [Column(_("Reason")), *heads],
            "reason_rows": reason_rows(this, that),
            "duty_columns": [Column(_("Duty")), Column(_("Falls on")), *heads],
            "duty_rows": duty_rows(this, that, differs.get("duties", {})),
        }


def _about(record: Classification) -> str:
    told = record.intended_use.title if record.intended_use else _("the use case as a whole")
    return _("%(about)s (archived)") % {"about": told} if record.is_archived else str(told)


def _law_row(this: Classification, that: Classification) -> Row:
    told = [
        _("Edition %(edition)s, %(day)s")
        % {"edition": each.edition, "day": date_format(each.on_date)}
        for each in (this, that)
    ]
    return _row(_("Law"), *told, differs=told[0] != told[1])


def _class_row(this: Classification, that: Classification) -> Row:
    told = [status_of(each) for each in (this, that)]
    return _row(_("Class in force"), *told, differs=told[0].word != told[1].word)


def _row(label: str, *cells: object, differs: bool) -> Row:
    head: object = [label, Status(_("differs"), "warn")] if differs else label
    return Row([head, *cells], label=label)


def differing_first(rows: Iterable[Row]) -> list[Row]:
    """Put the rows whose head says that they differ before the others."""
    return sorted(rows, key=lambda row: not isinstance(row.cells[0], list))


def answer_rows(this: Teller, that: Teller) -> tuple[list[Row], list[Row]]:
    """Return the questions answered otherwise, and those answered alike, in the order of asking."""
    counted = [_counted(each.record) for each in (this, that)]
    changed = {item["question"] for item in compare_answers(*counted)}
    order = {
        question.id: place
        for teller in (that, this)
        for place, question in enumerate(teller.act.questionnaire.questions)
    }
    rows: tuple[list[Row], list[Row]] = ([], [])
    for name in sorted(counted[0].keys() | counted[1].keys(), key=lambda name: order[name]):
        text = this.question(name) if name in this.act.questionnaire.by_id else that.question(name)
        cells = [
            _told(teller, name, found) for teller, found in zip((this, that), counted, strict=True)
        ]
        rows[name not in changed].append(Row([text, *cells], label=text))
    return rows


def _counted(record: Classification) -> dict[str, Any]:
    """Return what counts for each question that is shown: the answer, or else its default."""
    sheet = evaluation.sheet_of(record)
    return {name: sheet.effective[name] for name in sheet.visible}


def _told(teller: Teller, name: str, counted: Mapping[str, Any]) -> object:
    if name not in counted:
        return Status(_("not asked"), "neutral")
    told = teller.answer(name, counted[name])
    if name in teller.record.answers:
        return told
    return Status(_("not answered, counts as “%(answer)s”") % {"answer": told}, "neutral")


def reason_rows(this: Teller, that: Teller) -> list[Row]:
    """Return the rules that held for one of them alone, with what they brought about."""
    held = [{item["rule"]: item for item in teller.outcome["reasons"]} for teller in (this, that)]
    rows = []
    for rule in sorted(held[0].keys() ^ held[1].keys()):
        teller, item = (this, held[0][rule]) if rule in held[0] else (that, held[1][rule])
        told = teller.effect(item["effect"])
        cells = [
            Status(_("holds"), "info") if rule in found else Status(_("does not hold"), "neutral")
            for found in held
        ]
        rows.append(Row([told, *cells], label=told))
    return rows

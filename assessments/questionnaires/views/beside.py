"""Two assessments of one kind side by side: what differs first, then what is the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.questionnaires.documents.outcome import result_of
from assessments.questionnaires.engine.answers import compare_answers
from assessments.questionnaires.models.assessments import Assessment
from assessments.questionnaires.views.base import AssessmentPage
from records.pages import respond
from records.shapes import Heading, Link, Row, Status

# So many others of the same subject are offered by name.
OFFERED = 20


class OtherForm(forms.Form):
    """Name the assessment to compare with."""

    other = forms.CharField(label=gettext_lazy("Compare with"), max_length=16)

    def __init__(self, *args: Any, prefix_of_refs: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"example": f"{prefix_of_refs}-0042"}
        self.fields["other"].help_text = _("Its reference, such as %(example)s.") % words


class BesideView(AssessmentPage):
    """Put two assessments beside each other; nothing is stored."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the choice, and with both where one was chosen."""
        record = self.record(ref)
        model = self.kind.model
        form = OtherForm(
            request.GET if "other" in request.GET else None,
            prefix_of_refs=model.ref_prefix,
        )
        context = self.frame(record, "editions") | {
            "title": _("Compare with another %(kind)s") % {"kind": model._meta.verbose_name},
            "breadcrumbs": self.crumbs(record, _("Compare")),
            "form": form,
            "offered_label": _("Others of the same %(subject)s:") % {"subject": subject_of(record)},
            "offered": self.offered(record),
        }
        if form.is_bound and form.is_valid():
            other = self.other(record, form)
            if other is not None:
                context |= self.compared(record, other)
        status = 422 if form.is_bound and not form.is_valid() else 200
        return respond(request, "assessments/beside.html", context, status=status)

    def offered(self, record: Assessment) -> list[Link]:
        """Offer the other assessments of the same record, the present ones first."""
        subject = record.subject_fields[0]
        rows = self.kind.queryset(self.actor).filter(**{subject: record.subject})
        found = rows.exclude(pk=record.pk).order_by("archived_at", "-id")[:OFFERED]
        return [Link(f"{each.ref}: {_about(each)}", f"?other={each.ref}") for each in found]

    def other(self, record: Assessment, form: OtherForm) -> Assessment | None:
        """Return the other one, or say that there is none within reach."""
        ref = form.cleaned_data["other"].strip().upper()
        if ref == record.ref:
            form.add_error("other", _("This is the one you are looking at."))
            return None
        found: Assessment | None = self.kind.queryset(self.actor).filter(ref=ref).first()
        if found is None:
            form.add_error("other", _("There is none of this reference that you may see."))
        return found

    def compared(self, record: Any, other: Any) -> dict[str, Any]:
        """Tell what differs between both."""
        heads = [Heading(record.ref), Heading(other.ref)]
        changed, same = answer_rows(record, other)
        results = self.results(record, other)
        return {
            "other": other,
            "same": not changed and not any(isinstance(row.cells[0], list) for row in results),
            "columns": [Heading(_("What")), *heads],
            "rows": differing_first(results),
            "answer_columns": [Heading(_("Question")), *heads],
            "answers_changed": changed,
            "answers_same": same,
        }

    def results(self, record: Any, other: Any) -> list[Row]:
        """Return what came of both, row by row."""
        told = [result_of(each) for each in (record, other)]
        return [beside_row(_("Result"), *told, differs=told[0] != told[1])]


def subject_of(record: Assessment) -> str:
    """Name the kind of record that is assessed."""
    return str(record.subject._meta.verbose_name)


def _about(record: Assessment) -> str:
    told = record.about
    return _("%(about)s (archived)") % {"about": told} if record.is_archived else told


def beside_row(label: str, *cells: object, differs: bool) -> Row:
    """Make a row of both; what differs is marked by a word."""
    head: object = [label, Status(_("differs"), "warn")] if differs else label
    return Row([head, *cells], label=label)


def differing_first(rows: Iterable[Row]) -> list[Row]:
    """Put the rows whose head says that they differ before the others."""
    return sorted(rows, key=lambda row: not isinstance(row.cells[0], list))


def answer_rows(this: Assessment, that: Assessment) -> tuple[list[Row], list[Row]]:
    """Return the questions answered otherwise, and those answered alike, in the order of asking."""
    counted = [_counted(each) for each in (this, that)]
    changed = {item["question"] for item in compare_answers(*counted)}
    order = {
        question.id: place
        for record in (that, this)
        for place, question in enumerate(record.questions.questions)
    }
    rows: tuple[list[Row], list[Row]] = ([], [])
    for name in sorted(counted[0].keys() | counted[1].keys(), key=lambda name: order[name]):
        asking = this if name in this.questions.by_id else that
        text = asking.questions.by_id[name].text
        cells = [
            _told(record, name, found) for record, found in zip((this, that), counted, strict=True)
        ]
        rows[name not in changed].append(Row([text, *cells], label=text))
    return rows


def _counted(record: Assessment) -> dict[str, Any]:
    """Return what counts for each question that is shown: the answer, or else its default."""
    sheet = record.sheet()
    return {name: sheet.effective[name] for name in sheet.visible}


def _told(record: Assessment, name: str, counted: Mapping[str, Any]) -> object:
    if name not in counted:
        return Status(_("not asked"), "neutral")
    told = record.questions.by_id[name].told(counted[name])
    if name in record.answers:
        return told
    return Status(_("not answered, counts as “%(answer)s”") % {"answer": told}, "neutral")

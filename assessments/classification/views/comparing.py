"""What would change the outcome: the other edition, another day, or another answer."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.classification.actions import evaluation
from assessments.classification.documents import whatif
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import GPAI, ROLES
from assessments.classification.forms.law import LawForm
from assessments.classification.views.base import ClassificationView
from assessments.engine.compare import compare_results
from assessments.engine.dates import EDITIONS
from assessments.engine.smallest import MOST, smallest
from assessments.models import Classification
from assessments.questionnaires.views.base import page
from records.addresses import keep_moment
from records.pages import respond
from records.shapes import Heading, Row, Status
from records.values import sentence


class CompareLawView(ClassificationView):
    """Put the outcome beside the one of another edition or day; nothing is stored."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with both side by side."""
        record = self.record(ref)
        other = next(name for name in EDITIONS if name != record.edition)
        asked = {"edition": other, "on": record.on_date.isoformat()} | request.GET.dict()
        form = LawForm(asked)
        context = self.frame(record, "editions") | {
            "form": form,
            "this_law": record.edition,
            "beside_url": keep_moment(page(record, "beside")),
        }
        if form.is_valid():
            context |= self.compared(record, **form.cleaned_data)
        status = 200 if form.is_valid() else 422
        return respond(request, "assessments/compare.html", context, status=status)

    def compared(
        self, record: Classification, *, edition: str, on: datetime.date
    ) -> dict[str, Any]:
        """Read the same answers by the other law, and tell what differs."""
        found = evaluation.evaluate(
            record.answers, edition=edition, on=on, act=record.act, by_default=record.by_default
        )
        this = self.teller(record)
        that = ClassificationTeller(
            record, law=LawBook(edition), day=this.day, outcome=found.outcome
        )
        differs = compare_results(record.outcome, found.outcome)
        return {
            "this": this,
            "that": that,
            "that_law": edition,
            "that_on": on,
            "law_doubt": that.law.doubts(on),
            "same": not differs,
            "columns": [
                Heading(_("What")),
                Heading(_read_by(record.edition, record.on_date)),
                Heading(_read_by(edition, on)),
            ],
            "rows": side_by_side(this, that, differs),
            "duty_columns": [
                Heading(_("Duty")),
                Heading(_("Falls on")),
                Heading(_read_by(record.edition, record.on_date)),
                Heading(_read_by(edition, on)),
            ],
            "duty_rows": duty_rows(this, that, differs.get("duties", {})),
        }


def _read_by(edition: str, on: datetime.date) -> str:
    return _("Edition %(edition)s, %(day)s") % {"edition": edition, "day": date_format(on)}


def side_by_side(
    this: ClassificationTeller, that: ClassificationTeller, differs: Mapping[str, Any]
) -> list[Row]:
    """Return what both outcomes say, row by row; what differs is marked by a word."""
    rows = []
    for key, label in (
        ("class", _("Class")),
        ("grounds", _("High-risk grounds")),
        ("prohibited", _("Prohibited practices")),
        ("transparency", _("Transparency cases")),
        ("roles", _("Our roles")),
        ("gpai", _("General-purpose model")),
        ("upcoming", _("Comes later")),
    ):
        head = [label, Status(_("differs"), "warn")] if key in differs else label
        rows.append(Row([head, told(this, key), told(that, key)], label=str(label)))
    return rows


def told(teller: ClassificationTeller, key: str) -> object:
    """Tell one part of an outcome."""
    value = teller.outcome[key]
    if key == "class":
        return teller.status
    if key == "gpai":
        return sentence(str(GPAI[value]))
    if key == "roles":
        return [sentence(str(ROLES[name])) for name in value]
    return [teller.law.link(name) for name in value]


def duty_rows(
    this: ClassificationTeller, that: ClassificationTeller, differs: Mapping[str, Any]
) -> list[Row]:
    """Return the duties that were gained, lost or moved."""
    kinds_of = {"gained": (None, "applies_from"), "lost": ("applies_from", None)}
    rows = []
    for kind, (before, after) in kinds_of.items():
        law = that.law if kind == "gained" else this.law
        for duty in _asked(law, differs.get(kind, ())):
            cells = [_day(duty, name, listed=name is not None) for name in (before, after)]
            rows.append(_duty_row(law, duty, cells))
    for duty in _asked(that.law, differs.get("moved", ())):
        cells = [_day(duty, name, listed=True) for name in ("from", "to")]
        rows.append(_duty_row(that.law, duty, cells))
    return rows


def _asked(law: LawBook, found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out what only says when or who, such as a transition."""
    return [duty for duty in found if law.asks(duty["provision"])]


def _duty_row(law: LawBook, duty: Mapping[str, Any], cells: list[object]) -> Row:
    role = sentence(str(ROLES.get(duty["role"], duty["role"])))
    return Row([law.link(duty["provision"]), role, *cells], label=duty["provision"])


def _day(duty: Mapping[str, Any], name: str | None, *, listed: bool) -> object:
    if not listed or name is None:
        return Status(_("no such duty"), "neutral")
    day = duty[name]
    return datetime.date.fromisoformat(day) if day else _("no date")


class WhatIfView(ClassificationView):
    """Say which smallest other answers would change the outcome."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the page, or with the part that HTMX asks for."""
        record = self.record(ref)
        told = self.teller(record)
        found = smallest(record.answers, edition=record.edition, on=record.on_date, act=record.act)
        changes = [whatif.tell(told, each) for each in found]
        context = self.frame(record, "") | {
            "title": _("What would change it"),
            "breadcrumbs": self.crumbs(record, _("What would change it")),
            "other_class": [each for each in changes if each.is_other_class],
            "same_class": [each for each in changes if not each.is_other_class],
            "is_cut": len(found) == MOST,
            "result_url": keep_moment(page(record, "detail")),
        }
        template = "assessments/what_if.html"
        return respond(request, template, context, fragment=f"{template}#what-if")

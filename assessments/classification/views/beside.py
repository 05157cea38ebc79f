"""What came of two classifications, side by side: law, class, findings, reasons and duties."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.classification.documents.overriding import status_of
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.views.base import teller_of
from assessments.classification.views.comparing import duty_rows, side_by_side
from assessments.engine.compare import compare_results
from assessments.models import Classification
from assessments.questionnaires.views.beside import BesideView, beside_row
from records.shapes import Heading, Row, Status


class ClassificationBesideView(BesideView):
    """Put two classifications beside each other."""

    def compared(self, record: Classification, other: Classification) -> dict[str, Any]:
        """Tell also which reasons and duties differ."""
        this, that = [teller_of(each, self.may_change(each)) for each in (record, other)]
        differs = compare_results(record.outcome, other.outcome)
        found = super().compared(record, other)
        heads = [Heading(record.ref), Heading(other.ref)]
        return found | {
            "same": not differs and not found["answers_changed"],
            "reason_columns": [Heading(_("Reason")), *heads],
            "reason_rows": reason_rows(this, that),
            "duty_columns": [Heading(_("Duty")), Heading(_("Falls on")), *heads],
            "duty_rows": duty_rows(this, that, differs.get("duties", {})),
        }

    def results(self, record: Classification, other: Classification) -> list[Row]:
        """Return the law and what it makes of both."""
        this, that = [teller_of(each, self.may_change(each)) for each in (record, other)]
        differs = compare_results(record.outcome, other.outcome)
        told = {row.label: row for row in side_by_side(this, that, differs)}
        return [_law_row(record, other), _class_row(record, other), *told.values()]


def _law_row(this: Classification, that: Classification) -> Row:
    told = [
        _("Edition %(edition)s, %(day)s")
        % {"edition": each.edition, "day": date_format(each.on_date)}
        for each in (this, that)
    ]
    return beside_row(_("Law"), *told, differs=told[0] != told[1])


def _class_row(this: Classification, that: Classification) -> Row:
    told = [status_of(each) for each in (this, that)]
    return beside_row(_("Class in force"), *told, differs=told[0].word != told[1].word)


def reason_rows(this: ClassificationTeller, that: ClassificationTeller) -> list[Row]:
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

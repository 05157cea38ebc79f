"""How plans for obligations, edition reviews and our size are shown."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.actions import edition_reviews, undertakings
from assessments.documents.words import class_status
from assessments.forms.changes import AdoptForm
from assessments.models import EditionDecision, EditionReview, ObligationPlan, Undertaking
from records.actors import Actor
from records.columns import Column
from records.forms import Section
from records.kinds import Place, RecordAction, RecordKind, Writes
from records.panels import FactsPanel, TablePanel
from records.templatetags.shapes import Row


def _use_case_of(record: Any) -> str:
    return record.use_case.ref if record.use_case else str(record.unit)


def _is_open(record: Any) -> bool:
    return not record.is_archived and record.decision == EditionDecision.OPEN


def changes_of(record: EditionReview, _actor: Actor) -> list[Row]:
    """List outcome and obligations that change, as the report found them."""
    found = record.found
    rows = []
    if found["before"] != found["after"]:
        before, after = class_status(found["before"]), class_status(found["after"])
        rows.append(Row([_("Class"), before, after]))
    rows.extend(
        Row([_("Question %(name)s") % {"name": name}, None, _("needs an answer")])
        for name in found["questions"]
    )
    for sort in ("moved", "gained", "lost"):
        rows.extend(_duty_row(sort, item) for item in found.get(sort, ()))
    return rows


def _duty_row(sort: str, item: Mapping[str, Any]) -> Row:
    days = {
        "moved": [item.get("from"), item.get("to")],
        "gained": [None, item.get("applies_from")],
        "lost": [item.get("applies_from"), None],
    }
    return Row([f"{item['provision']} ({item['role']})", *days[sort]])


PLAN = RecordKind(
    model=ObligationPlan,
    slug="obligation-plans",
    columns=(
        Column(key="title", label=_("Obligation"), value=str, sort="provision"),
        Column(
            key="of",
            label=_("Stands at"),
            value=_use_case_of,
            sort="use_case__ref",
            joins=("use_case", "unit"),
        ),
        "owner",
        "next_step",
        "planned_for",
        Column(key="unit", shown=False),
    ),
    filters=("unit", "owner", "planned_for"),
    search=("ref", "provision", "next_step", "use_case__name"),
    fields=(),
    panels=(
        FactsPanel(
            title=_("Plan"),
            names=("use_case", "provision", "role", "next_step", "planned_for"),
        ),
    ),
    writes=Writes(archive=True),
    api_fields=("unit", "owner", "use_case", "provision", "role", "next_step", "planned_for"),
)

REVIEW = RecordKind(
    model=EditionReview,
    slug="edition-reviews",
    menu=Place(
        group="assessments",
        icon="git-compare",
        order=40,
        intro=_("What a new edition of the law means for each classification, and the decision."),
        empty=_("Reviews are made from a report on a change of the law."),
    ),
    columns=(
        Column(
            key="title",
            label=_("Classification"),
            value=str,
            sort="classification__ref",
            joins=("classification__use_case__unit", "classification__intended_use"),
        ),
        "verdict",
        "from_edition",
        "to_edition",
        "decision",
        "owner",
        Column(key="unit", shown=False),
    ),
    filters=("unit", "verdict", "decision", "owner"),
    search=("ref", "classification__ref", "classification__use_case__name"),
    fields=(),
    panels=(
        FactsPanel(
            title=_("What was found"),
            names=(
                "classification",
                "from_edition",
                "to_edition",
                "verdict",
                "decision",
                "decided_why",
            ),
        ),
        TablePanel(
            title=_("What changes"),
            headings=(_("What"), _("Before"), _("After")),
            rows=changes_of,
            empty=_("Neither outcome nor obligations change."),
        ),
    ),
    actions=(
        RecordAction(
            name="adopt",
            label=_("Read by the new edition"),
            run=edition_reviews.adopt,
            form=AdoptForm,
            reason="optional",
            question=_("Read this classification by the new edition from now on?"),
            consequences=(
                _("The stored answers are read anew; its sign-offs become stale by comparison."),
                _("What was signed stays readable as it was."),
            ),
            when=_is_open,
            icon="scale",
            look="primary",
        ),
        RecordAction(
            name="keep",
            label=_("Leave it under the old edition"),
            run=edition_reviews.keep,
            question=_("Leave this classification under the old edition?"),
            consequences=(_("The reason stands in its history."),),
            when=_is_open,
        ),
    ),
    writes=Writes(archive=True),
    api_fields=(
        "unit",
        "owner",
        "classification",
        "from_edition",
        "to_edition",
        "verdict",
        "found",
        "decision",
        "decided_why",
    ),
)

UNDERTAKING = RecordKind(
    model=Undertaking,
    slug="organisation-size",
    menu=Place(
        group="settings",
        icon="building",
        order=60,
        intro=_("Size and turnover of the organisation: ceilings of fines depend on them."),
        empty=_("Enter the size of the organisation once."),
    ),
    columns=(
        Column(key="title", label=_("Organisation"), value=str, sort="unit__name", joins=("unit",)),
        "size",
        "turnover_eur",
        "turnover_year",
    ),
    filters=("unit", "size"),
    search=("ref", "unit__name"),
    fields=(Section(_("Size"), ("unit", "size", "turnover_eur", "turnover_year", "figures_from")),),
    writes=Writes(
        create=undertakings.create,
        change=undertakings.change,
        archive=True,
        create_needs="administer",
        change_needs="administer",
    ),
)

"""How reviews of an edition are shown."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.classification.documents.words import ROLES
from assessments.engine.effects import load_act
from assessments.law_changes.actions import edition_reviews
from assessments.law_changes.documents.edition_figures import class_told
from assessments.law_changes.forms import AdoptForm
from assessments.law_changes.models.edition_names import name_words
from assessments.models import EditionDecision, EditionReview
from records.actors import Actor
from records.kinds import MenuPlace, RecordAction, RecordKind, Writes
from records.lists import Column
from records.panels import FactsPanel, TablePanel
from records.shapes import Row


def _new_name(record: Any) -> str:
    return name_words(record.to_edition)


def _is_open(record: Any) -> bool:
    return not record.is_archived and record.decision == EditionDecision.OPEN


def question_text(name: str) -> str:
    """Return the text of a question, asked no more or not; of a rule the text it rests on."""
    questions = load_act().questionnaire
    known = questions.by_id.get(name) or questions.retired_by_id.get(name)
    if known is not None:
        return known.text
    cited = {each.id: each.citation for each in questions.rules}
    cited |= {each.id: each.citation for each in questions.checks}
    return cited.get(name) or name


def changes_of(record: EditionReview, _actor: Actor) -> list[Row]:
    """List outcome and obligations that change, as the report found them."""
    found = record.found
    rows = [
        Row([_("Takes in an earlier review, not decided"), each["ref"], name_words(each["to"])])
        for each in found.get("joins", ())
    ]
    if found["before"] != found["after"]:
        rows.append(Row([_("Class"), *(class_told(found, side) for side in ("before", "after"))]))
    needs = _("needs an answer")
    rows.extend(Row([question_text(name), None, needs]) for name in found["questions"])
    view = _("needs a legal view")
    rows.extend(Row([question_text(name), None, view]) for name in found.get("reviews", ()))
    for sort in ("moved", "gained", "lost"):
        rows.extend(_duty_row(sort, item) for item in found.get(sort, ()))
    return rows


def corrections_of(record: EditionReview, _actor: Actor) -> list[Row]:
    """List the corrections behind what changes, with the text that each rests on."""
    return [Row([each["reason"], each["citation"]]) for each in record.found.get("corrections", ())]


def _duty_row(sort: str, item: Mapping[str, Any]) -> Row:
    days = {
        "moved": [item.get("from"), item.get("to")],
        "gained": [None, item.get("applies_from")],
        "lost": [item.get("applies_from"), None],
    }
    role = ROLES.get(item["role"], item["role"])
    return Row([f"{item['provision']} ({role})", *days[sort]])


REVIEW = RecordKind(
    model=EditionReview,
    slug="edition-reviews",
    menu=MenuPlace(
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
        Column(key="to_edition", label=_("To edition"), value=_new_name, sort="to_edition"),
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
        TablePanel(
            title=_("What was corrected"),
            headings=(_("Reason"), _("By the text")),
            rows=corrections_of,
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

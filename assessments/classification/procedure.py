"""How classifications are carried out and told: all that is the AI Act's in their questions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.classification.actions import classifications, evaluation, overrides, suggesting
from assessments.classification.documents import changes
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.options import effect_told
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import because
from assessments.classification.models.questions import CLASSIFICATION
from assessments.engine import effects
from assessments.engine.findings import find
from assessments.engine.guidance import guidance_on
from assessments.models import Classification
from assessments.questionnaires.engine.expressions import ConditionFacts
from assessments.questionnaires.procedures import Cite, Procedure, Wording
from assessments.questionnaires.views.base import page
from controls.frameworks.loading.companions import Companion
from governance import days
from records.shapes import Text

# Scope, bans, high-risk areas and the exception from them decide a class, whatever stands today.
DECIDING = frozenset({"scope", "ai_system", "prohibited", "annex_i", "annex_iii", "derogation"})


def deciding(record: Classification) -> frozenset[str]:
    """Name the questions that may decide the class, or on which the register denies the default."""
    by_section = {each.id for each in record.questions.questions if each.section in DECIDING}
    return frozenset(by_section) | suggesting.denied_by_register(record)


def facts(record: Classification, answers: Mapping[str, Any]) -> ConditionFacts:
    """Return what conditions find with other answers, by the rules of the law."""
    return find(record.act, record.sheet(answers), on=record.on_date).facts


def lapse_override(record: Classification) -> None:
    """End an override whose answers change."""
    overrides.lapse(record, because="answers")


def guidance(record: Classification, name: str) -> list[Companion]:
    """Return what the shelves of the edition link to a question, or to a section."""
    return guidance_on(name, record.edition)


def cite(record: Classification) -> Cite:
    """Cite the law by the edition that was chosen; it is opened once for all citations."""
    return LawBook(record.edition).cite


def rule(record: Classification, code: str) -> Text:
    """Tell a rule by what it brought about."""
    return ClassificationTeller(record, law=LawBook(record.edition), day=days.day_read()).rule(code)


def law(record: Classification) -> Mapping[str, Any]:
    """Name the edition of the law, and where another one is chosen."""
    title = record.questions.editions[record.edition].title
    return {"law_title": title, "law_url": page(record, "law")}


CLASSIFYING = Procedure(
    model=Classification,
    code=CLASSIFICATION,
    shipped=effects.CLASSIFICATION,
    check=effects.read_act,
    settle=evaluation.settle,
    suggest=suggesting.suggested_for,
    facts=facts,
    deciding=deciding,
    changed=lapse_override,
    restart=classifications.restart,
    wording=Wording(
        acts={
            "start": _("started the classification"),
            "replace": _("replaced the classification by a new one"),
        },
        guidance=guidance,
        cite=cite,
        effect=effect_told,
        because=because,
        rule=rule,
        beside=law,
        silent=("gravity", "law_digest"),
        outcome=changes.outcome,
    ),
)

"""What is suggested as answers: by the register, and by the use case as a whole."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from assessments.classification import prefill
from assessments.classification.affected import groups_in
from assessments.models import Classification
from assessments.questionnaires.actions.suggesting import answers_of
from assessments.questionnaires.engine.answers import as_json
from inventory.models import UseCase


def facts_of(use_case: UseCase, affected: Iterable[str]) -> prefill.RegisterFacts:
    """Return what the register knows of a use case that bears on the questions."""
    dates = {"placed": use_case.placed_on_market_on, "in_service": use_case.in_service_on}
    return prefill.RegisterFacts(
        roles=use_case.roles,
        data_categories=use_case.data_categories,
        lifecycle=use_case.lifecycle,
        public_facing=use_case.public_facing,
        development_mode=use_case.development_mode,
        affected=groups_in(affected),
        dates={name: day.isoformat() for name, day in dates.items() if day},
    )


def suggestions(use_case: UseCase, affected: Iterable[str] | None = None) -> dict[str, Any]:
    """Return what the register suggests, as it is stored; of all its uses, where none is named."""
    uses = use_case.intended_uses.all()
    words = affected if affected is not None else [use.affected for use in uses]
    found = prefill.suggest(facts_of(use_case, words))
    return {question: each.as_json() for question, each in found.items()}


def denied_by_register(record: Classification) -> frozenset[str]:
    """Name the questions on which the register denies what counts for them where nobody answers."""
    return frozenset(prefill.to_be_asked(_facts(record), record.sheet().effective))


def contradictions(record: Classification) -> list[prefill.Suggestion]:
    """Return what the register says and an answer denies, or the default of an open question."""
    sheet = record.sheet()
    counts = {name: as_json(sheet.effective[name]) for name in sheet.visible}
    said = {name: value for name, value in record.answers.items() if name in counts}
    return prefill.contradicted(_facts(record), said, counts)


def blockers(record: Classification) -> list[str]:
    """Say that answers were taken by default that the register denies, where there are any."""
    denied = [each.question for each in contradictions(record)]
    taken = [name for name in denied if name in record.by_default]
    if not taken:
        return []
    asked = record.questions.by_id
    sentence = _("Answers were taken by default that the register denies: %(questions)s Give them.")
    return [sentence % {"questions": " ".join(f"“{asked[name].text}”" for name in taken)}]


def _facts(record: Classification) -> prefill.RegisterFacts:
    return facts_of(record.use_case, _affected(record))


def _affected(record: Classification) -> Iterable[str]:
    """Return whom its uses affect; they are looked up where no list brought them along."""
    if hasattr(record, "affected_now"):
        return list(record.affected_now)
    if record.intended_use is not None:
        return [record.intended_use.affected]
    return [use.affected for use in record.use_case.intended_uses.all()]


def suggested_for(record: Classification) -> dict[str, Any]:
    """Return what register and use case suggest for a classification; the nearer one wins."""
    found = suggestions(record.use_case, _affected(record))
    if record.intended_use is not None:
        found |= answers_of(_whole(record.use_case), record, "whole")
    return found


def _whole(use_case: UseCase) -> Classification | None:
    rows = Classification.objects.current().filter(use_case=use_case, intended_use=None)
    found: Classification | None = rows.first()
    return found

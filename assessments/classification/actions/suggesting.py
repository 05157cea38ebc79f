"""What is suggested as answers: by the register, and by the use case as a whole."""

from typing import Any

from assessments.classification import prefill
from assessments.models import Classification
from assessments.questionnaires.actions.suggesting import answers_of
from inventory.models import UseCase


def facts_of(use_case: UseCase) -> prefill.Facts:
    """Return what the register knows of a use case that bears on the questions."""
    dates = {"placed": use_case.placed_on_market_on, "in_service": use_case.in_service_on}
    return prefill.Facts(
        roles=use_case.roles,
        data_categories=use_case.data_categories,
        lifecycle=use_case.lifecycle,
        public_facing=use_case.public_facing,
        development_mode=use_case.development_mode,
        dates={name: day.isoformat() for name, day in dates.items() if day},
    )


def suggestions(use_case: UseCase) -> dict[str, Any]:
    """Return what the register suggests, as it is stored."""
    found = prefill.suggest(facts_of(use_case))
    return {question: each.as_json() for question, each in found.items()}


def suggested_for(record: Classification) -> dict[str, Any]:
    """Return what register and use case suggest for a classification; the nearer one wins."""
    found = suggestions(record.use_case)
    if record.intended_use is not None:
        found |= answers_of(_whole(record.use_case), record, "whole")
    return found


def _whole(use_case: UseCase) -> Classification | None:
    rows = Classification.objects.current().filter(use_case=use_case, intended_use=None)
    found: Classification | None = rows.first()
    return found

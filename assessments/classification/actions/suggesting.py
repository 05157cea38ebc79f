"""What is suggested as answers: by the register, by the use case as a whole, by last time."""

from typing import Any

from assessments.classification import prefill
from assessments.classification.actions import evaluation
from assessments.models import Classification
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


def suggestions_for(record: Classification) -> dict[str, Any]:
    """Return what is suggested for a classification that begins; the nearest source wins."""
    found = suggestions(record.use_case)
    if record.intended_use is not None:
        found |= _answers_of(_whole(record.use_case), record, "whole")
    return found | _answers_of(record.previous, record, "last")


def last_of(use_case: UseCase, intended_use: Any) -> Classification | None:
    """Return the newest archived classification of the same thing: what was said last time."""
    rows = Classification.objects.filter(use_case=use_case, intended_use=intended_use)
    found: Classification | None = (
        rows.filter(archived_at__isnull=False).order_by("-archived_at").first()
    )
    return found


def _whole(use_case: UseCase) -> Classification | None:
    rows = Classification.objects.current().filter(use_case=use_case, intended_use=None)
    found: Classification | None = rows.first()
    return found


def _answers_of(
    source: Classification | None, record: Classification, because: str
) -> dict[str, Any]:
    """Offer the answers of another classification, as far as these questions take them."""
    if source is None:
        return {}
    said = {name: v for name, v in source.answers.items() if name not in source.by_default}
    taken = evaluation.usable(said, edition=record.edition, act=record.act)
    return {
        question: {"answer": value, "because": f"{because}:{source.ref}"}
        for question, value in taken.items()
    }

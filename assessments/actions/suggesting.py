"""What is suggested as answers: by the register, by the use case as a whole, by last time."""

from collections.abc import Iterator
from typing import Any

from assessments import prefill
from assessments.actions import evaluation
from assessments.models import Classification
from inventory.models import UseCase
from records.errors import RuleError


def suggestions(use_case: UseCase) -> dict[str, Any]:
    """Return what the register suggests, as it is stored."""
    dates = {"placed": use_case.placed_on_market_on, "in_service": use_case.in_service_on}
    facts = prefill.Facts(
        roles=use_case.roles,
        data_categories=use_case.data_categories,
        lifecycle=use_case.lifecycle,
        public_facing=use_case.public_facing,
        dates={name: day.isoformat() for name, day in dates.items() if day},
    )
    return {question: each.as_json() for question, each in prefill.suggest(facts).items()}


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
    return {
        question: {"answer": value, "because": f"{because}:{source.ref}"}
        for question, value in _usable(source.answers, record)
    }


def _usable(answers: dict[str, Any], record: Classification) -> Iterator[tuple[str, Any]]:
    for question, value in answers.items():
        try:
            plain = evaluation.plain({question: value}, edition=record.edition, act=record.act)
        except RuleError:  # the question or the answer is no longer there
            continue
        yield from plain.items()

"""The page on which another class than the rules found is set."""

from typing import Any

from django import forms

from assessments.classification.kinds.classification_actions import OVERRIDE
from assessments.classification.kinds.classifications import CLASSIFICATION
from assessments.models import Classification
from records.pages import ActionView


class OverrideView(ActionView):
    """Offer the other classes; one that lapsed comes with its words, to be set again."""

    kind = CLASSIFICATION
    action = OVERRIDE

    def form(self, record: Any, data: Any = None) -> forms.Form:
        """Return the form without the class that the rules found."""
        form = super().form(record, data)
        to: Any = form.fields["to"]
        to.choices = [choice for choice in to.choices if choice[0] != record.outcome_class]
        form.initial.update(_before(record))
        return form


def _before(record: Classification) -> dict[str, str]:
    """Return what was set before, to be changed or set again."""
    if record.override_class:
        return {
            "to": record.override_class,
            "basis": record.override_basis,
            "reason": record.override_reason,
        }
    lapsed = record.override_lapsed
    if not lapsed:
        return {}
    return {"to": lapsed["class"], "basis": lapsed["basis"], "reason": lapsed["reason"]}

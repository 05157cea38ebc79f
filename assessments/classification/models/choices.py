"""The closed lists of values in assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutcomeClass(models.TextChoices):
    """What a use case is under the AI Act; the gravest first."""

    PROHIBITED = "prohibited", _("prohibited")
    HIGH_RISK = "high_risk", _("high-risk")
    NOT_HIGH_RISK = "not_high_risk_documented", _("not high-risk, to be documented")
    TRANSPARENCY = "transparency", _("transparency duties")
    MODEL_ONLY = "model_only", _("general-purpose model only")
    MINIMAL = "minimal", _("minimal risk")
    OUT_OF_SCOPE = "out_of_scope", _("out of scope")


# What counts by default alone was found by nobody: it is of no class, and lists and counts tell so.
UNANSWERED = "unanswered"
NO_GRAVITY = len(OutcomeClass)


def gravity(outcome_class: str) -> int:
    """Return the place of a class in the order of gravity; 0 is the gravest."""
    return list(OutcomeClass.values).index(outcome_class)


def gravest_of(one: str, other: str) -> str:
    """Return the graver of two classes; an empty one is none."""
    return min(filter(None, (one, other)), key=gravity, default="")

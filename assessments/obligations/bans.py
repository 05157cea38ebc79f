"""What a ban does to rows of obligations: for one row, and as a condition for the database."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from assessments.classification.documents.bans import bans
from assessments.engine.obligations.setting_aside import SET_ASIDE, sets_aside
from assessments.models import Classification, OutcomeClass
from assessments.obligations.rows import Owed


def is_breached(row: Owed, *, on: date) -> bool:
    """Say whether a use that goes on would break a ban that applies."""
    return row.provision in bans() and row.applies_from is not None and row.applies_from <= on


def is_set_aside(row: Owed) -> bool:
    """Say whether a ban that counts takes the place of a duty."""
    return sets_aside(row.class_now, row.regime)


def breached(*, on: date) -> Q:
    """Return what `is_breached` asks, for the database."""
    return Q(duty_provision__in=bans(), duty_applies_from__lte=on)


def set_aside() -> Q:
    """Return what `is_set_aside` asks, for the database."""
    beginnings = (Q(duty_regime__startswith=each) for each in SET_ASIDE)
    return reduce(or_, beginnings) & of_classes([OutcomeClass.PROHIBITED])


def of_classes(codes: list[str]) -> Q:
    """Return the condition that the class which counts is one of these."""
    # Overrides are few: only for them is it worked out whether they are signed.
    overridden = Classification.objects.exclude(override_class="").with_class()
    of_them = overridden.filter(class_now__in=codes).values("pk")
    return Q(override_class="", outcome_class__in=codes) | Q(pk__in=of_them)

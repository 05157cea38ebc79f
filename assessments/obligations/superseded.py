"""Days that a superseded edition gives: on one row of obligations, and for the database."""

from collections import defaultdict
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from assessments.engine.obligations import superseded
from assessments.obligations.rows import Owed

NEVER = Q(pk__in=())


def is_moved(row: Owed, *, on: date) -> bool:
    """Say whether a row has its day from an edition that the law of a day has moved on."""
    if row.applies_from is None:
        return False
    return (row.provision, row.regime) in superseded.moved(row.edition, on)


def moved(*, on: date) -> Q:
    """Return what `is_moved` asks, for the database."""
    conditions = []
    for edition in superseded.older_than(on):
        by_regime: dict[str, list[str]] = defaultdict(list)
        for provision, regime in sorted(superseded.moved(edition, on)):
            by_regime[regime].append(provision)
        conditions += [
            Q(edition=edition, duty_regime=regime, duty_provision__in=names)
            for regime, names in by_regime.items()
        ]
    return reduce(or_, conditions, NEVER) & Q(duty_applies_from__isnull=False)

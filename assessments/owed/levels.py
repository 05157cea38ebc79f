"""How far obligations are met, as a condition the database can narrow lists by."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, Value, When

from assessments.models import Classification, Obligation
from assessments.owed import meeting


def met_level(found: Any) -> Case:
    """Return the level as an expression for rows of `rows.joined`."""
    documented = Q(duty_provision=meeting.DOCUMENTED, answered_count=F("asked_count"))
    signed = Classification.objects.current().with_standing().filter(standing="signed")
    branches = [When(condition, then=Value(level)) for level, condition in _covered(found)]
    return Case(
        When(documented & Q(pk__in=signed.values("pk")), then=Value(meeting.VERIFIED)),
        *sorted(branches, key=lambda when: -when.result.value),
        When(documented, then=Value(meeting.RECORDED)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _covered(found: Any) -> list[tuple[int, Q]]:
    """Put provisions that are met at the same places into one condition."""
    rows = found.order_by().values_list(
        "use_case_id", "use_case__unit_id", "use_case__unit__path", "edition", "obligation_profile"
    )
    places: dict[UUID, tuple[UUID, str]] = {}
    editions, profiles = set(), set()
    for case, unit, path, edition, profile in rows.distinct():
        places[case] = (unit, path)
        editions.add(edition)
        profiles.add(profile)
    codes = Obligation.objects.filter(profile__in=profiles).order_by().values_list("provision")
    met = meeting.by_level(places, editions, {code for (code,) in codes.distinct()})
    every = {unit for unit, _path in places.values()}
    alike: dict[tuple[str, int, frozenset[UUID], frozenset[UUID]], list[str]] = defaultdict(list)
    for (edition, code, level), (units, cases) in met.items():
        alike[edition, level, frozenset(units), frozenset(cases)].append(code)
    conditions = []
    for (edition, level, at_units, at_cases), names in alike.items():
        where = Q(use_case__unit__in=at_units) | Q(use_case__in=at_cases)
        where = Q() if at_units == every else where
        conditions.append((level, Q(edition=edition, duty_provision__in=names) & where))
    return conditions

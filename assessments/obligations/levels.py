"""How far obligations are met, as a condition the database can narrow lists by."""

from collections import defaultdict
from uuid import UUID

from django.db.models import F, Q

from assessments.models import Classification
from assessments.obligations import meeting
from governance import days
from records.remembered import remembered

NEVER = Q(pk__in=())


def at_levels() -> list[Q]:
    """Return for each level the condition that a row of `rows.joined` reaches it and no higher.

    A condition and not a number to compare: the database can tell how many rows it keeps.
    """
    documented = Q(duty_provision=meeting.DOCUMENTED, answered_count=F("asked_count"))
    signed = Classification.objects.current().with_standing().filter(standing="signed")
    reached = {
        meeting.RECORDED: documented,
        meeting.INHERITED: NEVER,
        meeting.CURRENT: NEVER,
        meeting.VERIFIED: documented & Q(pk__in=signed.values("pk")),
    }
    for level, condition in remembered("obligations met", _covered, days.day_read()):
        reached[level] |= condition
    levels, above = [], NEVER
    for level in sorted(reached, reverse=True):
        levels.append(reached[level] & ~above)
        above |= reached[level]
    return [~above, *reversed(levels)]


def _covered() -> list[tuple[int, Q]]:
    """Put provisions that are met at the same places into one condition.

    It speaks of all use cases, whoever asks: the rows it narrows are within reach already.
    """
    current = Classification.objects.current().filter(obligation_profile__isnull=False)
    editions = set(current.order_by().values_list("edition", flat=True).distinct())
    cases = current.order_by().values_list(
        "use_case_id", "use_case__unit_id", "use_case__unit__path"
    )
    places: dict[UUID, tuple[UUID, str]] = {case: (unit, path) for case, unit, path in cases}
    met = meeting.by_level(editions, places)
    everywhere = {unit for unit, _path in places.values()}
    alike: dict[tuple[str, int, frozenset[UUID], frozenset[UUID]], list[str]] = defaultdict(list)
    for (edition, code, level), (units, single) in met.items():
        alike[edition, level, frozenset(units), frozenset(single)].append(code)
    conditions = []
    for (edition, level, at_units, at_cases), names in alike.items():
        where = Q(use_case__unit__in=at_units) | Q(use_case__in=at_cases)
        where = Q() if at_units == everywhere else where
        conditions.append((level, Q(edition=edition, duty_provision__in=names) & where))
    return conditions

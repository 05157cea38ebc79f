"""What is to be told of a duty in a situation: its condition, its relief, what is not settled."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assessments.engine.dates import FRAMEWORK
from assessments.engine.duties import Duty
from assessments.engine.obligations.conditions import Point, Unsettled
from assessments.engine.obligations.declared import load_declared
from assessments.engine.obligations.law import duties_under
from assessments.engine.relief import Relief
from assessments.engine.situation import Situation
from controls.frameworks.loading import load_edition
from controls.frameworks.loading.data import ProvisionData

FORMAL = "formal"
# Where the catalogue says this, what the law asks is settled; what stands beside it was not seen.
WEAK = (
    "status of supporting guidance, template or standard rests on secondary sources or on finding "
    "nothing newer"
)


@dataclass(frozen=True, slots=True)
class Detail:
    """What is told of a duty; `formal` is its day by the letter, or by another reading of it."""

    only_if: str
    relief: tuple[Relief, ...]
    unsettled: Unsettled
    formal: datetime.date | None

    def formal_before(self, applies_from: datetime.date | None) -> datetime.date | None:
        """Return that day where it is earlier."""
        if self.formal is None or applies_from is None:
            return None
        return self.formal if self.formal < applies_from else None


def detail(
    item: ProvisionData, role: str, situation: Situation, *, applies_from: datetime.date | None
) -> Detail:
    """Gather what is to be told of a duty that binds a role from a day."""
    declared = load_declared()
    condition = declared.condition_in(item.id, role, situation)
    through = condition.through if condition else ""
    day, own = _doubts_of(item, situation, applies_from)
    open_points = [
        (each, each.told(item, role, situation, applies_from)) for each in declared.open_points
    ]
    points = [
        Point(own),
        Point(condition.uncertain_why if condition else ""),
        *(
            Point(why, each.citation, item.applies_from.get(each.day_otherwise))
            for each, why in open_points
            if not each.between_days
        ),
    ]
    told = tuple(point for point in points if point.why)
    # Where a transition lets it wait, nothing binds by the letter.
    letter = None if through or situation.transition else item.applies_from.get(FORMAL)
    days = [day for day in (letter, *(point.formal for point in told)) if day]
    return Detail(
        only_if=condition.told(situation) if condition else "",
        relief=declared.relief_in(item.id, role, situation),
        unsettled=Unsettled(
            day="" if through else day,
            points=told,
            between_days=" ".join(why for each, why in open_points if each.between_days and why),
        ),
        formal=min(days, default=None),
    )


def _doubts_of(
    item: ProvisionData, situation: Situation, applies_from: datetime.date | None
) -> tuple[str, str]:
    """Tell the doubt of a provision's days, none where a transition moved them, and the rest.

    Where it keeps the day as the earliest one, nothing binds by the letter before.
    """
    profiles = load_edition(FRAMEWORK, situation.edition).date_profiles
    profile = profiles.get(str(item.extra.get("date_profile")))
    of_days = profile.uncertain_why if profile else ""
    own = item.uncertain_why.removeprefix(of_days).strip()
    waits = bool(situation.transition) and FORMAL in item.applies_from
    counts = not waits and (not item.applies_from or applies_from in item.applies_from.values())
    return (of_days if counts and own != item.uncertain_why else ""), own


def with_details(duty: Duty, situation: Situation) -> Duty:
    """Tell of a duty that a rule names what is to be told of the duties it stands for."""
    below = _below(duty.provision, duty.role, situation, duty.applies_from)
    details = [each for _provision, each in below]
    formal = [day for each in details if (day := each.formal_before(duty.applies_from))]
    return replace(
        duty,
        relief=tuple(dict.fromkeys(relief for each in details for relief in each.relief)),
        uncertain_why=" ".join(_doubts_below(below)),
        formal_from=min(formal, default=None),
    )


def _doubts_below(below: Sequence[tuple[str, Detail]]) -> Iterator[str]:
    """Tell the doubts of a duty each once; one that spares some paragraphs names the others."""
    doubted: dict[str, list[str]] = {}
    for provision, each in below:
        if told := each.unsettled.told:
            doubted.setdefault(told, []).append(provision)
    open_ones = {name for names in doubted.values() for name in names}
    is_whole = len(open_ones) == len(below)
    for told, names in doubted.items():
        yield told if is_whole or WEAK in told else f"Of {', '.join(names)} only: {told}"


@lru_cache(maxsize=4_096)
def _below(
    provision: str, role: str, situation: Situation, applies_from: datetime.date | None
) -> tuple[tuple[str, Detail], ...]:
    """Gather what is to be told of the duties that a rule means; like situations share the work."""
    law = load_edition(FRAMEWORK, situation.edition)
    if provision not in law:
        return ()
    below = duties_under(law, provision) or (law.provision(provision),)
    return tuple(
        (item.id, detail(item, role, situation, applies_from=applies_from))
        for item in below
        if item.exists
    )

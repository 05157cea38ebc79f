"""What must be so beside role and regime before a provision of the AI Act binds; pure values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.engine.obligations.law import is_within
from assessments.engine.relief import Relief
from assessments.engine.situation import Situation
from controls.frameworks.loading.application_dates import spoken
from controls.frameworks.loading.data import ProvisionData


@dataclass(frozen=True, slots=True)
class Condition:
    """When something holds in a situation; what is left empty asks nothing.

    Of each list one must be so; `grounds` are beginnings of grounds, `named` are duties that a rule
    must name for the same role (`without_named`: none of them), `prohibited` are practices that
    must be found, now or later; of `without_facts` none may hold, of `without_roles` none be held.
    `only_if` is what no answer tells, `when_unsure` what is told where a fact is open.
    `always` lets a provision bind although rules may name what it belongs to. `through` names the
    provision by which alone it binds, and whose day is its own.
    """

    editions: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    and_grounds: tuple[str, ...] = ()
    without_grounds: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    without_facts: tuple[str, ...] = ()
    without_roles: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    without_named: tuple[str, ...] = ()
    prohibited: tuple[str, ...] = ()
    only_if: str = ""
    when_unsure: str = ""
    uncertain_why: str = ""
    always: bool = False
    through: str = ""

    def holds(self, situation: Situation, role: str) -> bool:
        """Say whether it is so for a role, as far as answers tell."""
        return self._may_hold(situation, role) and self._has_fact(situation.facts)

    def is_open(self, situation: Situation, role: str) -> bool:
        """Say whether it may be so, because an answer is not sure and something is to be told."""
        return (
            bool(self.when_unsure)
            and self._may_hold(situation, role)
            and not self._has_fact(situation.facts)
            and self._has_fact(situation.open_facts)
        )

    def told(self, situation: Situation) -> str:
        """Say under which condition it binds, beside what the answers tell."""
        return self.only_if if self._has_fact(situation.facts) else self.when_unsure

    def _has_fact(self, facts: frozenset[str]) -> bool:
        return not self.facts or not facts.isdisjoint(self.facts)

    def _may_hold(self, situation: Situation, role: str) -> bool:
        if self.editions and situation.edition not in self.editions:
            return False
        practices = situation.prohibited | situation.upcoming
        if self.prohibited and practices.isdisjoint(self.prohibited):
            return False
        if self.named and not _is_named(situation, role, self.named):
            return False
        if _is_named(situation, role, self.without_named):
            return False
        if not situation.facts.isdisjoint(self.without_facts):
            return False
        if not situation.roles.isdisjoint(self.without_roles):
            return False
        return self._fits_grounds(situation.grounds)

    def _fits_grounds(self, grounds: frozenset[str]) -> bool:
        wanted = (self.grounds, self.and_grounds)
        if any(some and not _among(grounds, some) for some in wanted):
            return False
        return not _among(grounds, self.without_grounds)


def _is_named(situation: Situation, role: str, beginnings: tuple[str, ...]) -> bool:
    """Say whether a rule names one of some duties for a role."""
    return any(
        held == role and any(is_within(provision, outer) for outer in beginnings)
        for provision, held in situation.named
    )


def _among(grounds: Iterable[str], beginnings: tuple[str, ...]) -> bool:
    return any(is_within(ground, beginning) for ground in grounds for beginning in beginnings)


@dataclass(frozen=True, slots=True)
class Point:
    """Something of a duty that the law leaves open; the citation is empty for the duty's own.

    `formal` is the earlier day by the other reading, where the point is about the day.
    """

    why: str
    citation: str = ""
    formal: date | None = None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What is open of a duty in a situation: its day, points of its own, the day of two lists."""

    day: str = ""
    points: tuple[Point, ...] = ()
    between_days: str = ""

    @property
    def told(self) -> str:
        """Tell all of it in sentences."""
        whys = (self.day, *(point.why for point in self.points), self.between_days)
        return " ".join(why if why.endswith(".") else f"{why}." for why in whys if why)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What the law leaves open of duties, whatever makes them bind; of all where none is named.

    One that is `between_days` tells the two days that Art. 113 gives a system on both lists.
    `day_otherwise` names the day of the other reading among those of the provision.
    """

    provisions: tuple[str, ...]
    roles: frozenset[str]
    condition: Condition
    between_days: bool
    citation: str = ""
    day_otherwise: str = ""

    def told(
        self, item: ProvisionData, role: str, situation: Situation, applies_from: date | None
    ) -> str:
        """Say what is open of a duty of a role that is owed from a day, if anything."""
        if self.provisions and not any(is_within(item.id, outer) for outer in self.provisions):
            return ""
        if (self.roles and role not in self.roles) or not self.condition.holds(situation, role):
            return ""
        if not self.between_days:
            return self.condition.uncertain_why
        first, other = item.applies_from.get("annex_iii"), item.applies_from.get("annex_i")
        if not first or not other or first == other or applies_from != first:
            return ""
        return self.condition.uncertain_why.format(first=spoken(first), other=spoken(other))


@dataclass(frozen=True, slots=True)
class ReliefRule:
    """A provision that limits duties where its condition holds, for some roles or for all.

    An article stands for all the duties under it.
    """

    relief: Relief
    limits: frozenset[str]
    roles: frozenset[str]
    condition: Condition

    def fits(self, provision: str, role: str, situation: Situation) -> bool:
        """Say whether it makes a duty of a role lighter; "not sure" lets nothing pass."""
        if self.roles and role not in self.roles:
            return False
        if not any(is_within(provision, limited) for limited in self.limits):
            return False
        return self.condition.holds(situation, role)

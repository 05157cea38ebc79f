"""Looking: every check within a record, a unit or all of reach, with what it found."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import days
from governance.gaps import checks
from governance.gaps.checks import Check, Gap, Level
from governance.gaps.within import Within, left_out
from governance.remembering import remembered_for
from records import kinds
from records.actors import Actor
from records.history.moments import require_recorded
from records.history.past import as_of, current_moment
from records.models import Record


@dataclass(frozen=True)
class Looked:
    """One check, how many it looked at, and what it found."""

    code: str
    count: int
    gaps: tuple[Gap, ...]

    @property
    def check(self) -> Check:
        """Return the check."""
        return checks.by_code(self.code)

    def as_json(self) -> dict[str, object]:
        """Give plain JSON values."""
        return {
            "code": self.code,
            "title": self.check.heading,
            "looked_at": self.count,
            "found": len(self.gaps),
        }


@dataclass(frozen=True)
class Gaps:
    """All that was looked at; `not_looked_at` are sentences.

    `out_of_reach` counts the points about records that hang on the subject and that its reader may
    not see, and what of them is not in order.
    """

    of: str
    moment: datetime | None
    looked: tuple[Looked, ...]
    not_looked_at: tuple[str, ...]
    out_of_reach: tuple[int, int] = (0, 0)

    @cached_property
    def every(self) -> list[Gap]:
        """Return what was found, by record and check."""
        found = [gap for looked in self.looked for gap in looked.gaps]
        return sorted(found, key=lambda gap: (gap.ref, gap.check, gap.says, gap.url))

    @property
    def count(self) -> int:
        """Return how many there are."""
        return sum(len(looked.gaps) for looked in self.looked)

    @property
    def points(self) -> int:
        """Return how many points were looked at: each check counts once for each record."""
        return sum(looked.count for looked in self.looked)

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values."""
        return {
            "of": self.of,
            "as_of": self.moment.isoformat() if self.moment else None,
            "looked_at": self.points,
            "checks": [looked.as_json() for looked in self.looked],
            "gaps": [gap.as_json() for gap in self.every],
            "not_looked_at": list(self.not_looked_at),
        }


def named(ref: str, actor: Actor, needs: str = "view") -> Record | None:
    """Return the record of a reference, where the actor may reach it."""
    kind = kinds.of_ref(ref)
    found = kind.model.objects.visible_to(actor, needs).filter(ref=ref) if kind else None
    return found.first() if found is not None else None


def read(
    actor: Actor,
    subject: Record | None = None,
    *,
    moment: datetime | None = None,
    needs: str = "view",
    scope: Record | None = None,
) -> Gaps:
    """Look, within what the actor may reach; raise RuleError for a moment that nothing tells of."""
    if moment is not None:
        require_recorded(moment)
    with as_of(moment):
        within = Within(actor=actor, day=days.day_read(), subject=subject, needs=needs, scope=scope)
        looked = tuple(_look(check, within) for check in checks.every() if check.applies(within))
        hidden = _out_of_reach(within, looked)
        return Gaps(
            of=subject.ref if subject else "",
            moment=current_moment(),
            looked=looked,
            not_looked_at=tuple(_not_looked_at(within, looked, hidden)),
            out_of_reach=hidden,
        )


def remembered_gaps(actor: Actor, subject: Record | None = None, *, needs: str = "view") -> Gaps:
    """Look, or tell what was found since anything was last recorded; in the moment that is read."""
    about = (needs, subject.pk if subject else "")
    return remembered_for(actor, "gaps", lambda: read(actor, subject, needs=needs), *about)


def gaps_of(actor: Actor) -> list[Gap]:
    """Tell what a person has to mend, among all they may see."""
    ref, within = actor.person.ref, _within(actor)
    return [gap for check in checks.every() for gap in check.find(within, who=ref)]


def found_by(code: str, actor: Actor, subject: Record) -> list[Gap]:
    """Tell what one check finds of a record."""
    return list(checks.by_code(code).find(_within(actor, subject)))


def counted(actor: Actor, codes: Collection[str]) -> dict[tuple[str, Level], int]:
    """Count what some checks find within reach, by check and level; one query for each of them."""
    return remembered_for(actor, "gaps counted", lambda: _counted(actor, codes), *sorted(codes))


def _counted(actor: Actor, codes: Collection[str]) -> dict[tuple[str, Level], int]:
    told: Counter[tuple[str, Level]] = Counter()
    for code in codes:
        for level, number in checks.by_code(code).tally(_within(actor)).items():
            told[code, level] = number
    return dict(told)


def _within(actor: Actor, subject: Record | None = None) -> Within:
    return Within(actor=actor, day=days.day_read(), subject=subject)


def _look(check: Check, within: Within) -> Looked:
    count = check.count(check.of(within))
    return Looked(check.code, count, tuple(check.find(within)) if count else ())


def _not_looked_at(within: Within, looked: Sequence[Looked], hidden: tuple[int, int]) -> list[str]:
    """Name the checks that say nothing of this subject, and the kinds that have none."""
    told, subject = [], within.subject
    if subject is not None:
        codes = {each.code for each in looked}
        left = [check.heading for check in checks.every() if check.code not in codes]
        points, found = hidden
        titles = "; ".join(sorted(left))
        words = {"ref": subject.ref, "titles": titles, "points": points, "found": found}
        told += [_("Not part of %(ref)s: %(titles)s.") % words] if left else []
        told += [] if within.is_unit else [str(each) % words for each in left_out(subject)]
        sentence = ngettext(
            "%(points)s more point belongs to %(ref)s, about a record out of reach of whoever "
            "looks; not in order: %(found)s.",
            "%(points)s more points belong to %(ref)s, about records out of reach of whoever "
            "looks; not in order: %(found)s.",
            points,
        )
        told += [sentence % words] if points else []
    checked = {check.told_of for check in checks.every()}
    unchecked = [kind.plural for kind in kinds.every() if kind.model not in checked]
    if unchecked:
        told.append(_("No check looks at: %(kinds)s.") % {"kinds": ", ".join(unchecked)})
    return told


def _out_of_reach(within: Within, looked: Sequence[Looked]) -> tuple[int, int]:
    """Count what is looked at of the subject that its reader may not see; none of it is named."""
    if within.actor.is_system or within.subject is None:
        return 0, 0
    every = replace(within, actor=Actor.system("gaps"))
    made = [each.check for each in looked]
    points = sum(check.count(check.of(every)) for check in made)
    points -= sum(each.count for each in looked)
    if not points:
        return 0, 0
    found = sum(check.tally(every).total() for check in made)
    return points, found - sum(len(each.gaps) for each in looked)

"""Looking: every check within a record, a unit or all of reach, with what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from governance import days
from governance.gaps import checks
from governance.gaps.checks import Check, Gap, Within
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
    """All that was looked at; `not_looked_at` are sentences."""

    of: str
    moment: datetime | None
    looked: tuple[Looked, ...]
    not_looked_at: tuple[str, ...]

    @property
    def every(self) -> list[Gap]:
        """Return what was found, by record and check."""
        found = [gap for looked in self.looked for gap in looked.gaps]
        return sorted(found, key=lambda gap: (gap.ref, gap.check, gap.says, gap.url))

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
) -> Gaps:
    """Look, within what the actor may reach; raise RuleError for a moment that nothing tells of."""
    if moment is not None:
        require_recorded(moment)
    with as_of(moment):
        within = Within(actor=actor, day=days.day_read(), subject=subject, needs=needs)
        looked = [check for check in checks.every() if check.applies(within)]
        left = [check for check in checks.every() if check not in looked]
        return Gaps(
            of=subject.ref if subject else "",
            moment=current_moment(),
            looked=tuple(_look(check, within) for check in looked),
            not_looked_at=tuple(_not_looked_at(within, left)),
        )


def remembered_gaps(actor: Actor, subject: Record | None = None, *, needs: str = "view") -> Gaps:
    """Look, or tell what was found since anything was last recorded; in the moment that is read."""
    about = (needs, subject.pk if subject else "")
    return remembered_for(actor, "gaps", lambda: read(actor, subject, needs=needs), *about)


def _look(check: Check, within: Within) -> Looked:
    found = check.of(within)
    count = check.count(found)
    return Looked(check.code, count, tuple(check.find(found, within)) if count else ())


def _not_looked_at(within: Within, left: Sequence[Check]) -> list[str]:
    """Name the checks that say nothing of this subject, and the kinds that have none."""
    told, subject = [], within.subject
    if left and subject is not None:
        titles = ", ".join(sorted(check.heading for check in left))
        told.append(_("Not part of %(ref)s: %(titles)s.") % {"ref": subject.ref, "titles": titles})
    if subject is not None and not within.is_unit:
        told += [str(sentence) % {"ref": subject.ref} for sentence in checks.left_out(subject)]
        if not within.actor.is_system:
            told.append(
                _("Of what hangs on %(ref)s, only what whoever looks may see is part of it.")
                % {"ref": subject.ref}
            )
    checked = {check.model for check in checks.every()}
    unchecked = [kind.plural for kind in kinds.every() if kind.model not in checked]
    if unchecked:
        told.append(_("No check looks at: %(kinds)s.") % {"kinds": ", ".join(unchecked)})
    return told

"""How long evidence stays current, by the rule that stands on it."""

from dataclasses import dataclass
from datetime import date, timedelta

# Codes of the rules: so long after it was collected, so long after what it covers, or for good.
COLLECTED, COVERED, STANDING = "collected", "covered", "standing"
FOREVER = date.max


@dataclass(frozen=True, slots=True)
class RevisionDays:
    """One revision of evidence by its days; without `covers_from` it speaks from its collection."""

    collected_on: date
    covers_from: date | None = None
    covers_to: date | None = None


def span(rule: str, days: int, taken: RevisionDays) -> tuple[date, date] | None:
    """Return the first and the last day on which a revision is current; None where on none."""
    if rule == STANDING:
        return taken.collected_on, FOREVER
    if rule == COLLECTED:
        return taken.collected_on, _later(taken.collected_on, days)
    if taken.covers_to is None:
        return None
    begins = max(taken.collected_on, taken.covers_from or taken.collected_on)
    ends = _later(taken.covers_to, days)
    return (begins, ends) if begins <= ends else None


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return FOREVER

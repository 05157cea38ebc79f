"""Where the dates of a law stand in its picture: along an axis of years, none over another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 960
MARGIN = 24
# Two signs nearer than this are set below each other.
GAP = 26


@dataclass(frozen=True)
class Axis:
    """A span of whole years on a line of fixed length."""

    first: int
    last: int

    @classmethod
    def over(cls, days: Sequence[date]) -> "Axis":
        """Return the years that hold all days; at least one year."""
        return cls(min(day.year for day in days), max(day.year for day in days) + 1)

    def at(self, day: date) -> int:
        """Return the place of a day, in the units of the picture."""
        start, end = date(self.first, 1, 1).toordinal(), date(self.last, 1, 1).toordinal()
        share = (day.toordinal() - start) / (end - start)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN))

    @property
    def years(self) -> list[tuple[int, int]]:
        """Return each year with its place."""
        return [(year, self.at(date(year, 1, 1))) for year in range(self.first, self.last + 1)]


def stack(places: Sequence[int]) -> list[int]:
    """Return for each place, in order, the row in which it touches no other: 0 is the topmost."""
    ends: list[int] = []
    rows = []
    for place in places:
        row = next((i for i, end in enumerate(ends) if place - end >= GAP), len(ends))
        if row == len(ends):
            ends.append(place)
        else:
            ends[row] = place
        rows.append(row)
    return rows

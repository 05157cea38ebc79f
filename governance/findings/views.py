"""Findings over time: how many were raised, closed and left open, and how old the open ones are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import days
from governance.findings.models import Finding, FindingGrade
from governance.models import Unit
from records.actors import Actor
from records.addresses import page_of, to, with_values
from records.pages import RecordsView, respond
from records.panels import TemplatePanel
from records.shapes import (
    Bar,
    Heading,
    Link,
    Row,
)

MONTHS = 12
AGES = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class FindingSpan:
    """From when to when a finding was open, how grave it is, and by when it is to be closed."""

    found_on: date
    closed_on: date | None
    due_on: date | None
    grade: str

    def is_open(self, day: date) -> bool:
        """Say whether it was open at the end of a day."""
        return self.found_on <= day and (self.closed_on is None or self.closed_on > day)

    def is_late(self, day: date) -> bool:
        """Say whether its day had passed."""
        return self.is_open(day) and self.due_on is not None and self.due_on < day


def spans(actor: Actor, unit: Unit | None) -> list[FindingSpan]:
    """Return all findings within reach, those of a unit and below it where one is named."""
    found = Finding.objects.visible_to(actor).current()
    if unit is not None:
        found = found.filter(unit__path__startswith=unit.path)
    return [
        FindingSpan(*row) for row in found.values_list("found_on", "closed_on", "due_on", "grade")
    ]


def months(day: date, count: int = MONTHS) -> list[tuple[date, date]]:
    """Return the first and last day of the newest months, the oldest first; the last one is cut."""
    found = [(day.replace(day=1), day)]
    while len(found) < count:
        last = found[0][0] - timedelta(days=1)
        found.insert(0, (last.replace(day=1), last))
    return found


def month_rows(found: Sequence[FindingSpan], day: date) -> Iterator[tuple[str, list[int]]]:
    """Tell of each month how many were raised and closed, open at its end, and late then."""
    for first, last in months(day):
        raised = sum(first <= one.found_on <= last for one in found)
        closed = sum(one.closed_on is not None and first <= one.closed_on <= last for one in found)
        left = sum(one.is_open(last) for one in found)
        late = sum(one.is_late(last) for one in found)
        yield date_format(first, "M Y"), [raised, closed, left, late]


def age_rows(found: Sequence[FindingSpan], day: date) -> Iterator[tuple[str, list[int]]]:
    """Count the open findings by age and grade."""
    left = [one for one in found if one.is_open(day)]
    for least, most in zip((-1, *AGES), (*AGES, None), strict=True):
        old = [
            one.grade
            for one in left
            if (day - one.found_on).days > least
            and (most is None or (day - one.found_on).days <= most)
        ]
        words = {"least": least + 1, "most": most}
        label = _("%(least)s to %(most)s days") if most else _("%(least)s days and more")
        yield label % words, [old.count(code) for code in FindingGrade]


class FindingTrendView(RecordsView):
    """Show the findings of the last twelve months, of all units in reach or of one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page; 404 for a unit out of reach."""
        unit = self._unit(request.GET.get("unit", ""))
        day = days.day_read()
        found = spans(self.actor, unit)
        by_month = list(month_rows(found, day))
        narrowed = {"unit": unit.ref} if unit else {}
        at = f"{unit.ref} {unit}" if unit else _("All units within your reach")
        context = {
            "title": _("Findings over time"),
            "eyebrow": at,
            "bars": [Bar(label, left) for label, (_raised, _closed, left, _late) in by_month],
            "months": [Row([label, *numbers]) for label, numbers in by_month],
            "month_columns": _headings(
                _("Month"), _("Raised"), _("Closed"), _("Open at its end"), _("Overdue then")
            ),
            "ages": [Row([label, *numbers]) for label, numbers in age_rows(found, day)],
            "age_columns": _headings(
                _("Open for"), *(one.label.capitalize() for one in FindingGrade)
            ),
            "list_url": with_values(page_of(Finding, "list"), **narrowed),
        }
        return respond(request, "governance/findings_trend.html", context)

    def _unit(self, ref: str) -> Unit | None:
        if not ref:
            return None
        unit: Unit | None = Unit.objects.visible_to(self.actor).filter(ref=ref).first()
        if unit is None:
            raise Http404
        return unit


def _headings(first: str, *numbers: str) -> list[Heading]:
    return [Heading(first), *(Heading(label, align="end") for label in numbers)]


def at_unit(unit: Any, actor: Actor) -> dict[str, Any] | None:
    """Count the open findings at a unit and below it by grade; nothing where none is open."""
    day = days.day_read()
    left = [one for one in spans(actor, unit) if one.is_open(day)]
    if not left:
        return None
    grades = [one.grade for one in left]
    listed = page_of(Finding, "list")
    rows = [
        Row([Link(code.label.capitalize(), with_values(listed, unit=unit.ref, grade=code)), number])
        for code in FindingGrade
        if (number := grades.count(code))
    ]
    late = sum(one.is_late(day) for one in left)
    if late:
        url = with_values(listed, unit=unit.ref, overdue="true")
        rows.append(Row([Link(_("Of these overdue"), url), late]))
    return {
        "columns": _headings(_("Grade"), _("Open")),
        "rows": rows,
        "url": with_values(to("finding-trend"), unit=unit.ref),
    }


UNIT_PANEL = TemplatePanel(
    title=gettext_lazy("Findings"), template="governance/panels/findings.html", context=at_unit
)

"""The history of an assessment: answers told question by question, outcomes in words."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.questionnaires.documents.changes import told_anew
from assessments.questionnaires.views.base import tabs
from records.history import timeline
from records.history.timeline import Happening
from records.models import Record
from records.pages import CompareView, HistoryView, respond
from records.shapes import Fact, HistoryEntry

# A page of history tells so many answers of each act; the comparison tells all.
ANSWERS_TOLD = 6


class AssessmentHistoryView(HistoryView):
    """Show what happened to an assessment."""

    def context(self, record: Any) -> dict[str, Any]:
        """Stand among the pages of an assessment."""
        self._states: dict[int, Any] = {}
        return super().context(record) | {"tabs": tabs(record, "history")}

    def entry(self, record: Any, item: Happening) -> HistoryEntry:
        """Tell what changed by question."""
        if item.is_own:
            old, new = self._state(record, item.version - 1), self._state(record, item.version)
            told = told_anew(record, item.changes, old, new, most=ANSWERS_TOLD)
            item = replace(item, changes=told)
        return super().entry(record, item)

    def _state(self, record: Record, version: int) -> object:
        """Return a kept state; a whole page of them is read at once."""
        if version and version not in self._states:
            first = max(1, version - timeline.PAGE_SIZE)
            self._states |= timeline.states_of(record, set(range(first, version + 1)))
        return self._states.get(version)


class AssessmentCompareView(CompareView):
    """Show the difference between two versions, by question."""

    def get(self, request: HttpRequest, ref: str, compare: str) -> HttpResponse:
        """Answer with the comparison of "3..7"."""
        record = self.record(ref)
        first, second, found = self.comparison(record, compare)
        words = {"first": first, "second": second}
        context = {
            "title": _("Version %(first)s compared with version %(second)s") % words,
            "eyebrow": f"{self.kind.name} {record.ref}: {record}",
            "breadcrumbs": self.crumbs(record, _("History")),
            "tabs": tabs(record, "history"),
            "facts": [
                Fact(_("Version %(version)s") % {"version": first}, found.old.history_date),
                Fact(_("Version %(version)s") % {"version": second}, found.new.history_date),
            ],
            "changes": told_anew(record, found.changes, found.old, found.new),
        }
        return respond(request, "records/compare.html", context)

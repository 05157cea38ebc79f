"""The last two steps of an import: what it would do, and what it did, row by row."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.imports.actions import commit, report, runs
from inventory.imports.actions.targets import target_of
from inventory.imports.views.rows import row_shown
from inventory.imports.views.steps import ImportView, go, progress, url
from inventory.models import ImportRow, ImportRun, RowOutcome, RunState
from records.actors import Actor
from records.addresses import number_in, with_query
from records.lists import PAGE_SIZE, QueryRows, page_asked, pager
from records.pages import respond
from records.shapes import Action, Heading, Tab

SHOWN_UNITS = 12
# What the tabs call the rows, and which rows they show.
TABS: tuple[tuple[str, object, Q], ...] = (
    ("added", gettext_lazy("Added"), Q(outcome=RowOutcome.ADDED)),
    ("changed", gettext_lazy("Changed"), Q(outcome=RowOutcome.CHANGED)),
    ("unchanged", gettext_lazy("Unchanged"), Q(outcome=RowOutcome.UNCHANGED)),
    ("refused", gettext_lazy("Refused"), Q(outcome=RowOutcome.REFUSED)),
    ("vanished", gettext_lazy("No longer in the file"), Q(outcome=RowOutcome.VANISHED)),
    ("conflicts", gettext_lazy("Conflicts"), ~Q(conflicts=[])),
    ("remarks", gettext_lazy("With remarks"), ~Q(remarks=[])),
)
PREVIEW_TABS = {"added": gettext_lazy("To add"), "changed": gettext_lazy("To change")}
FRAGMENT = "inventory/import/outcome.html#results"


class ImportOutcomeView(ImportView):
    """Show the rows of an import, narrowed by what becomes of them."""

    def answer(self, run: ImportRun, status: int = 200, **more: object) -> HttpResponse:
        """Answer with a page of rows."""
        report.require_as_kept(run)
        show, words = self.request.GET.get("show", ""), self.request.GET.get("q", "").strip()
        found = rows_of(run, show, words, self.actor)
        rows = QueryRows(found)
        page = rows.page(page_asked(self.request), PAGE_SIZE)
        target = target_of(run)
        items, records = report.for_reader(page.items, run, self.actor)
        heads = (target.kind.name, _("Row"), _("What"), _("Unit"), _("In detail"))
        context = self.page(
            run,
            views=self.tabs(run, show),
            columns=[Heading(head) for head in heads],
            rows=[
                row_shown(row, self.actor, target, records.get(row.subject_id), is_over=run.is_over)
                for row in items
            ],
            count=page.count,
            pager=pager(self.request, page, PAGE_SIZE),
            show=show,
            words=words,
            accepted=accepted(run),
            units=[" › ".join(names) for names in run.new_units],
            shown_units=SHOWN_UNITS,
            **more,
        )
        template = "inventory/import/outcome.html"
        return respond(self.request, template, context, fragment=FRAGMENT, status=status)

    def tabs(self, run: ImportRun, show: str) -> list[Tab]:
        """Return one tab for each thing that became of rows, and one for all."""
        total = sum(run.counts.get(outcome, 0) for outcome in RowOutcome.values)
        found = [self.tab(_("All"), "", total, show)]
        for code, label, _condition in TABS:
            count = run.counts.get(code, 0)
            if count or code in {"added", "changed", "refused"}:
                word = label if run.is_over else PREVIEW_TABS.get(code, label)
                found.append(self.tab(word, code, count, show))
        return found

    def tab(self, label: Any, code: str, count: int, show: str) -> Tab:
        address = with_query(self.request, show=code or None, page=None)
        return Tab(label, address, code == show, count)


class PreviewView(ImportOutcomeView):
    """Show what the import would do, and ask for the word."""

    step = "preview"
    title = gettext_lazy("What the import would do")

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the preview, or how far the work on the import is."""
        run = self.run_of(ref)
        if run.is_over:
            return go("report", run)
        back = url("values", run)
        working = progress(run, self.actor)
        if working is not None:
            context = self.page(run, progress=working)
            return respond(request, "inventory/import/working.html", context)
        return self.answer(run, is_outdated=run.state != RunState.PREVIEWED, cancel_url=back)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Make the preview anew, or carry out what was seen."""
        run = self.run_of(ref)
        if "again" in request.POST:
            runs.ask_preview(run, actor=self.actor)
        else:
            commit.start(run, seen=request.POST.get("seen", ""), actor=self.actor)
        return go("preview", run)


class ImportReportView(ImportOutcomeView):
    """Show what an import did."""

    step = "report"
    title = gettext_lazy("What the import did")

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the report to whoever may see the import."""
        run: ImportRun = self.record(ref)
        report.require_as_kept(run)
        if not run.is_over:
            return go("preview", run)
        return self.answer(run, exports=downloads(run))


def rows_of(run: ImportRun, show: str, words: str, actor: Actor) -> object:
    """Return the rows asked for, as they stand in the file."""
    found = ImportRow.objects.filter(run=run)
    for code, _label, condition in TABS:
        if code == show:
            found = found.filter(condition)
    if (number := number_in(words)) is not None:
        return found.filter(number=number)
    if words:
        text = Q(name__icontains=words) | Q(unit_names__icontains=words)
        text |= Q(identity__icontains=words) | Q(subject_ref__iexact=words)
        found = found.filter(report.within_reach(run, actor), text)
    return found.order_by("number", "id")


def accepted(run: ImportRun) -> int:
    """Return how many rows would be written."""
    return int(run.counts.get("added", 0)) + int(run.counts.get("changed", 0))


def downloads(run: ImportRun) -> list[Action]:
    """Return the files that can be taken from an import."""
    address = url("report", run)
    return [
        Action(_("Report for Excel"), f"{address}report.xlsx", "download"),
        Action(_("Report as CSV"), f"{address}report.csv", "download"),
        Action(_("Report as digested"), f"{address}report.jsonl", "download"),
        Action(_("The file as it was sent"), f"{address}original", "paperclip"),
    ]

"""The report on a change of the law: asked for, read, narrowed, one use case, as a file."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.engine.corrections import edition_of
from assessments.law_changes.actions import edition_change, edition_reviews
from assessments.law_changes.actions.edition_cases import still_reached
from assessments.law_changes.documents import edition_change as document
from assessments.law_changes.documents import edition_print
from assessments.law_changes.documents.edition_figures import MOVES, classes_told
from assessments.law_changes.documents.edition_why import reasons
from assessments.law_changes.forms import CasesForm
from assessments.models import EditionVerdict
from assessments.obligations import law
from records import jobs, permissions
from records.actors import Actor
from records.addresses import to, with_values
from records.lists import Column, SequenceList
from records.models import Job
from records.pages import ListPage, RecordsView, respond
from records.shapes import Action, Heading, Link, Row, Status, Tone
from records.values import sentence

TONES: dict[str, Tone] = {"changed": "bad", "needs_answers": "warn", "same": "ok"}


def job_of(actor: Actor, key: UUID) -> Job:
    """Return a finished job of who asks, or raise Http404."""
    mine = jobs.asked_by(actor).filter(task=edition_change.TASK)
    found = mine.filter(pk=key, state=Job.State.DONE).first()
    if found is None:
        raise Http404
    return found


class ChangeReportPage(RecordsView):
    """A page about one report, for who asked for it."""

    def job(self, key: UUID) -> Job:
        """Return the finished job, or raise Http404."""
        return job_of(self.actor, key)

    def report(self, job: Job, needs: str = "view") -> dict[str, Any]:
        """Return what the report says of what is within reach today."""
        return still_reached(job.result["report"], self.actor, needs)

    def crumbs(self, job: Job, *more: str) -> list[dict[str, str]]:
        """Lead from the obligations over the report to this page."""
        trail = [
            {"label": _("Obligations"), "url": to("obligation-list")},
            {"label": _("Change of the law"), "url": to("edition-changes")},
            {"label": job.title, "url": to("edition-change", job.pk)},
            *({"label": label, "url": ""} for label in more),
        ]
        trail[-1] = trail[-1] | {"url": ""}
        return trail


class CaseList(SequenceList[dict[str, Any]]):
    """The use cases of a report, the gravest findings first."""

    formats = (("xlsx", gettext_lazy("Excel")), ("json", "JSON"))
    pages: ClassVar = {"list": "edition-change", "export": "edition-change-file"}
    usual_order = "found"
    wide = True

    def setup(self, *, key: UUID) -> None:  # type: ignore[override] # as its route
        """Find the report, and what of it is within reach today."""
        self.job, self.codes = job_of(self.actor, key), (key,)
        self.report: dict[str, Any] = still_reached(self.job.result["report"], self.actor)
        self.title = self.job.title
        self.columns = (
            Column(key="use_case", label=_("Use case"), value=self._named, sort=_lower("name")),
            Column(key="found", label=_("Found"), value=_verdict, sort=_gravity),
            Column(key="class", label=_("Class"), value=classes_told),
            Column(key="why", label=_("Why"), value=lambda item: reasons(item, self.report)),
            Column(key="obligations", label=_("Obligations"), value=self._counts),
            Column(key="unit", label=_("Unit"), value=itemgetter("unit"), sort=_lower("unit")),
        )

    def exports(self) -> list[Action]:
        """Return the files, which hold the whole report however the page is narrowed."""
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        return [Action(label, self.address("export", name)) for name, label in self.formats]

    def make_form(self) -> CasesForm:
        return CasesForm(self.query)

    def found(self) -> list[dict[str, Any]]:
        """Return the use cases that the filters ask for."""
        asked = self.form.cleaned_data if self.is_valid else {}
        words = asked.get("q", "").casefold().split()
        found = [
            item
            for item in self.report["use_cases"]
            if (not asked.get("verdict") or item["verdict"] == asked["verdict"])
            and self._has(item, asked.get("obligations", ""))
            and all(
                word in f"{item['use_case']} {item['name']} {item['ref']}".casefold()
                for word in words
            )
        ]
        return sorted(found, key=_gravity)

    def _changes(self, item: dict[str, Any]) -> dict[str, Any]:
        changes: dict[str, Any] = self.report["obligations"].get(item["obligations"], {})
        return changes

    def _has(self, item: dict[str, Any], asked: str) -> bool:
        changes = self._changes(item)
        return not asked or (
            not any(changes.values()) if asked == "none" else bool(changes.get(asked))
        )

    def bulk(self, _count: int) -> dict[str, Any] | None:
        """Offer to give tasks, and to adopt the new edition."""
        if not permissions.may_somewhere(self.actor, "change"):
            return None
        actions = [
            {"name": "tasks", "label": _("Give their owners the task")},
            {"name": "tasks-all", "label": _("Give the task to all that are listed")},
            {"name": "adopt", "label": _("Adopt and send for sign-off")},
        ]
        return {"url": self.changed(), "actions": actions}

    def row(self, item: dict[str, Any]) -> Row:
        return Row(self.cells(item), key=item["ref"], label=f"{item['use_case']} {item['name']}")

    def _named(self, item: dict[str, Any]) -> Link:
        url = to("edition-change-case", self.job.pk, item["ref"])
        return Link(item["name"], url, f"{item['use_case']}, {item['ref']}")

    def _counts(self, item: dict[str, Any]) -> list[str]:
        changes = self._changes(item)
        return [f"{MOVES[sort]}: {len(changes[sort])}" for sort in MOVES if changes.get(sort)]


def _verdict(item: dict[str, Any]) -> Status:
    return verdict(item["verdict"])


def _lower(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda item: str(item[name]).casefold()


def _gravity(item: dict[str, Any]) -> int:
    return list(TONES).index(item["verdict"])


class ChangeReportView(ChangeReportPage, ListPage):
    """Show a report: figures, use cases, obligations, provisions; give tasks from it."""

    made = CaseList
    template = "assessments/change_report.html"

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Give tasks to the owners of what was ticked, or of all that is listed."""
        self.refuse_in_past()
        job = self.job(key)
        if request.POST.get("action") == "pdf":
            with transaction.atomic():
                return redirect("job-detail", edition_print.ask(job, actor=self.actor).pk)
        report = self.report(job)
        chosen = set(request.POST.getlist("pk"))
        if request.POST.get("action") == "adopt":
            return self.confirm(job, chosen)
        if request.POST.get("action") == "adopt-now":
            return self.adopt(report, chosen)
        if request.POST.get("action") == "tasks-all":
            chosen = {item["ref"] for item in CaseList(request, self.actor, key=key).found()}
        found = edition_change.anew(report, actor=self.actor, refs=chosen)
        made = edition_reviews.give_tasks(found, actor=self.actor, refs=chosen)
        told = ngettext("%(count)s task was given.", "%(count)s tasks were given.", len(made))
        messages.success(request, told % {"count": len(made)})
        if len(made) < len(chosen):
            messages.info(request, _("What had a task, or is out of reach, was left as it is."))
        return redirect(with_values(to("editionreview-list"), decision="open"))

    def confirm(self, job: Job, chosen: set[str]) -> HttpResponse:
        """Ask before classifications are read by the new edition."""
        if not chosen:
            messages.info(self.request, _("Tick the use cases to adopt the new edition for."))
            return redirect("edition-change", job.pk)
        question = ngettext(
            "Read %(count)s classification by the new edition from now on, and send it for "
            "sign-off?",
            "Read %(count)s classifications by the new edition from now on, and send them for "
            "sign-off?",
            len(chosen),
        )
        context = {
            "title": _("Adopt the new edition"),
            "breadcrumbs": self.crumbs(job, _("Adopt")),
            "question": question % {"count": len(chosen)},
            "consequences": [
                _("The stored answers are read anew; sign-offs of the old state become stale."),
                _("What was signed stays readable as it was, with its digest."),
                _("Where a question is open, the classification is adopted but not sent."),
            ],
            "keys": sorted(chosen),
            "submit_label": _("Adopt and send"),
            "cancel_url": to("edition-change", job.pk),
        }
        return respond(self.request, "assessments/change_adopt.html", context)

    def adopt(self, report: dict[str, Any], chosen: set[str]) -> HttpResponse:
        """Make reviews of what was chosen, and adopt the new edition for them by a job."""
        with transaction.atomic():
            found = edition_change.anew(report, actor=self.actor, refs=chosen)
            edition_reviews.give_tasks(found, actor=self.actor, refs=chosen)
            keys = edition_reviews.open_of(report, actor=self.actor, refs=chosen)
            job = edition_reviews.ask_to_adopt(keys, actor=self.actor, send=True)
        return redirect("job-detail", job.pk)

    def context(self, shown: CaseList) -> dict[str, Any]:
        """Add what the report says beside its use cases."""
        job, told = shown.job, document.told(shown.report)
        resting: dict[str, Any] = {
            "title": told["resting"] or _("Nothing was read"),
            "text": "",
            "actions": [],
        }
        printed = edition_print.printed(job)
        return super().context(shown) | {
            "eyebrow": told["words"].kind,
            "breadcrumbs": self.crumbs(job),
            "told": told,
            "caption": _("Use cases"),
            "empty": resting,
            "pdf_url": shown.address("export", "pdf") if printed else "",
            "law_columns": [
                Heading(_("Provision")),
                Heading(_("Change")),
                Heading(_("Before")),
                Heading(_("After")),
                Heading(_("Why") if told["is_on_revision"] else _("What changed")),
            ],
            "law_rows": [law_row(shown.report, item) for item in told["provisions"]],
        }


def verdict(code: str) -> Status:
    """Show what was found."""
    return Status(sentence(str(EditionVerdict(code).label)), TONES[code])


def law_row(report: dict[str, Any], item: dict[str, Any]) -> Row:
    """Make the row of one provision that changed."""
    edition = report["from"] if "deleted" in item["changes"] else report["to"]
    edition = edition_of(edition)
    return Row(
        [
            Link(item["provision"], law.url(edition, item["provision"]), item["title"]),
            item["sorts"],
            item["before"],
            item["after"],
            item["told"],
        ]
    )

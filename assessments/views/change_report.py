"""The report on a change of the law: asked for, read, narrowed, one use case, as a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions import edition_change, edition_reviews
from assessments.documents import edition_change as document
from assessments.documents import edition_print
from assessments.documents.words import class_status
from assessments.forms.changes import CasesForm
from assessments.models import EditionVerdict
from assessments.owed import law
from records import permissions
from records.addresses import with_query
from records.models import Job
from records.templatetags.shapes import Action, Chip, Column, Link, Row, Status, Tone
from records.values import sentence
from records.views.base import RecordsView, respond
from records.views.listing import PAGE_SIZE, page_number, pager

TONES: dict[str, Tone] = {"changed": "bad", "needs_answers": "warn", "same": "ok"}


class ReportView(RecordsView):
    """A page about one report, for who asked for it."""

    def job(self, key: UUID) -> Job:
        """Return the finished job, or raise Http404."""
        person = self.actor.person
        found = Job.objects.filter(
            pk=key,
            task=edition_change.TASK,
            state=Job.State.DONE,
            actor_id=str(person and person.pk),
        ).first()
        if found is None:
            raise Http404
        return found

    def crumbs(self, job: Job, *more: str) -> list[dict[str, str]]:
        """Lead from the obligations over the report to this page."""
        trail = [
            {"label": _("Obligations"), "url": reverse("obligation-list")},
            {"label": _("Change of the law"), "url": reverse("edition-changes")},
            {"label": job.title, "url": reverse("edition-change", args=[job.pk])},
            *({"label": label, "url": ""} for label in more),
        ]
        trail[-1] = trail[-1] | {"url": ""}
        return trail


class ChangeReportView(ReportView):
    """Show a report: figures, use cases, obligations, provisions; give tasks from it."""

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Answer with the page, or with its results alone for HTMX."""
        job = self.job(key)
        fragment = "records/list.html#results"
        context = self.context(job)
        return respond(request, "assessments/change_report.html", context, fragment=fragment)

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Give tasks to the owners of what was ticked, or of all that is listed."""
        self.refuse_in_past()
        job = self.job(key)
        if request.POST.get("action") == "pdf":
            with transaction.atomic():
                return redirect("job-detail", edition_print.ask(job, actor=self.actor).pk)
        report = job.result["report"]
        chosen = set(request.POST.getlist("pk"))
        if request.POST.get("action") == "adopt":
            return self.confirm(job, chosen)
        if request.POST.get("action") == "adopt-now":
            return self.adopt(report, chosen)
        if request.POST.get("action") == "tasks-all":
            chosen = {item["ref"] for item in narrowed(report, CasesForm(request.GET))}
        made = edition_reviews.give_tasks(report, actor=self.actor, refs=chosen)
        told = ngettext("%(count)s task was given.", "%(count)s tasks were given.", len(made))
        messages.success(request, told % {"count": len(made)})
        if len(made) < len(chosen):
            messages.info(request, _("What had a task, or is out of reach, was left as it is."))
        return redirect(f"{reverse('editionreview-list')}?decision=open")

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
            "cancel_url": reverse("edition-change", args=[job.pk]),
        }
        return respond(self.request, "assessments/change_adopt.html", context)

    def adopt(self, report: dict[str, Any], chosen: set[str]) -> HttpResponse:
        """Make reviews of what was chosen, and adopt the new edition for them by a job."""
        with transaction.atomic():
            edition_reviews.give_tasks(report, actor=self.actor, refs=chosen)
            keys = edition_reviews.open_of(report, actor=self.actor, refs=chosen)
            job = edition_reviews.ask_to_adopt(keys, actor=self.actor, send=True)
        return redirect("job-detail", job.pk)

    def context(self, job: Job) -> dict[str, Any]:
        """Gather what the page shows."""
        report, form = job.result["report"], CasesForm(self.request.GET)
        found = narrowed(report, form)
        page = page_number(self.request, count=len(found), size=PAGE_SIZE)
        shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        told = document.told(report)
        return {
            "title": job.title,
            "eyebrow": _("Change of the law"),
            "breadcrumbs": self.crumbs(job),
            "told": told,
            "columns": [
                Column(_("Use case")),
                Column(_("Found")),
                Column(_("Class")),
                Column(_("Why")),
                Column(_("Obligations")),
                Column(_("Unit")),
            ],
            "rows": [case_row(job, report, item) for item in shown],
            "count": len(found),
            "caption": _("Use cases"),
            "pager": pager(self.request, page=page, count=len(found), size=PAGE_SIZE),
            "list_url": self.request.path,
            "search": form["q"],
            "filters": [form["verdict"], form["obligations"]],
            "keep": {},
            "chips": chips(self.request, form),
            "clear_url": self.request.path,
            "exports": self._exports(job),
            "bulk": self._bulk(),
            "wide": True,
            "empty": {"title": _("Nothing was read"), "text": "", "actions": []},
            "pdf_url": reverse("edition-change-file", args=[job.pk, "pdf"])
            if edition_print.printed(job)
            else "",
            "law_columns": [
                Column(_("Provision")),
                Column(_("Change")),
                Column(_("Before")),
                Column(_("After")),
                Column(_("What changed")),
            ],
            "law_rows": [law_row(report, item) for item in told["provisions"]],
        }

    def _exports(self, job: Job) -> list[Action]:
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        return [
            Action(label, reverse("edition-change-file", args=[job.pk, name]))
            for name, label in (("xlsx", _("Excel")), ("json", "JSON"))
        ]

    def _bulk(self) -> dict[str, Any] | None:
        if not permissions.may_somewhere(self.actor, "change"):
            return None
        actions = [
            {"name": "tasks", "label": _("Give their owners the task")},
            {"name": "tasks-all", "label": _("Give the task to all that are listed")},
            {"name": "adopt", "label": _("Adopt and send for sign-off")},
        ]
        return {"url": with_query(self.request, page=None), "actions": actions}


def narrowed(report: dict[str, Any], form: CasesForm) -> list[dict[str, Any]]:
    """Return the use cases of a report that a form asks for, the gravest findings first."""
    asked = form.cleaned_data if form.is_valid() else {}
    words = asked.get("q", "").casefold().split()
    found = [
        item
        for item in report["use_cases"]
        if (not asked.get("verdict") or item["verdict"] == asked["verdict"])
        and _has(report, item, asked.get("obligations", ""))
        and all(
            word in f"{item['use_case']} {item['name']} {item['ref']}".casefold() for word in words
        )
    ]
    return sorted(found, key=lambda item: list(TONES).index(item["verdict"]))


def _has(report: dict[str, Any], item: dict[str, Any], asked: str) -> bool:
    if not asked:
        return True
    changes = report["obligations"].get(item["obligations"], {})
    return not any(changes.values()) if asked == "none" else bool(changes.get(asked))


def chips(request: HttpRequest, form: CasesForm) -> list[Chip]:
    """Return the filters that are on, each with the address that drops it."""
    asked = form.cleaned_data if form.is_valid() else {}
    return [
        Chip(
            f"{form.fields[name].label}: {_say(form, name, value)}",
            with_query(request, **{name: None}, page=None),
        )
        for name, value in asked.items()
        if value
    ]


def _say(form: CasesForm, name: str, value: str) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value))


def case_row(job: Job, report: dict[str, Any], item: dict[str, Any]) -> Row:
    """Make the row of one use case."""
    changes = report["obligations"].get(item["obligations"], {})
    counts = [
        f"{document.MOVES[sort]}: {len(changes[sort])}"
        for sort in document.MOVES
        if changes.get(sort)
    ]
    before, after = class_status(item["before"]), class_status(item["after"])
    url = reverse("edition-change-case", args=[job.pk, item["ref"]])
    return Row(
        [
            Link(item["name"], url, f"{item['use_case']}, {item['ref']}"),
            verdict(item["verdict"]),
            after if item["before"] == item["after"] else [before, after],
            document.reasons(item),
            counts,
            item["unit"],
        ],
        key=item["ref"],
        label=f"{item['use_case']} {item['name']}",
    )


def verdict(code: str) -> Status:
    """Show what was found."""
    return Status(sentence(str(EditionVerdict(code).label)), TONES[code])


def law_row(report: dict[str, Any], item: dict[str, Any]) -> Row:
    """Make the row of one provision that changed."""
    edition = report["from"] if "deleted" in item["changes"] else report["to"]
    return Row(
        [
            Link(item["provision"], law.url(edition, item["provision"]), item["title"]),
            item["sorts"],
            item["before"],
            item["after"],
            item["told"],
        ]
    )

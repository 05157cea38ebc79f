"""Adding and changing one record by its form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records.errors import RuleError, StaleError
from records.models import Record
from records.pages import merge
from records.pages.base import KindView, respond
from records.pages.sheet import RecordSheet

TEMPLATE = "records/edit.html"


class NewView(KindView):
    """Add a record."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form; the address may propose values."""
        self.check()
        initial = {name: request.GET[name] for name in self.kind.field_names if name in request.GET}
        return self.show(
            RecordSheet(self.kind, self.actor, None, initial=self.proposed() | initial)
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add it, or show what is wrong."""
        self.check()
        sheet = RecordSheet(self.kind, self.actor, None, request.POST)
        if "add" in request.POST:
            return self.show(sheet.with_another_row(request.POST["add"]))
        if not sheet.is_valid():
            return self.show(sheet, status=422)
        create = self.kind.writes.create
        assert create is not None  # noqa: S101 - checked by check()
        try:
            record = create(actor=self.actor, values=sheet.values(), **sheet.parts())
        except (RuleError, ValidationError) as error:
            sheet.refuse(error)
            return self.show(sheet, status=422)
        messages.success(request, _("%(ref)s was added.") % {"ref": record.ref})
        return redirect(self.kind.url("detail", record.ref))

    def check(self) -> None:
        """Refuse where the kind is not added by hand, in the past, and to those who may not."""
        if self.kind.writes.create is None:
            raise Http404
        self.refuse_in_past()
        self.require_somewhere(self.kind.model.create_needs)

    def proposed(self) -> dict[str, Any]:
        """Propose the actor as owner and their home unit."""
        person = self.actor.person
        return {"owner": person.pk, "unit": person.unit_id} if person else {}

    def show(self, sheet: RecordSheet, status: int = 200) -> HttpResponse:
        label = _("Add %(what)s") % {"what": self.kind.model._meta.verbose_name}
        context = sheet.context() | {
            "title": label,
            "breadcrumbs": self.crumbs(_("Add")),
            "submit_label": label,
            "cancel_url": self.kind.url("list"),
        }
        return respond(self.request, TEMPLATE, context, status=status)


class EditView(KindView):
    """Change a record; what somebody else saved meanwhile is shown beside it."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        record = self.editable(ref)
        return self.show(record, RecordSheet(self.kind, self.actor, record))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Save, or show what is wrong or what was saved meanwhile."""
        record = self.editable(ref)
        data = merge.chosen(self.kind, self.actor, record, request.POST)
        sheet = RecordSheet(self.kind, self.actor, self.editable(ref), data)
        if "add" in request.POST:
            return self.show(record, sheet.with_another_row(request.POST["add"]))
        if not sheet.is_valid():
            return self.show(record, sheet, status=422)
        if not sheet.changes_anything():
            messages.info(request, _("Nothing was changed."))
            return redirect(self.kind.url("detail", ref))
        return self.save(record, sheet)

    def save(self, record: Any, sheet: RecordSheet) -> HttpResponse:
        """Carry the change out."""
        change = self.kind.writes.change
        assert change is not None  # noqa: S101 - checked by editable()
        try:
            changed = change(
                record,
                actor=self.actor,
                values=sheet.values(),
                seen=sheet.form.cleaned_data.get("seen"),
                reason=sheet.form.cleaned_data.get("reason", ""),
                **sheet.parts(),
            )
        except StaleError as stale:
            return self.show_merge(record, sheet, stale)
        except (RuleError, ValidationError) as error:
            sheet.refuse(error)
            return self.show(record, sheet, status=422)
        words = {"ref": changed.ref, "version": changed.version}
        messages.success(self.request, _("%(ref)s was saved as version %(version)s.") % words)
        return redirect(self.kind.url("detail", changed.ref))

    def editable(self, ref: str) -> Any:
        """Return the record if it may be changed now."""
        if self.kind.writes.change is None:
            raise Http404
        record = self.record(ref, self.kind.writes.change_needs)
        self.refuse_in_past()
        return record

    def show(self, record: Record, sheet: RecordSheet, status: int = 200) -> HttpResponse:
        context = sheet.context() | {
            "title": _("Edit %(what)s") % {"what": record},
            "eyebrow": record.ref,
            "breadcrumbs": self.crumbs(record, _("Edit")),
            "submit_label": _("Save"),
            "cancel_url": self.kind.url("detail", record.ref),
        }
        return respond(self.request, TEMPLATE, context, status=status)

    def show_merge(self, record: Record, sheet: RecordSheet, stale: StaleError) -> HttpResponse:
        """Answer with both versions side by side."""
        context = merge.context(self.kind, self.actor, self.editable(record.ref), sheet, stale)
        context |= {
            "title": _("Two versions of %(what)s") % {"what": record},
            "eyebrow": record.ref,
            "breadcrumbs": self.crumbs(record, _("Compare")),
            "cancel_url": self.kind.url("detail", record.ref),
        }
        return respond(self.request, "records/merge.html", context, status=409)

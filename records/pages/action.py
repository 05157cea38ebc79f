"""The page that asks before an action on a record, and carries it out."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records.errors import RuleError
from records.forms import ReasonForm, limit_choices
from records.kinds import RecordAction
from records.models import Record
from records.pages.base import KindView, respond


def action_form(action: RecordAction) -> type[ReasonForm]:
    """Return the form of an action: its own fields and the reason."""
    bases: tuple[type[forms.Form], ...] = (ReasonForm,)
    if action.form is not None:
        bases = (action.form, ReasonForm)
    return type("ActionForm", bases, {})


def carry_out(action: RecordAction, record: Record, actor: Any, cleaned: dict[str, Any]) -> Any:
    """Run an action with what its form or the API gave."""
    assert action.run is not None  # noqa: S101 - actions with a page of their own do not come here
    values = {name: value for name, value in cleaned.items() if name not in {"_key", "reason"}}
    if action.reason != "none":
        values["reason"] = cleaned.get("reason", "")
    return action.run(record, actor=actor, **values)


class ActionView(KindView):
    """Ask, then do."""

    action: ClassVar[RecordAction] = None  # type: ignore[assignment] # given by as_view(action=...)

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the question."""
        record = self.record(ref, self.action.needs)
        self.refuse_in_past()
        if not self.action.when(record):
            return self.turn_back(record, _("This cannot be done to the record as it is now."))
        return self.show(record, self.form(record))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Carry it out; a rule against it becomes a message on the record's page."""
        record = self.record(ref, self.action.needs)
        form = self.form(record, request.POST)
        if not form.is_valid():
            return self.show(record, form, status=422)
        try:
            result = carry_out(self.action, record, self.actor, form.cleaned_data)
        except RuleError as refusal:
            return self.turn_back(record, refusal.message)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.show(record, form, status=422)
        done = _("%(label)s: done for %(ref)s.") % {"label": self.action.label, "ref": record.ref}
        messages.success(request, done)
        return redirect(result if isinstance(result, str) else self.kind.url("detail", record.ref))

    def form(self, record: Record, data: Any = None) -> forms.Form:
        """Return the form; a field may offer only records within reach."""
        files = None if data is None else self.request.FILES
        form = action_form(self.action)(data, files, asked=self.action.reason)
        limit_choices(form, self.actor, unit_needs=self.action.needs, record=record)
        return form

    def turn_back(self, record: Record, sentence: str) -> HttpResponse:
        """Lead back to the record and say why."""
        messages.error(self.request, sentence)
        return redirect(self.kind.url("detail", record.ref))

    def show(self, record: Record, form: forms.Form, status: int = 200) -> HttpResponse:
        """Answer with the question."""
        action = self.action
        context = {
            "title": f"{action.label}: {record}",
            "eyebrow": record.ref,
            "breadcrumbs": self.crumbs(record, str(action.label)),
            "question": action.question,
            "consequences": action.consequences,
            "blockers": action.blockers(record),
            "panels": [panel.show(record, self.actor) for panel in action.panels],
            "danger": action.look == "danger",
            "form": form,
            "form_url": "",
            "submit_label": action.label,
            "cancel_url": self.kind.url("detail", record.ref),
        }
        return respond(self.request, "records/confirm.html", context, status=status)

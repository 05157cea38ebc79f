"""Choosing what is classified and by which law: the start, and the change of edition or day."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.classification.actions import classifications
from assessments.classification.actions.suggesting import suggestions
from assessments.classification.documents.law import LawBook
from assessments.classification.forms.law import WHOLE, LawForm, WhatForm
from assessments.classification.views.base import ClassificationView
from assessments.engine.dates import EDITIONS
from assessments.engine.effects import load_act
from assessments.models import Classification
from assessments.questionnaires.views.base import page
from inventory.models import UseCase
from records import kinds
from records.errors import RuleError
from records.forms import ReasonForm
from records.kinds import RecordKind
from records.pages import KindView, respond
from records.shapes import Fact


class LawReasonForm(LawForm, ReasonForm):
    """Choose the law, and say why."""

    field_order = ("edition", "on", "reason")


class OtherLawView(ClassificationView):
    """Read the same answers by another edition, or as of another day."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the choice."""
        record = self.record(ref, "change")
        self.refuse_in_past()
        initial = {"edition": record.edition, "on": record.on_date}
        return self.show(record, LawReasonForm(initial=initial, asked="optional"))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Carry it out, or say why not."""
        record = self.record(ref, "change")
        form = LawReasonForm(request.POST, asked="optional")
        if not form.is_valid():
            return self.show(record, form, status=422)
        before = record.outcome_class
        chosen = {name: form.cleaned_data[name] for name in ("edition", "on", "reason")}
        try:
            done = classifications.choose_law(record, actor=self.actor, **chosen)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(record, form, status=422)
        told = _("The answers were read anew; the class stayed the same.")
        if done.outcome_class != before:
            told = _("The answers were read anew; the class changed.")
        messages.success(request, told)
        return redirect(page(record, "detail"))

    def show(self, record: Classification, form: forms.Form, status: int = 200) -> HttpResponse:
        """Answer with the page."""
        context = self.frame(record, "") | {
            "title": _("Edition and day of the law"),
            "breadcrumbs": self.crumbs(record, _("Law")),
            "form": form,
            "laws": laws(),
            "cancel_url": page(record, "detail"),
            "compare_url": page(record, "editions"),
        }
        return respond(self.request, "assessments/law.html", context, status=status)


class StartView(KindView):
    """Begin to classify a use case, or one of its intended uses."""

    kind: ClassVar[RecordKind]

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show what it takes, and the choices."""
        use_case = self.record(ref, "change")
        self.refuse_in_past()
        uses = open_uses(use_case)
        asked = request.GET.get("use", "")
        named = {"intended_use": asked} if asked in {value for value, _label in uses} else {}
        return self.show(use_case, WhatForm(uses=uses, initial=named))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Begin, and lead to the questions."""
        use_case = self.record(ref, "change")
        form = WhatForm(request.POST, uses=open_uses(use_case))
        if not form.is_valid():
            return self.show(use_case, form, status=422)
        chosen = {name: form.cleaned_data[name] for name in ("edition", "on")}
        named = form.cleaned_data["intended_use"]
        use = use_case.intended_uses.filter(pk=named).first() if named != WHOLE else None
        try:
            started = classifications.start(use_case, actor=self.actor, intended_use=use, **chosen)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(use_case, form, status=422)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.show(use_case, form, status=422)
        return redirect(page(started, "questions"))

    def show(self, use_case: UseCase, form: WhatForm, status: int = 200) -> HttpResponse:
        """Answer with the page."""
        questionnaire = load_act().questionnaire
        uses = open_uses(use_case)
        if [value for value, _label in uses] == [WHOLE]:
            form.fields["intended_use"].widget = forms.HiddenInput()
        context = {
            "title": _("Classify under the AI Act"),
            "eyebrow": f"{use_case.ref} {use_case}",
            "breadcrumbs": self.crumbs(use_case, _("Classify")),
            "use_case": use_case,
            "form": form,
            "laws": laws(),
            "can_start": bool(uses),
            "question_count": len(questionnaire.questions),
            "suggestions": len(suggestions(use_case)),
            "submit_label": _("Begin"),
            "cancel_url": kinds.of(use_case).url("detail", use_case.ref),  # type: ignore[union-attr] # registered
        }
        return respond(self.request, "assessments/start.html", context, status=status)


def open_uses(use_case: UseCase) -> list[tuple[str, Any]]:
    """Return what of a use case has no current classification yet."""
    done = set(
        Classification.objects.current()
        .filter(use_case=use_case)
        .values_list("intended_use_id", flat=True)
    )
    uses = [(str(use.pk), use.title) for use in use_case.intended_uses.all() if use.pk not in done]
    return uses if None in done else [(WHOLE, _("The use case as a whole")), *uses]


def laws() -> list[dict[str, Any]]:
    """Explain the editions in plain words."""
    return [_law(edition) for edition in reversed(EDITIONS)]


def _law(edition: str) -> dict[str, Any]:
    law = LawBook(edition)
    facts = [Fact(_("In force since"), law.in_force)]
    return {"title": law.title, "url": law.page, "facts": facts, "edition": edition}

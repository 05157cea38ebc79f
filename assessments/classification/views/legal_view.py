"""Recording a legal view on a question or rule that needs one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.classification.actions import classifications
from assessments.classification.documents.telling import Doubt
from assessments.classification.forms.law import ViewForm
from assessments.classification.views.base import ClassificationView, page
from assessments.models import Classification
from records.errors import RuleError
from records.views.base import respond


class LegalViewView(ClassificationView):
    """Ask for the view, and keep it with the doubt it answers."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the doubt and the form."""
        record = self.record(ref, "change")
        self.refuse_in_past()
        kind, _colon, code = request.GET.get("about", "").partition(":")
        doubt = self.doubt(record, kind, code)
        initial: dict[str, Any] = {"kind": kind, "code": code}
        if doubt.view is not None:
            initial |= {"view": doubt.view.view, "source": doubt.view.source}
        return self.show(record, doubt, ViewForm(initial=initial))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Keep the view."""
        record = self.record(ref, "change")
        doubt = self.doubt(record, request.POST.get("kind", ""), request.POST.get("code", ""))
        form = ViewForm(request.POST)
        if not form.is_valid():
            return self.show(record, doubt, form, status=422)
        try:
            classifications.give_view(record, actor=self.actor, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(record, doubt, form, status=422)
        messages.success(request, _("The legal view was recorded."))
        return redirect(f"{page('detail', ref)}#legal")

    def doubt(self, record: Classification, kind: str, code: str) -> Doubt:
        """Return what is in doubt, or raise Http404."""
        found = self.teller(record).doubts(list(record.legal_views.all()))
        for each in found:
            if (each.kind, each.code) == (kind, code):
                return each
        raise Http404

    def show(
        self, record: Classification, doubt: Doubt, form: ViewForm, status: int = 200
    ) -> HttpResponse:
        """Answer with the page."""
        context = self.frame(record, "") | {
            "title": _("Record a legal view"),
            "breadcrumbs": self.crumbs(record, _("Legal view")),
            "doubt": doubt,
            "form": form,
            "cancel_url": f"{page('detail', record.ref)}#legal",
        }
        return respond(self.request, "assessments/legal_view.html", context, status=status)

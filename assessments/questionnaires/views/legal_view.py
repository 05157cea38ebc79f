"""Recording a legal view on a question or rule that needs one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.questionnaires.actions import answering
from assessments.questionnaires.documents.doubts import DoubtText, doubts_of
from assessments.questionnaires.forms.answers import ViewForm
from assessments.questionnaires.models.assessments import Assessment
from assessments.questionnaires.views.base import AssessmentPage, page
from records.errors import RuleError
from records.pages import respond


class LegalViewView(AssessmentPage):
    """Ask for the view, and keep it with the doubt it answers."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the doubt and the form."""
        record = self.record(ref, "change")
        self.refuse_in_past()
        kind, _colon, code = request.GET.get("about", "").partition(":")
        doubt = self.doubt(record, kind, code)
        initial: dict[str, object] = {"kind": kind, "code": code}
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
            answering.give_view(record, actor=self.actor, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(record, doubt, form, status=422)
        messages.success(request, _("The legal view was recorded."))
        return redirect(f"{page(record, 'detail')}#legal")

    def doubt(self, record: Assessment, kind: str, code: str) -> DoubtText:
        """Return what is in doubt, or raise Http404."""
        for each in doubts_of(record, list(record.legal_views.all())):
            if (each.kind, each.code) == (kind, code):
                return each
        raise Http404

    def show(
        self, record: Assessment, doubt: DoubtText, form: ViewForm, status: int = 200
    ) -> HttpResponse:
        context = self.frame(record, "") | {
            "title": _("Record a legal view"),
            "breadcrumbs": self.crumbs(record, _("Legal view")),
            "doubt": doubt,
            "form": form,
            "cancel_url": f"{page(record, 'detail')}#legal",
        }
        return respond(self.request, "assessments/legal_view.html", context, status=status)

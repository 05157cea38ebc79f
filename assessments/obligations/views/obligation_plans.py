"""Planning several obligations together, as they were ticked in the list."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.classification.documents import duty_words as words
from assessments.obligations import law
from assessments.obligations.actions import obligations
from assessments.obligations.actions.obligations import PlanTarget
from assessments.obligations.addresses import ObligationAddress, place_from
from assessments.obligations.forms import PlanManyForm
from inventory.models import UseCase
from records.addresses import to
from records.errors import RuleError
from records.pages import RecordsView, respond
from records.shapes import Heading, Row

# More rows than a page shows cannot be ticked.
AT_MOST = 200


class PlanManyView(RecordsView):
    """Take obligations that were ticked in the list, and plan them together."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead back: obligations are chosen in the list."""
        messages.info(request, _("Tick the obligations to plan in the list first."))
        return redirect("obligation-list")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask what to enter, or enter it, for all or none."""
        self.refuse_in_past()
        texts = request.POST.getlist("pk")[:AT_MOST]
        places = [place for place in map(place_from, texts) if place is not None]
        if not places:
            return self.get(request)
        targets = self.targets(places)
        if "apply" not in request.POST:
            return self.show(texts, targets, PlanManyForm(actor=self.actor))
        form = PlanManyForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.show(texts, targets, form, status=422)
        try:
            count = obligations.plan_many(
                targets,
                actor=self.actor,
                values=form.values(),
                reason=form.cleaned_data["reason"],
            )
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(texts, targets, form, status=422)
        told = ngettext(
            "%(count)s obligation was planned.", "%(count)s obligations were planned.", count
        )
        messages.success(request, told % {"count": count})
        return redirect("obligation-list")

    def targets(self, places: list[ObligationAddress]) -> list[PlanTarget]:
        """Return what was ticked, as far as it is within reach; else raise Http404."""
        refs = {place.ref for place in places}
        found = UseCase.objects.visible_to(self.actor).filter(ref__in=refs).select_related("unit")
        subjects: dict[str, Any] = {use_case.ref: use_case for use_case in found}
        if refs - subjects.keys():
            raise Http404
        codes = {slug: code for name in law.editions() for slug, code in law.by_slug(name).items()}
        if any(place.slug not in codes for place in places):
            raise Http404
        return [PlanTarget(subjects[place.ref], codes[place.slug], place.role) for place in places]

    def show(
        self, texts: list[str], targets: list[PlanTarget], form: PlanManyForm, status: int = 200
    ) -> HttpResponse:
        """Answer with the form and what it is about."""
        count = len(targets)
        title = ngettext("Plan %(count)s obligation", "Plan %(count)s obligations together", count)
        context = {
            "title": title % {"count": count},
            "breadcrumbs": [
                {"label": _("Obligations"), "url": to("obligation-list")},
                {"label": _("Plan together"), "url": ""},
            ],
            "form": form,
            "keys": texts,
            "columns": [Heading(_("Obligation")), Heading(_("Use case")), Heading(_("Role"))],
            "rows": [
                Row(
                    [
                        each.provision,
                        f"{each.subject.ref} {each.subject.name}",
                        words.role(each.role),
                    ]
                )
                for each in targets
            ],
            "submit_label": _("Plan together"),
            "cancel_url": to("obligation-list"),
        }
        return respond(self.request, "assessments/obligation_plan.html", context, status=status)

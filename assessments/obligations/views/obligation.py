"""One obligation: what it says, from when and why, what meets it, and what is planned."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.around import may_matter
from assessments.classification.documents.duties import relieved
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.sources import told_apart
from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.law import parts_of
from assessments.models import ObligationPlan
from assessments.obligations import law, organisation, overriding, rows
from assessments.obligations.actions import obligations
from assessments.obligations.actions.obligations import Intent
from assessments.obligations.addresses import ObligationAddress
from assessments.obligations.forms import PlanForm
from assessments.obligations.panels import behind, competent_for
from assessments.obligations.views.obligation_facts import facts
from assessments.obligations.views.obligation_found import Found, find
from assessments.obligations.views.obligation_frame import day_cell, owner_cell
from assessments.obligations.views.obligation_met import met_row
from controls.companions.views.rows import panel_beside
from controls.coverage.reading import visible_refs
from controls.models import Control
from governance.signoff.standings import STANDINGS
from inventory.models import UseCase
from records import permissions
from records.addresses import keep_moment, page_of, to
from records.errors import RuleError, StaleError
from records.history.past import current_moment
from records.pages import RecordsView, note_sample, respond
from records.shapes import Heading, Link, Row
from records.wording import in_words

CASES_SHOWN = 20


class ObligationView(RecordsView):
    """Show one obligation, and take in what is planned."""

    def get(self, request: HttpRequest, ref: str, slug: str, role: str) -> HttpResponse:
        found = find(ObligationAddress(ref, slug, role), self.actor)
        plan = found.plan
        initial: dict[str, object] = {}
        if plan is not None:
            initial = {
                "owner": plan.owner.ref if plan.owner else None,
                "next_step": plan.next_step,
                "planned_for": plan.planned_for,
                "seen": plan.version,
            }
        return self.show(found, PlanForm(initial=initial, actor=self.actor))

    def post(self, request: HttpRequest, ref: str, slug: str, role: str) -> HttpResponse:
        """Keep what was entered."""
        self.refuse_in_past()
        found = find(ObligationAddress(ref, slug, role), self.actor)
        form = PlanForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.show(found, form, status=422)
        intent = Intent(
            owner=form.cleaned_data["owner"],
            next_step=form.cleaned_data["next_step"],
            planned_for=form.cleaned_data["planned_for"],
        )
        try:
            obligations.plan(
                found.target,
                actor=self.actor,
                intent=intent,
                seen=form.cleaned_data["seen"] if found.plan else None,
            )
        except (RuleError, StaleError) as refusal:
            form.add_error(None, refusal.message)
            return self.show(found, form, status=422)
        messages.success(request, _("The plan was saved."))
        return redirect(ObligationAddress(ref, slug, role).url)

    def show(self, found: Found, form: PlanForm, status: int = 200) -> HttpResponse:
        note_sample(self.request, _holder(found))
        item, text = found.item, law.provision(found.edition, found.item.provision)
        # The obligation tells what the provision leaves open as far as it bears on it, like the
        # list: a transition may settle a day that the provision leaves in doubt.
        doubts = [in_words(item.uncertain_why)] if item.uncertain_why else []
        apart = told_apart(text.uncertain_why)
        context = {
            "title": text.title,
            "eyebrow": f"{item.provision} · {item.name}",
            "statuses": [words.STATES[found.state], STANDINGS[found.standing]],
            "breadcrumbs": [
                {"label": _("Obligations"), "url": to("obligation-list")},
                {"label": item.provision, "url": ""},
            ],
            "text": text,
            "law_url": keep_moment(law.url(found.edition, item.provision)),
            "official": law.official(found.edition, item.provision),
            "relief": [
                relieved(book, each.provision, each.says, partly=each in partly)
                for book, partly in ((LawBook(found.edition), getattr(item, "partly", ())),)
                for each in item.relief
            ],
            "parts": [
                Row([_link(found.edition, part.id), part.title, part.summary])
                for part in parts_of(found.edition, item.provision)
            ],
            "part_columns": [Heading(_("Point")), Heading(_("Title")), Heading(_("In our words"))],
            "item": item,
            "doubts": doubts,
            "weak_source": item.weak_source or apart["weak_source"],
            "facts": facts(found),
            "state": words.STATES[found.state],
            "met_columns": [
                Heading(_("What")),
                Heading(_("How far")),
                Heading(_("On the way")),
                Heading(_("Note")),
            ],
            "met": self._met(found),
            "is_ban": found.state in (words.BREACHED, words.WOULD_BREACH),
            "is_awaited": found.state in (words.AWAITED, words.WOULD_BREACH),
            "is_set_aside": found.state == words.SET_ASIDE,
            "cases": self._cases(found),
            "case_columns": [
                Heading(_("Use case")),
                Heading(_("Class")),
                Heading(_("Applies from")),
            ],
            **self._beside(found),
            "plan": found.plan,
            "form": form if self._may_plan(found) else None,
            "owner": owner_cell(found.plan),
        }
        return respond(self.request, "assessments/obligation.html", context, status=status)

    def _beside(self, found: Found) -> dict[str, Any]:
        """Tell who watches over it, and what stands around it that matters here."""
        place = (FRAMEWORK, found.edition, found.item.provision)
        record = behind(found.told.owed, self.actor) if found.told else None
        if found.told is None or record is None:
            return {"competent": None, "around": panel_beside(*place)}
        return {
            "competent": competent_for(found.told.owed, record),
            "around": panel_beside(*place, keep=partial(may_matter, answers=record.answers)),
        }

    def _met(self, found: Found) -> list[Row]:
        """List what meets it; references out of the reader's reach are not named."""
        met = (found.told or found.general).met_by  # type: ignore[union-attr] # one is there
        named = {ref for each in met for ref in each.path}
        seen = visible_refs(named, self.actor)
        controls = Control.objects.visible_to(self.actor).filter(ref__in=named)
        names = dict(controls.values_list("ref", "name"))
        return [met_row(each, seen, names) for each in met]

    def _may_plan(self, found: Found) -> bool:
        if current_moment() is not None:
            return False
        if permissions.may(self.actor, "change", found.target.subject):
            return True
        if found.plan is None:
            return False
        mine = ObligationPlan.objects.visible_to(self.actor, "change")
        return mine.filter(ref=found.plan.ref).exists()

    def _cases(self, found: Found) -> list[Row]:
        """Return the first use cases that bring an obligation of the organisation up."""
        if found.general is None:
            return []
        item = found.general
        cases = organisation.brought_up_by(self.actor, item.provision, item.role).filter(
            use_case__unit__is_sample=_holder(found).unit.is_sample
        )
        some = rows.read(cases.order_by("duty_applies_from", "pk")[:CASES_SHOWN])
        sentences = overriding.sentences(some)
        return [
            Row([
                Link(row.name, page_of(UseCase, "detail", row.ref), row.ref),
                [overriding.class_badge(row), sentences.get(row.classification, "")],
                day_cell(row),
            ])
            for row in some
        ]  # fmt: skip


def _link(edition: str, code: str) -> Link:
    return Link(code, law.url(edition, code), source=law.official(edition, code))


def _holder(found: Found) -> Any:
    """Return what has the unit that says whether this is a sample."""
    subject = found.target.subject
    return subject if isinstance(subject, UseCase) else ObligationPlan(unit=subject)

"""One obligation: what it says, from when and why, what meets it, and what is planned."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.around import may_matter
from assessments.classification.documents.duties import relieved
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.sources import told_apart
from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.law import parts_of
from assessments.models import Classification, ObligationPlan, organisation_units
from assessments.obligations import law, organisation, overriding, reports, rows
from assessments.obligations.actions import obligations
from assessments.obligations.actions.obligations import Intent, Target
from assessments.obligations.addresses import Place
from assessments.obligations.forms import PlanForm
from assessments.obligations.organisation import General
from assessments.obligations.panels import behind, competent_for
from assessments.obligations.reports import Told
from assessments.obligations.views.obligation_frame import day_cell, owner_cell
from assessments.obligations.views.obligation_met import met_row
from controls.companions.views.rows import panel_beside
from controls.coverage.reading import visible_refs
from controls.models import Control
from governance import days
from governance.models import Unit
from governance.signoff.standings import SENTENCES, STANDINGS
from inventory.models import UseCase
from records import permissions
from records.actors import Actor
from records.addresses import keep_moment, page_of, to
from records.errors import RuleError, StaleError
from records.history import current_moment
from records.spoken import in_words
from records.templatetags.shapes import Column, Fact, Link, Row
from records.views.base import RecordsView, note_sample, respond

# More rows than a page shows cannot be ticked.
AT_MOST = 200
CASES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Found:
    """An obligation as a page found it, of a use case or of the organisation."""

    target: Target
    edition: str
    told: Told | None = None
    general: General | None = None

    @property
    def item(self) -> Any:
        """Return what both have in common."""
        return self.told.owed if self.told else self.general

    @property
    def state(self) -> str:
        """Return where it stands."""
        return (self.told or self.general).state  # type: ignore[union-attr] # one of them is there

    @property
    def standing(self) -> str:
        """Return how what it follows from stands towards sign-off."""
        return (self.told or self.general).standing  # type: ignore[union-attr] # as above

    @property
    def plan(self) -> rows.Plan | None:
        """Return what is planned."""
        return (self.told or self.general).plan  # type: ignore[union-attr] # as above


def find(place: Place, actor: Actor) -> Found:
    """Return an obligation within reach, or raise Http404."""
    if place.ref.startswith(f"{Unit.ref_prefix}-"):
        return _of_organisation(place, actor)
    use_case = UseCase.objects.visible_to(actor).filter(ref=place.ref).select_related("unit")
    subject = use_case.first()
    if subject is None:
        raise Http404
    for told in reports.of_use_case(subject, actor=actor, on=days.day_read()):
        if _is_at(told.owed, place):
            owed = told.owed
            return Found(Target(subject, owed.provision, owed.role), owed.edition, told=told)
    raise Http404


def _of_organisation(place: Place, actor: Actor) -> Found:
    units = {unit.ref: unit for unit in organisation_units().values()}
    unit = units.get(place.ref)
    if unit is None:
        raise Http404
    own = {"use_case__unit__is_sample": unit.is_sample}
    for item in organisation.tell(actor=actor, on=days.day_read(), **own):
        if _is_at(item, place):
            return Found(Target(unit, item.provision, item.role), item.edition, general=item)
    raise Http404


def _is_at(item: Any, place: Place) -> bool:
    slug = law.provision(item.edition, item.provision).slug
    return (item.role, slug) == (place.role, place.slug)


class ObligationView(RecordsView):
    """Show one obligation, and take in what is planned."""

    def get(self, request: HttpRequest, ref: str, slug: str, role: str) -> HttpResponse:
        """Answer with the page."""
        found = find(Place(ref, slug, role), self.actor)
        plan = found.plan
        initial: dict[str, Any] = {}
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
        found = find(Place(ref, slug, role), self.actor)
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
        return redirect(Place(ref, slug, role).url)

    def show(self, found: Found, form: PlanForm, status: int = 200) -> HttpResponse:
        """Answer with the page."""
        note_sample(self.request, _holder(found))
        item, text = found.item, law.provision(found.edition, found.item.provision)
        apart = told_apart(text.uncertain_why)
        # The obligation repeats what the provision says, and adds what its condition leaves open.
        doubts = [in_words(item.uncertain_why)] if item.uncertain_why else []
        if apart["uncertain_why"] not in in_words(item.uncertain_why):
            doubts.append(apart["uncertain_why"])
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
            "part_columns": [Column(_("Point")), Column(_("Title")), Column(_("In our words"))],
            "item": item,
            "doubts": doubts,
            "weak_source": item.weak_source or apart["weak_source"],
            "facts": facts(found),
            "state": words.STATES[found.state],
            "met_columns": [
                Column(_("What")),
                Column(_("How far")),
                Column(_("On the way")),
                Column(_("Note")),
            ],
            "met": self._met(found),
            "is_ban": found.state == words.BREACHED,
            "is_set_aside": found.state == words.SET_ASIDE,
            "cases": self._cases(found),
            "case_columns": [Column(_("Use case")), Column(_("Class")), Column(_("Applies from"))],
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
                list(filter(None, (overriding.class_word(row), sentences.get(row.classification)))),
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


def facts(found: Found) -> list[Fact]:
    """Return what is known of an obligation, each with its reason."""
    item = found.item
    told = [
        Fact(_("Role"), words.role(item.role)),
        Fact(_("Regime"), words.regime(item.regime)),
        Fact(
            _("Applies from"),
            day_cell(item),
            hint=_("Who wants to be safe takes the earlier day.") if item.formal_from else "",
        ),
        Fact(
            _("Edition of the law"),
            law.law(found.edition).title,
            hint=LawBook(found.edition).doubts(days.day_read()),
        ),
        Fact(_("Why from then"), in_words(item.why), wide=True),
    ]
    if item.only_if:
        told.append(Fact(_("Condition"), in_words(item.only_if), wide=True))
    return [*told, *_origin(found)]


def _origin(found: Found) -> list[Fact]:
    if found.general is not None:
        count = found.general.cases
        sentence = ngettext(
            "%(count)s use case within your reach brings it up.",
            "%(count)s use cases within your reach bring it up.",
            count,
        )
        return [Fact(_("Follows from"), sentence % {"count": count}, wide=True)]
    owed = found.item
    link = Link(owed.classification_ref, page_of(Classification, "detail", owed.classification_ref))
    return [
        Fact(
            _("Follows from"),
            [link, STANDINGS[found.standing]],
            hint=SENTENCES[found.standing],
            wide=True,
        ),
        Fact(
            _("AI Act class"),
            overriding.class_word(owed),
            hint=found.told.overridden if found.told else "",
            wide=True,
        ),
        Fact(_("Use case"), Link(owed.name, page_of(UseCase, "detail", owed.ref), owed.ref)),
    ]

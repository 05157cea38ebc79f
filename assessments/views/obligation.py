"""One obligation: what it says, from when and why, what meets it, and what is planned."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions import obligations
from assessments.actions.obligations import Intent, Target
from assessments.documents.law import LawBook
from assessments.engine.obligations.derivation import parts_of
from assessments.forms.obligations import PlanForm
from assessments.models import Classification, ObligationPlan, organisation_units
from assessments.owed import law, organisation, overriding, reports, rows, words
from assessments.owed.addresses import Place
from assessments.owed.filters import today
from assessments.owed.meeting import Met
from assessments.owed.organisation import General
from assessments.owed.reports import Told
from assessments.views.obligation_frame import day_cell, owner_cell
from controls.coverage.reading import ON_A_PATH, visible_refs
from governance.models import Unit
from governance.standings import SENTENCES, STANDINGS
from inventory.models import UseCase
from records import permissions
from records.actors import Actor
from records.addresses import keep_moment, page_of
from records.errors import RuleError, StaleError
from records.history import current_moment
from records.templatetags.shapes import Column, Fact, Link, Row, Status
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
    for told in reports.of_use_case(subject, actor=actor, on=today()):
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
    for item in organisation.tell(actor=actor, on=today(), **own):
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
        context = {
            "title": text.title,
            "eyebrow": f"{item.provision} · {item.name}",
            "statuses": [words.STATES[found.state], STANDINGS[found.standing]],
            "breadcrumbs": [
                {"label": _("Obligations"), "url": keep_moment(reverse("obligation-list"))},
                {"label": item.provision, "url": ""},
            ],
            "text": text,
            "law_url": keep_moment(law.url(found.edition, item.provision)),
            "parts": [
                Row([Link(part.id, law.url(found.edition, part.id)), part.title, part.summary])
                for part in parts_of(found.edition, item.provision)
            ],
            "part_columns": [Column(_("Point")), Column(_("Title")), Column(_("In our words"))],
            "item": item,
            "facts": facts(found),
            "state": words.STATES[found.state],
            "met_columns": [
                Column(_("What")),
                Column(_("How far")),
                Column(_("On the way")),
                Column(_("Note")),
            ],
            "met": self._met(found),
            "cases": self._cases(found),
            "case_columns": [Column(_("Use case")), Column(_("Class")), Column(_("Applies from"))],
            "plan": found.plan,
            "form": form if self._may_plan(found) else None,
            "owner": owner_cell(found.plan),
        }
        return respond(self.request, "assessments/obligation.html", context, status=status)

    def _met(self, found: Found) -> list[Row]:
        """List what meets it; references out of the reader's reach are not named."""
        met = (found.told or found.general).met_by  # type: ignore[union-attr] # one is there
        named = {ref for each in met for ref in each.path}
        seen = visible_refs(named, self.actor)
        return [met_row(each, seen) for each in met]

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
                day_cell(row.applies_from),
            ])
            for row in some
        ]  # fmt: skip


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
        Fact(_("Applies from"), day_cell(item.applies_from)),
        Fact(
            _("Edition of the law"),
            law.law(found.edition).title,
            hint=LawBook(found.edition).doubts(today()),
        ),
        Fact(_("Why from then"), item.why, wide=True),
    ]
    if item.only_if:
        told.append(Fact(_("Condition"), item.only_if, wide=True))
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


def met_row(met: Met, seen: Collection[str]) -> Row:
    """Make the table row of something that meets an obligation, or hints at it."""
    layer: Status = words.STATES[words.MET[met.level]] if met.level else Status(_("Claimed only"))
    hidden = [ref for ref in met.path if _is_record(ref) and ref not in seen]
    label = _("A control out of your reach") if hidden and not met.url else met.label
    named = [ref for ref in met.path if not _is_key(ref)]
    way = [_("out of your reach") if ref in hidden else ref for ref in named]
    return Row([Link(label, met.url) if met.url else label, layer, " → ".join(way), met.note])


def _is_key(ref: str) -> bool:
    """Say whether a step has no reference that a person could look up: a claim has none."""
    try:
        UUID(ref)
    except ValueError:
        return False
    return True


def _is_record(ref: str) -> bool:
    return ref.partition("-")[0] in ON_A_PATH

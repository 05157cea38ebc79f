"""Obligations of the organisation as a whole: each once, whichever use cases bring them up."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import JSONObject

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.sources import ToldApart, told_apart
from assessments.engine.obligations.superseded import moved
from assessments.engine.relief import Relief, read_relief
from assessments.models import (
    Classification,
    Obligation,
    ObligationLevel,
    ObligationPlan,
    organisation_units,
)
from assessments.obligations import bans, beginning, law
from assessments.obligations.meeting import NOTHING, Met, coverages, covering
from assessments.obligations.rows import Owed, PlanEntry, joined, plan_of
from assessments.obligations.rows import held as held_by
from controls.coverage.reading import Coverage, scope_of_unit
from governance.models import SignOff, Unit
from governance.rules import SignOffState
from inventory.use_cases.choices import Lifecycle
from records.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """An obligation of the organisation; `cases` of the use cases within reach bring it up."""

    unit: UUID
    ref: str
    name: str
    is_sample: bool
    provision: str
    role: str
    regime: str
    edition: str
    applies_from: date | None
    why: str
    only_if: str
    # What makes it lighter by the answers of any use case; `partly` by those of some of them alone.
    relief: tuple[Relief, ...]
    partly: frozenset[Relief]
    uncertain_why: str
    weak_source: str
    formal_from: date | None
    cases: int
    state: str
    met_by: Sequence[Met]
    standing: str
    plan: PlanEntry | None

    def as_json(self) -> dict[str, object]:
        """Give plain JSON values, like an obligation of a use case."""
        return {
            **said_of(
                self, state=self.state, met_by=self.met_by, standing=self.standing, plan=self.plan
            ),
            "level": "organisation",
            "relief": [
                {**each.as_json(), "all_use_cases": each not in self.partly} for each in self.relief
            ],
            "unit": self.ref,
            "use_cases": self.cases,
        }


def said_of(
    item: Owed | General,
    *,
    state: str,
    met_by: Sequence[Met],
    standing: str,
    plan: PlanEntry | None,
) -> dict[str, object]:
    """Give as JSON what is said of every obligation, of a use case or of the organisation."""
    text = law.provision(item.edition, item.provision)
    return {
        "provision": item.provision,
        "title": text.title,
        "citation": text.citation,
        "role": item.role,
        "regime": item.regime,
        "applies_from": item.applies_from.isoformat() if item.applies_from else None,
        "why": item.why,
        "only_if": item.only_if,
        "relief": [each.as_json() for each in item.relief],
        "uncertain": bool(item.uncertain_why),
        "uncertain_why": item.uncertain_why,
        "weak_source": item.weak_source,
        "formal_from": item.formal_from.isoformat() if item.formal_from else None,
        "status": state,
        "met_by": [met.as_json() for met in met_by],
        "edition": item.edition,
        "derived_from": standing,
        "owner": plan.owner.ref if plan and plan.owner else None,
        "next_step": plan.next_step if plan else "",
        "planned_for": plan.planned_for.isoformat() if plan and plan.planned_for else None,
    }


def tell(*, actor: Actor, on: date, **conditions: Any) -> list[General]:
    """List them in the order of the text, as far as use cases within reach bring them up.

    The first day counts where several use cases give several.
    """
    units = organisation_units()
    groups = list(_groups(actor, conditions, on=on))
    reasons = _reasons(groups, actor)
    found = _Found(
        reasons=reasons,
        relief=_relief(actor, conditions),
        covered=coverages(
            {reason["profile__edition"] for reason in reasons.values()},
            [scope_of_unit(unit) for unit in units.values()],
            asked={(reason["profile__edition"], code) for (code, _role), reason in reasons.items()},
        ),
        signed=_signed(actor, conditions),
        plans=_plans([unit.pk for unit in units.values()]),
    )
    told = [_general(group, units[group[_SAMPLE]], found, on=on) for group in groups]
    return sorted(told, key=lambda item: (item.ref, _place(item), item.role))


_SAMPLE = "use_case__unit__is_sample"
# What was retired is not used any more: nobody has to be trained for it, nor its quality managed.
# What goes on all the same, such as keeping documents (Art. 18), is asked of the use case itself.
_IN_USE = ~Q(use_case__lifecycle=Lifecycle.RETIRED)
_REASON = ("why", "regime", "formal_from")
type _Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What is looked up once for all groups."""

    reasons: dict[_Pair, dict[str, Any]]
    relief: dict[tuple[bool, str, str], Counter[Relief]]
    covered: dict[str, Coverage]
    signed: set[tuple[bool, str, str]]
    plans: dict[tuple[UUID, str, str], PlanEntry]


def _general(group: Any, unit: Unit, found: _Found, *, on: date) -> General:
    provision, role = group["duty_provision"], group["duty_role"]
    reason = found.reasons[provision, role]
    edition = reason["profile__edition"]
    here = (group[_SAMPLE], provision, role)
    relief = found.relief[here]
    covered = found.covered.get(edition)
    met = covering(covered, scope_of_unit(unit), edition, provision) if covered else NOTHING
    return General(
        unit=unit.pk,
        ref=unit.ref,
        name=unit.name,
        is_sample=unit.is_sample,
        provision=provision,
        role=role,
        edition=edition,
        applies_from=group["first"],
        relief=tuple(sorted(relief, key=lambda each: (each.provision, each.says))),
        partly=frozenset(each for each, cases in relief.items() if cases < group["cases"]),
        **{name: reason[name] for name in _REASON},
        # A condition is told only where every use case has one; what one owes in full is owed so.
        only_if="" if group["in_full"] else reason["only_if"],
        **_doubt(reason["uncertain_why"], group),
        cases=group["cases"],
        state=_state(met.level, group, reason, on=on),
        met_by=met.by,
        standing="signed" if here in found.signed else "unsigned",
        plan=found.plans.get((unit.pk, provision, role)),
    )


def _doubt(own: str, group: Any) -> ToldApart:
    """Tell a doubt only where whatever brings the duty from its first day has one.

    A doubt about one system, such as one that was there before the law, is none of a duty that
    another system brings for certain.
    """
    first = group["first"].isoformat() if group["first"] else None
    doubts = sorted(each["doubt"] for each in group["doubts"] if each["day"] == first)
    certain = [told for told in map(told_apart, doubts) if not told["uncertain_why"]]
    return certain[0] if certain else told_apart(own)


def _state(level: int, group: Any, reason: dict[str, Any], *, on: date) -> str:
    """Say where it stands; a day of a superseded edition counts where no newer one gives it."""
    first = group["first"]
    bound = (reason["provision"], reason["regime"])
    if not level and first and bound in moved(reason["profile__edition"], on):
        return words.SUPERSEDED
    return words.state_of(level, first, on=on, is_awaited=not group["begun"])


def _place(item: General) -> int:
    return law.provision(item.edition, item.provision).order


def _groups(actor: Actor, conditions: dict[str, Any], *, on: date) -> Any:
    found = _brought_up(actor).filter(**conditions)
    return (
        found.order_by()
        .values("duty_provision", "duty_role", _SAMPLE)
        .annotate(
            first=Min("duty_applies_from"),
            cases=Count("use_case_id", distinct=True),
            in_full=Count("use_case_id", filter=Q(duty_only_if="")),
            begun=Count("use_case_id", filter=~beginning.awaited(on=on)),
            doubts=ArrayAgg(
                JSONObject(day="duty_applies_from", doubt="duty_uncertain_why"), distinct=True
            ),
        )
    )


def _reasons(groups: Sequence[Any], actor: Actor) -> dict[_Pair, dict[str, Any]]:
    """Find the reason of each first day, of the newest edition, rather in full than limited."""
    wanted = Q(pk__in=[])
    for group in groups:
        wanted |= Q(
            provision=group["duty_provision"],
            role=group["duty_role"],
            applies_from=group["first"],
        )
    found = Obligation.objects.filter(wanted, level=ObligationLevel.ORGANISATION)
    held = held_by(actor).filter(_IN_USE, obligation_profile=OuterRef("profile"))
    rows = found.filter(Exists(held)).order_by("profile__edition", "-only_if", "pk")
    fields = ("provision", "role", "profile__edition", "uncertain_why", "only_if", *_REASON)
    return {(row["provision"], row["role"]): row for row in rows.values(*fields)}


def _relief(
    actor: Actor, conditions: dict[str, Any]
) -> dict[tuple[bool, str, str], Counter[Relief]]:
    """Count for each obligation the use cases whose answers make it lighter, and by what."""
    found = _brought_up(actor).filter(**conditions)
    alike = found.order_by().values_list(_SAMPLE, "duty_provision", "duty_role", "duty_relief")
    told: dict[tuple[bool, str, str], Counter[Relief]] = defaultdict(Counter)
    for is_sample, provision, role, relief, cases in alike.annotate(
        cases=Count("use_case_id", distinct=True)
    ):
        for each in read_relief(relief):
            told[is_sample, provision, role][each] += cases
    return told


def _signed(actor: Actor, conditions: dict[str, Any]) -> set[tuple[bool, str, str]]:
    """Name the obligations that a signed classification brings up."""
    complete = SignOff.objects.current().filter(state=SignOffState.COMPLETE)
    asked = Classification.objects.filter(pk__in=complete.values("subject_id"))
    signed = asked.with_standing().filter(standing="signed")
    found = _brought_up(actor).filter(pk__in=signed.values("pk"), **conditions)
    return set(found.order_by().values_list(_SAMPLE, "duty_provision", "duty_role").distinct())


def _plans(units: Sequence[UUID]) -> dict[tuple[UUID, str, str], PlanEntry]:
    found = ObligationPlan.objects.current().filter(unit__in=units, use_case__isnull=True)
    return {
        (each.unit_id, each.provision, each.role): plan_of(each)
        for each in found.select_related("owner")
    }


def brought_up_by(actor: Actor, provision: str, role: str) -> Any:
    """Return the classifications within reach that bring an obligation up."""
    return _brought_up(actor).filter(duty_provision=provision, duty_role=role)


def _brought_up(actor: Actor) -> Any:
    """Return what use cases in use bring up; what a ban sets aside is asked of nobody."""
    found = joined(actor, level=ObligationLevel.ORGANISATION)
    return found.filter(_IN_USE, ~bans.set_aside())

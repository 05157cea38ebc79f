"""Obligations of the organisation as a whole: each once, whichever use cases bring them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q

from assessments.models import (
    Classification,
    Obligation,
    ObligationLevel,
    ObligationPlan,
    organisation_units,
)
from assessments.owed import law, words
from assessments.owed.meeting import NOTHING, Met, coverages, covering
from assessments.owed.rows import Plan, joined, plan_of
from controls.coverage.reading import Coverage, scope_of_unit
from governance.models import SignOff
from governance.rules import SignOffState
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
    cases: int
    state: str
    met_by: Sequence[Met]
    standing: str
    plan: Plan | None

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values, like an obligation of a use case."""
        text = law.provision(self.edition, self.provision)
        return {
            "provision": self.provision,
            "title": text.title,
            "citation": text.citation,
            "role": self.role,
            "regime": self.regime,
            "level": "organisation",
            "applies_from": self.applies_from.isoformat() if self.applies_from else None,
            "why": self.why,
            "only_if": self.only_if,
            "status": self.state,
            "met_by": [met.as_json() for met in self.met_by],
            "edition": self.edition,
            "unit": self.ref,
            "use_cases": self.cases,
            "derived_from": self.standing,
            "owner": self.plan.owner.ref if self.plan and self.plan.owner else None,
            "next_step": self.plan.next_step if self.plan else "",
            "planned_for": (
                self.plan.planned_for.isoformat() if self.plan and self.plan.planned_for else None
            ),
        }


def tell(*, actor: Actor, on: date, **conditions: Any) -> list[General]:
    """List them in the order of the text, as far as use cases within reach bring them up.

    The first day counts where several use cases give several.
    """
    units = organisation_units()
    groups = list(_groups(actor, conditions))
    reasons = _reasons(groups)
    found = _Found(
        reasons=reasons,
        covered=coverages(
            {edition for _why, _regime, _if, edition in reasons.values()},
            [scope_of_unit(unit) for unit in units.values()],
            asked={(edition, code) for (code, _role), (*_more, edition) in reasons.items()},
        ),
        signed=_signed(actor, conditions),
        plans=_plans([unit.pk for unit in units.values()]),
    )
    told = [_general(group, units[group[_SAMPLE]], found, on=on) for group in groups]
    return sorted(told, key=lambda item: (item.ref, _place(item), item.role))


_SAMPLE = "use_case__unit__is_sample"
type _Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What is looked up once for all groups."""

    reasons: dict[_Pair, tuple[str, str, str, str]]
    covered: dict[str, Coverage]
    signed: set[tuple[bool, str, str]]
    plans: dict[tuple[UUID, str, str], Plan]


def _general(group: Any, unit: Any, found: _Found, *, on: date) -> General:
    provision, role = group["duty_provision"], group["duty_role"]
    why, regime, only_if, edition = found.reasons[provision, role]
    is_signed = (group[_SAMPLE], provision, role) in found.signed
    covered = found.covered.get(edition)
    met = covering(covered, scope_of_unit(unit), edition, provision) if covered else NOTHING
    return General(
        unit=unit.pk,
        ref=unit.ref,
        name=unit.name,
        is_sample=unit.is_sample,
        provision=provision,
        role=role,
        regime=regime,
        edition=edition,
        applies_from=group["first"],
        why=why,
        only_if=only_if,
        cases=group["cases"],
        state=words.state_of(met.level, group["first"], on=on),
        met_by=met.by,
        standing="signed" if is_signed else "unsigned",
        plan=found.plans.get((unit.pk, provision, role)),
    )


def _place(item: General) -> int:
    return law.provision(item.edition, item.provision).order


def _groups(actor: Actor, conditions: dict[str, Any]) -> Any:
    found = joined(actor, level=ObligationLevel.ORGANISATION).filter(**conditions)
    return (
        found.order_by()
        .values("duty_provision", "duty_role", _SAMPLE)
        .annotate(first=Min("duty_applies_from"), cases=Count("use_case_id", distinct=True))
    )


def _reasons(groups: Sequence[Any]) -> dict[tuple[str, str], tuple[str, str, str, str]]:
    """Find the reason of each first day, of the newest edition that gives it."""
    wanted = Q(pk__in=[])
    for group in groups:
        wanted |= Q(
            provision=group["duty_provision"],
            role=group["duty_role"],
            applies_from=group["first"],
        )
    found = Obligation.objects.filter(wanted, level=ObligationLevel.ORGANISATION)
    held = Classification.objects.current().filter(obligation_profile=OuterRef("profile"))
    rows = found.filter(Exists(held)).order_by("profile__edition", "pk")
    fields = ("provision", "role", "why", "regime", "only_if", "profile__edition")
    return {(row[0], row[1]): row[2:6] for row in rows.values_list(*fields)}


def _signed(actor: Actor, conditions: dict[str, Any]) -> set[tuple[bool, str, str]]:
    """Name the obligations that a signed classification brings up."""
    complete = SignOff.objects.current().filter(state=SignOffState.COMPLETE)
    asked = Classification.objects.filter(pk__in=complete.values("subject_id"))
    signed = asked.with_standing().filter(standing="signed")
    found = joined(actor, level=ObligationLevel.ORGANISATION).filter(
        pk__in=signed.values("pk"), **conditions
    )
    return set(found.order_by().values_list(_SAMPLE, "duty_provision", "duty_role").distinct())


def _plans(units: Sequence[UUID]) -> dict[tuple[UUID, str, str], Plan]:
    found = ObligationPlan.objects.current().filter(unit__in=units, use_case__isnull=True)
    return {
        (each.unit_id, each.provision, each.role): plan_of(each)
        for each in found.select_related("owner")
    }


def brought_up_by(actor: Actor, provision: str, role: str) -> Any:
    """Return the classifications within reach that bring an obligation up."""
    found = joined(actor, level=ObligationLevel.ORGANISATION)
    return found.filter(duty_provision=provision, duty_role=role)

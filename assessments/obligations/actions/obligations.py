"""Planning how obligations are met: who takes one on, by what next step, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.actions import evaluation
from assessments.engine.obligations.declared import load_declared
from assessments.models import Classification, Obligation, ObligationLevel, ObligationPlan
from governance.models import Person, Unit
from inventory.models import UseCase
from records import permissions
from records.actors import Actor
from records.changing.acting import acting, acting_many, open_act
from records.errors import RuleError
from records.verbs import Verb

PLAN = Verb(
    "assessments.obligation.plan",
    needs="change",
    told=gettext_lazy("planned how the obligation is met"),
    on="assessments.obligationplan",
)
DERIVE = Verb(
    "assessments.classification.derive",
    needs="change",
    told=gettext_lazy("worked out the obligations anew"),
)


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """An obligation as a plan names it: of a use case, or of the organisation at a unit."""

    subject: UseCase | Unit
    provision: str
    role: str

    @property
    def use_case(self) -> UseCase | None:
        """Return the use case, where it is one."""
        return self.subject if isinstance(self.subject, UseCase) else None

    @property
    def unit(self) -> Unit:
        """Return the unit at which the plan stands."""
        return self.subject if isinstance(self.subject, Unit) else self.subject.unit


@dataclass(frozen=True, slots=True)
class Intent:
    """What is entered about an obligation; what is not given stays as it is."""

    owner: Person | None = None
    next_step: str = ""
    planned_for: date | None = None


def plan(
    target: PlanTarget, *, actor: Actor, intent: Intent, seen: int | None = None, reason: str = ""
) -> ObligationPlan:
    """Enter who meets an obligation, how and until when; what was entered before is replaced."""
    _refuse_unowed([target])
    known = _known([target])
    record = known.get(_key(target)) or _new(target)
    # Whoever took it on may go on planning; anybody else needs the right at the subject.
    if record._state.adding:
        permissions.require(actor, "change", target.subject)
    with acting(PLAN, record, actor, seen=seen, reason=reason, facts=_facts(target)) as planned:
        planned.owner, planned.next_step = intent.owner, intent.next_step
        planned.planned_for = intent.planned_for
        planned.unit_id = target.unit.pk
    return planned


def plan_many(
    targets: Sequence[PlanTarget], *, actor: Actor, values: Mapping[str, object], reason: str = ""
) -> int:
    """Enter the same for many obligations, in one act; return how many.

    `values` names what is set (owner, next_step, planned_for); the rest of each plan stays.
    """
    if not targets:
        return 0
    _refuse_unowed(targets)
    known = _known(targets)
    for subject in {target.subject.pk: target.subject for target in targets}.values():
        permissions.require(actor, "change", subject)
    records = [known.get(_key(target)) or _new(target) for target in targets]

    def change(record: ObligationPlan) -> None:
        for name, value in values.items():
            setattr(record, name, value)

    with open_act(actor):
        acting_many(PLAN, records, actor, change=change, reason=reason)
    return len(records)


def _new(target: PlanTarget) -> ObligationPlan:
    return ObligationPlan(
        unit=target.unit, use_case=target.use_case, provision=target.provision, role=target.role
    )


def _facts(target: PlanTarget) -> dict[str, str]:
    return {"of": target.subject.ref, "provision": target.provision, "role": target.role}


def _key(target: PlanTarget) -> tuple[object, str, str]:
    return target.subject.pk, target.provision, target.role


def _known(targets: Sequence[PlanTarget]) -> dict[tuple[object, str, str], ObligationPlan]:
    """Find plans that exist; those of the organisation are named by their unit."""
    use_cases = [target.subject.pk for target in targets if target.use_case is not None]
    units = [target.subject.pk for target in targets if target.use_case is None]
    named = Q(use_case__in=use_cases) | Q(use_case__isnull=True, unit__in=units)
    provisions = {target.provision for target in targets}
    found = ObligationPlan.objects.current().filter(named, provision__in=provisions)
    return {(each.use_case_id or each.unit_id, each.provision, each.role): each for each in found}


def _refuse_unowed(targets: Sequence[PlanTarget]) -> None:
    """Refuse plans for what the law does not ask."""
    owed = _owed([target.use_case for target in targets if target.use_case is not None])
    general = set(
        Obligation.objects.filter(level=ObligationLevel.ORGANISATION)
        .filter(profile__classifications__archived_at__isnull=True)
        .values_list("provision", "role")
        .distinct()
        if any(target.use_case is None for target in targets)
        else ()
    )
    for target in targets:
        pair = (target.provision, target.role)
        known = pair in general if target.use_case is None else _key(target) in owed
        if not known:
            sentence = _("%(ref)s has no obligation under %(provision)s as %(role)s.")
            words = {"ref": target.subject.ref, "provision": target.provision, "role": target.role}
            raise RuleError(sentence % words)


def _owed(use_cases: Sequence[UseCase]) -> set[tuple[object, str, str]]:
    asked = "obligation_profile__obligations"
    current = Classification.objects.current().filter(use_case__in=use_cases)
    return set(
        current.filter(**{f"{asked}__level": ObligationLevel.USE_CASE}).values_list(
            "use_case_id", f"{asked}__provision", f"{asked}__role"
        )
    )


def derive_missing(*, actor: Actor, unit: Unit | None = None) -> int:
    """Work obligations out where there are none, or where other conditions hold by now.

    It is a step of the installation, which hands over its top unit. What was signed stays signed:
    obligations are no part of it.
    """
    by_now = Q(obligation_profile__conditions_digest=load_declared().digest)
    found = Classification.objects.current().exclude(by_now)
    records = list(found.select_related("use_case"))
    acting_many(DERIVE, records, actor, change=evaluation.derive)
    return len(records)

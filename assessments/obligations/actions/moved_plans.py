"""Plans of the organisation for what is owed by each use case now: moved there, with a record."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Classification, Obligation, ObligationLevel, ObligationPlan
from governance.models import Unit
from inventory.models import UseCase
from records.actors import Actor
from records.changing import archiving
from records.changing.acting import acting_many, open_act
from records.verbs import Verb

MOVE = Verb(
    "assessments.obligation.move",
    needs="change",
    told=gettext_lazy("moved the plan to where the obligation stands"),
    on="assessments.obligationplan",
)
# So many use cases are named in the reason.
NAMED = 5


def move(*, actor: Actor, unit: Unit | None = None) -> int:
    """Move plans of which the organisation keeps no obligation to the use cases that owe it.

    What a use case planned itself stays. Where nobody owes it the plan stays, too, and is told.
    """
    del unit  # the plans of every organisation kept here
    moved = 0
    for plan in left_over(actor):
        owing = _owing(plan)
        if owing:
            _move(plan, owing, actor=actor)
            moved += 1
    return moved


def left_over(actor: Actor) -> list[ObligationPlan]:
    """Return the plans of organisations for what no classification asks of the organisation."""
    held = "profile__classifications"
    asked = Obligation.objects.filter(
        **{"level": ObligationLevel.ORGANISATION, f"{held}__archived_at__isnull": True}
    )
    kept = set(asked.values_list("provision", "role", f"{held}__use_case__unit__is_sample"))
    plans = ObligationPlan.objects.visible_to(actor).current().filter(use_case__isnull=True)
    found = plans.select_related("unit", "owner").order_by("provision", "role", "pk")
    return [each for each in found if (each.provision, each.role, each.unit.is_sample) not in kept]


def _owing(plan: ObligationPlan) -> list[UseCase]:
    """Return the use cases that owe by themselves what a plan is for."""
    asked = "obligation_profile__obligations"
    holding = Classification.objects.current().filter(
        **{
            f"{asked}__provision": plan.provision,
            f"{asked}__role": plan.role,
            f"{asked}__level": ObligationLevel.USE_CASE,
        }
    )
    found = UseCase.objects.current().filter(
        pk__in=holding.values("use_case"), unit__is_sample=plan.unit.is_sample
    )
    return list(found.select_related("unit").order_by("ref"))


def _move(plan: ObligationPlan, owing: Sequence[UseCase], *, actor: Actor) -> None:
    same = {"provision": plan.provision, "role": plan.role}
    planned = ObligationPlan.objects.current().filter(use_case__in=owing, **same)
    own = set(planned.values_list("use_case", flat=True))
    made = [
        ObligationPlan(
            unit=use_case.unit,
            use_case=use_case,
            owner=plan.owner,
            next_step=plan.next_step,
            planned_for=plan.planned_for,
            **same,
        )
        for use_case in owing
        if use_case.pk not in own
    ]
    with open_act(actor):
        acting_many(MOVE, made, actor, reason=_("Planned as %(ref)s before.") % {"ref": plan.ref})
        archiving.archive(plan, actor=actor, reason=_reason(owing))


def _reason(owing: Sequence[UseCase]) -> str:
    refs = ", ".join(each.ref for each in owing[:NAMED])
    if len(owing) > NAMED:
        refs = _("%(refs)s and %(count)s more") % {"refs": refs, "count": len(owing) - NAMED}
    return _("Each use case owes this by itself now; the plan stands at %(refs)s.") % {"refs": refs}

"""What is asked of one use case or of the organisation, told for pages, programs and commands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessments.actions import profiles
from assessments.engine.ai_act import read as read_answers
from assessments.models import Classification, ObligationLevel
from assessments.owed import law, meeting, overriding, rows, words
from assessments.owed.meeting import Met
from assessments.owed.rows import Owed, Plan
from inventory.models import UseCase
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """An obligation with all that is known of it on a day."""

    owed: Owed
    state: str
    met_by: Sequence[Met]
    standing: str
    plan: Plan | None
    # Who set the class aside that the rules found, in a sentence; nothing where nobody did.
    overridden: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values."""
        owed, text = self.owed, law.provision(self.owed.edition, self.owed.provision)
        return {
            "provision": owed.provision,
            "title": text.title,
            "citation": text.citation,
            "role": owed.role,
            "regime": owed.regime,
            "level": owed.level,
            "applies_from": owed.applies_from.isoformat() if owed.applies_from else None,
            "why": owed.why,
            "only_if": owed.only_if,
            "status": self.state,
            "met_by": [met.as_json() for met in self.met_by],
            "edition": owed.edition,
            "use_case": owed.ref,
            "classification": owed.classification_ref,
            "class_in_force": owed.class_now,
            "overridden": self.overridden,
            "derived_from": self.standing,
            "owner": self.plan.owner.ref if self.plan and self.plan.owner else None,
            "next_step": self.plan.next_step if self.plan else "",
            "planned_for": (
                self.plan.planned_for.isoformat() if self.plan and self.plan.planned_for else None
            ),
        }


def tell(owed: Sequence[Owed], *, on: date) -> list[Told]:
    """Add state, what meets it, standing and plan to rows, by a fixed number of queries."""
    standing = rows.standings(owed)
    met, planned = meeting.meet(owed, standing), rows.plans(owed)
    overridden = overriding.sentences(owed)
    told = []
    for row in owed:
        state = words.state_of(met[row.key].level, row.applies_from, on=on)
        stands = standing.get(row.classification, "unsigned")
        sentence = overridden.get(row.classification, "")
        told.append(Told(row, state, met[row.key].by, stands, planned.get(row.key), sentence))
    return told


def of_use_case(
    use_case: UseCase, *, actor: Actor, on: date, edition: str = "", level: str = ""
) -> list[Told]:
    """Tell what is asked of a use case; with an edition, as its answers are read by that one.

    What is read anew is not what anybody signed, and says so.
    """
    stands = level or ObligationLevel.USE_CASE
    if edition:
        told = tell(_anew(use_case, actor=actor, on=on, edition=edition, level=stands), on=on)
        return [replace(item, standing="unsigned") for item in told]
    found = rows.joined(actor, level=stands).filter(use_case=use_case)
    return tell(_each_once(rows.read(found.order_by("duty_order", "id"))), on=on)


def _each_once(owed: Iterable[Owed]) -> list[Owed]:
    """Keep one row for each obligation: where several classifications bring it, the first day."""
    kept: dict[Any, Owed] = {}
    for row in owed:
        known = kept.get(row.key)
        if known is None or _day(row) < _day(known):
            kept[row.key] = row
    return list(kept.values())


def _day(row: Owed) -> date:
    return row.applies_from or date.max


def _anew(use_case: UseCase, *, actor: Actor, on: date, edition: str, level: str) -> list[Owed]:
    found = Classification.objects.visible_to(actor).current().filter(use_case=use_case)
    each = [
        _owed(record, item, edition)
        for record in found.select_related("use_case__unit", "intended_use")
        for item in _derived(record, edition=edition, on=on)
        if item.level == level
    ]
    return _each_once(each)


def _derived(record: Classification, *, edition: str, on: date) -> Sequence[Any]:
    reading = read_answers(record.answers, edition=edition, on=on, act=record.act)
    return profiles.asked_in(reading.situation, record.act)


def _owed(record: Classification, item: Any, edition: str) -> Owed:
    unit, use = record.use_case.unit, record.intended_use
    return Owed(
        classification=record.pk,
        classification_ref=record.ref,
        use_case=record.use_case_id,
        ref=record.use_case.ref,
        name=record.use_case.name,
        intended_use=use.title if use else "",
        unit=unit.pk,
        unit_path=unit.path,
        unit_name=unit.name,
        is_sample=unit.is_sample,
        class_now=record.class_in_force,
        is_overridden=record.class_in_force != record.outcome_class,
        edition=edition,
        provision=item.provision,
        role=item.role,
        regime=item.regime,
        level=item.level,
        applies_from=item.applies_from,
        why=item.why,
        only_if=item.only_if,
    )

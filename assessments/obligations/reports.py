"""What is asked of one use case or of the organisation, told for pages, programs and commands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessments.classification.actions import doubts, profiles
from assessments.classification.documents import duty_words as words
from assessments.classification.documents.sources import told_apart
from assessments.engine.ai_act import read as read_answers
from assessments.models import Classification, ObligationLevel
from assessments.obligations import (
    bans,
    beginning,
    meeting,
    organisation,
    overriding,
    rows,
    superseded,
)
from assessments.obligations.meeting import Met
from assessments.obligations.organisation import General, said_of
from assessments.obligations.rows import Owed, PlanEntry
from controls.coverage.reading import visible_refs
from inventory.models import UseCase
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """An obligation with all that is known of it on a day."""

    owed: Owed
    state: str
    met_by: Sequence[Met]
    standing: str
    plan: PlanEntry | None
    # Who set the class aside that the rules found, in a sentence; nothing where nobody did.
    overridden: str = ""
    # The one row at which an obligation of the organisation is met, whoever brings it up.
    kept: General | None = None

    def as_json(self) -> dict[str, object]:
        return {
            **said_of(
                self.owed,
                state=self.state,
                met_by=self.met_by,
                standing=self.standing,
                plan=self.plan,
            ),
            "level": self.owed.level,
            "kept_at": self.kept.ref if self.kept else None,
            "use_case": self.owed.ref,
            "classification": self.owed.classification_ref,
            "class_in_force": self.owed.class_now,
            "overridden": self.overridden,
        }


def tell(owed: Sequence[Owed], *, on: date, by_choice: bool = False) -> list[ObligationRow]:
    """Add state, what meets it, standing and plan to rows, by a fixed number of queries.

    Whoever chose the edition themselves is told its days as they are.
    """
    standing = rows.standings(owed)
    met, planned = meeting.meet(owed, standing), rows.plans(owed)
    overridden = overriding.sentences(owed)
    told = []
    for row in owed:
        state = _state(row, met[row.key].level, on=on, by_choice=by_choice)
        stands = standing.get(row.classification, "unsigned")
        sentence = overridden.get(row.classification, "")
        told.append(
            ObligationRow(row, state, met[row.key].by, stands, planned.get(row.key), sentence)
        )
    return told


def within_reach[Row: (ObligationRow, General)](
    told: Sequence[Row], actor: Actor, needs: str = "view"
) -> list[Row]:
    """Leave unnamed what meets rows but is out of the actor's reach: it counts all the same."""
    named = {ref for item in told for met in item.met_by for ref in met.path}
    seen = visible_refs(named, actor, needs)
    return [replace(item, met_by=[met.named_for(seen) for met in item.met_by]) for item in told]


def _state(row: Owed, level: int, *, on: date, by_choice: bool) -> str:
    """Say where an obligation stands; a ban comes before whatever claims to meet it.

    What nothing meets is neither open nor due by an edition that is no longer the law.
    """
    is_awaited = beginning.is_awaited(row, on=on)
    if bans.is_breached(row, on=on):
        return words.WOULD_BREACH if is_awaited else words.BREACHED
    if bans.is_set_aside(row):
        return words.SET_ASIDE
    if not level and not by_choice and superseded.is_moved(row, on=on):
        return words.SUPERSEDED
    return words.state_of(level, row.applies_from, on=on, is_awaited=is_awaited)


def of_use_case(
    use_case: UseCase, *, actor: Actor, on: date, edition: str = "", level: str = ""
) -> list[ObligationRow]:
    """Tell what is asked of a use case; with an edition, as its answers are read by that one.

    What is read anew is not what anybody signed, and says so. What the organisation keeps is told
    as its one row tells it.
    """
    stands = level or ObligationLevel.USE_CASE
    if edition:
        anew = _anew(use_case, actor=actor, on=on, edition=edition, level=stands)
        told = tell(anew, on=on, by_choice=True)
        return [replace(item, standing="unsigned") for item in told]
    found = rows.joined(actor, level=stands).filter(use_case=use_case)
    told = tell(_each_once(rows.read(found.order_by("duty_order", "id"))), on=on)
    brought = {row.owed.provision for row in told if row.owed.level == ObligationLevel.ORGANISATION}
    if not brought:
        return told
    own = {"use_case__unit__is_sample": use_case.unit.is_sample, "duty_provision__in": brought}
    general = organisation.tell(actor=actor, on=on, **own)
    kept = {(item.provision, item.role): item for item in general}
    return [_as_kept(item, kept.get((item.owed.provision, item.owed.role))) for item in told]


def _as_kept(told: ObligationRow, kept: General | None) -> ObligationRow:
    """Tell what is kept once for the organisation as its one row does."""
    if kept is None:
        return told
    return replace(told, state=kept.state, met_by=kept.met_by, plan=kept.plan, kept=kept)


def doubts_of(
    use_case: UseCase, *, actor: Actor, on: date, edition: str = ""
) -> list[dict[str, object]]:
    """Tell what the unsure answers of a use case could turn its classes into; each once."""
    found = Classification.objects.visible_to(actor).current().filter(use_case=use_case)
    told: list[dict[str, object]] = []
    for record in found.order_by("id"):
        some = _read_doubts(record, edition=edition, on=on) if edition else doubts.of(record)
        told += [doubt for doubt in some if doubt not in told]
    return told


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
        if level in (rows.ANY_LEVEL, item.level)
    ]
    return _each_once(each)


def _read_doubts(record: Classification, *, edition: str, on: date) -> list[dict[str, object]]:
    reading = read_answers(record.answers, edition=edition, on=on, act=record.act)
    return [doubt.as_json() for doubt in reading.result.doubts]


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
        worst_class=record.worst_class,
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
        relief=item.relief,
        **told_apart(item.uncertain_why),
        formal_from=item.formal_from,
        **beginning.of(record),
    )

"""Obligations of use cases as rows: classifications joined with what their outcome asks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import Least

from assessments.classification.documents.sources import told_apart
from assessments.engine.relief import Relief, read_relief
from assessments.models import Classification, ObligationLevel, ObligationPlan
from assessments.obligations.beginning import before_use
from governance.models import Person
from records.actors import Actor

# Instead of one level: whatever is owed, by the use case or by the organisation.
ANY_LEVEL = "any"

# Use case, provision and role.
type Key = tuple[UUID, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One obligation of one use case, with the classification it follows from."""

    classification: UUID
    classification_ref: str
    use_case: UUID
    ref: str
    name: str
    intended_use: str
    unit: UUID
    unit_path: str
    unit_name: str
    is_sample: bool
    # The class that counts; another one than that of the rules where an override is in force.
    class_now: str
    is_overridden: bool
    # The gravest class that an answer "not sure" leaves possible; empty without such an answer.
    worst_class: str
    edition: str
    provision: str
    role: str
    regime: str
    level: str
    applies_from: date | None
    why: str
    only_if: str
    relief: tuple[Relief, ...] = ()
    uncertain_why: str = ""
    weak_source: str = ""
    formal_from: date | None = None
    # What tells whether the use has begun (see `beginning`).
    is_before_use: bool = False
    begins_on: date | None = None

    @property
    def key(self) -> Key:
        """Name what a plan for it speaks of."""
        return self.use_case, self.provision, self.role


_SHOWN = (
    "provision",
    "role",
    "regime",
    "level",
    "applies_from",
    "why",
    "only_if",
    "relief",
    "uncertain_why",
    "formal_from",
)
_DUTY = (*_SHOWN, "order", "id")
_FIELDS: Mapping[str, Any] = {
    "classification": F("pk"),
    "classification_ref": F("ref"),
    "worst_class": F("worst_class"),
    "name": F("use_case__name"),
    "intended_title": F("intended_use__title"),
    "unit_path": F("use_case__unit__path"),
    "unit_name": F("use_case__unit__name"),
    "is_sample": F("use_case__unit__is_sample"),
    "is_before_use": ExpressionWrapper(before_use(), output_field=BooleanField()),
    "begins_on": Least("use_case__placed_on_market_on", "use_case__in_service_on"),
    **{name: F(f"duty_{name}") for name in _SHOWN},
}


def held(actor: Actor, needs: str = "view") -> Any:
    """Return the current classifications within reach, of use cases that are not archived."""
    current = Classification.objects.visible_to(actor, needs).current()
    return current.filter(use_case__archived_at__isnull=True)


def joined(actor: Actor, needs: str = "view", *, level: str = ObligationLevel.USE_CASE) -> Any:
    """Return those within reach once for each obligation they bring."""
    return with_duties(held(actor, needs), level=level)


def with_duties(classifications: Any, *, level: str = ObligationLevel.USE_CASE) -> Any:
    """Return classifications once for each obligation they bring, its fields as `duty_<name>`.

    They are annotated, not looked up: a condition on the relation would join it once more.
    """
    duty = {f"duty_{name}": F(f"obligation_profile__obligations__{name}") for name in _DUTY}
    found = classifications.annotate(**duty)
    if level == ANY_LEVEL:
        return found.filter(duty_level__isnull=False)
    return found.filter(duty_level=level)


def read_some(found: Any, start: int, stop: int) -> list[Owed]:
    """Read rows from one place to another: keys are sorted first, as texts would be slow to sort.

    The order must be total.
    """
    keys = list(found.values_list("pk", "duty_id")[start:stop])
    own, duties = {key for key, _duty in keys}, {duty for _key, duty in keys}
    some = found.order_by().filter(pk__in=own, duty_id__in=duties)
    place = {key: number for number, key in enumerate(keys)}
    pairs = [(pair, owed) for pair, owed in _paired(some) if pair in place]
    return [owed for _pair, owed in sorted(pairs, key=lambda item: place[item[0]])]


def read(found: Any) -> list[Owed]:
    """Read joined classifications as rows."""
    return [owed for _pair, owed in _paired(found)]


def _paired(found: Any) -> Iterator[tuple[tuple[UUID, UUID], Owed]]:
    plain = found.with_class().values(
        "use_case_id",
        "outcome_class",
        "class_now",
        "edition",
        "use_case__ref",
        "use_case__unit_id",
        "duty_id",
        **{f"_{name}": field for name, field in _FIELDS.items()},
    )
    for row in plain:
        yield (row["_classification"], row["duty_id"]), _owed(row)


def _owed(row: Mapping[str, Any]) -> Owed:
    values = {name: row[f"_{name}"] for name in _FIELDS if name != "intended_title"}
    return Owed(
        use_case=row["use_case_id"],
        ref=row["use_case__ref"],
        unit=row["use_case__unit_id"],
        class_now=row["class_now"],
        is_overridden=row["class_now"] != row["outcome_class"],
        edition=row["edition"],
        intended_use=row["_intended_title"] or "",
        relief=read_relief(values.pop("relief")),
        **told_apart(values.pop("uncertain_why")),
        **values,
    )


def standings(rows: Iterable[Owed]) -> dict[UUID, str]:
    """Say how the classifications behind some rows stand towards sign-off."""
    keys = {row.classification for row in rows}
    found = Classification.objects.filter(pk__in=keys).with_standing()
    return dict(found.values_list("pk", "standing"))


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """What people entered about an obligation."""

    ref: str
    owner: Person | None
    next_step: str
    planned_for: date | None
    version: int


def plans(rows: Iterable[Owed]) -> dict[Key, PlanEntry]:
    """Find what is planned for some rows."""
    keys = [row.key for row in rows]
    named = Q(
        use_case__in={use_case for use_case, _provision, _role in keys},
        provision__in={provision for _use_case, provision, _role in keys},
    )
    found = ObligationPlan.objects.current().filter(named).select_related("owner")
    return {(each.use_case_id, each.provision, each.role): plan_of(each) for each in found}


def plan_of(record: ObligationPlan) -> PlanEntry:
    """Read a stored plan."""
    return PlanEntry(
        ref=record.ref,
        owner=record.owner,
        next_step=record.next_step,
        planned_for=record.planned_for,
        version=record.version,
    )

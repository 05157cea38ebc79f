"""The chapter on controls that hold at a use case, each with what shows it at work."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.coverage.places import upwards
from controls.coverage.rules import Implemented, chain
from controls.evidence.documents import HandedInRow, handed_in_rows
from controls.models import (
    Claim,
    Control,
    Evidence,
    EvidenceUse,
    Implementation,
    ImplementationStatus,
    Origin,
)
from governance import days
from governance.signoff.signing import standings
from governance.signoff.standings import STANDINGS
from inventory.models import UseCase
from records.documents.enclosures import LARGEST, LARGEST_TOGETHER, Enclosure
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection
from records.models import Record
from records.templatetags.shapes import Status

LOOKS_AT = gettext_lazy(
    "Controls that hold here from above: whether current evidence shows each that is in place."
)


@dataclass(frozen=True)
class ControlAtWork:
    """An implementation that holds here, with the evidence that its reader may have."""

    record: Implementation
    standing: Status
    is_here: bool
    claims: Sequence[Mapping[str, Any]]
    evidence: Sequence[HandedInRow]
    # How many more pieces there are, which are out of the reader's reach.
    out_of_reach: int

    @property
    def is_in_place(self) -> bool:
        """Say whether it is carried out."""
        return self.record.status == ImplementationStatus.IMPLEMENTED


def chapter(use_case: Record, reading: DocumentReading) -> DocumentSection:
    """Tell each control here and from above with its evidence, and hand over the files."""
    assert isinstance(use_case, UseCase)  # noqa: S101 - registered for this kind alone
    linked = holding(use_case)
    may_have = _within_reach(linked, reading)
    used = _uses(linked, use_case.unit.path)
    evidence = _evidence(used, reading)
    rows, files = handed_in_rows(evidence, days.day_of(reading.moment))
    stands = standings(one for one in linked if one.pk in may_have)
    claims = _claims_told(one.control_id for one in linked)
    told = [
        ControlAtWork(
            record=one,
            standing=STANDINGS[stands[one.pk].code],
            is_here=one.use_case_id is not None,
            claims=claims.get(one.control_id, []),
            evidence=[rows[key] for key in used[one.pk] if key in rows],
            out_of_reach=sum(key not in rows for key in used[one.pk]),
        )
        for one in linked
        if one.pk in may_have
    ]
    html = render_to_string("documents/controls/at_work.html", _context(told, linked, files))
    records = (*(one.record for one in told), *_controls(told, reading), *evidence)
    return DocumentSection(
        Chapter("controls", _("Controls and evidence"), html),
        records,
        tuple(_gaps(told, use_case, used, days.day_of(reading.moment))),
        tuple(files),
    )


def _context(
    told: Sequence[ControlAtWork], linked: Sequence[Implementation], files: Sequence[Enclosure]
) -> dict[str, Any]:
    return {
        "here": [one for one in told if one.is_here],
        "above": [one for one in told if not one.is_here],
        "out_of_reach": len(linked) - len(told),
        "attached": sum(not file.is_left_out for file in files),
        "left_out": sum(file.is_left_out for file in files),
        "largest": LARGEST,
        "largest_together": LARGEST_TOGETHER,
    }


def holding(use_case: UseCase) -> list[Implementation]:
    """Return the implementations that hold at a use case: its own first, then from its unit up.

    The nearest of a control decides, and takes those above along that it inherits from.
    """
    path = use_case.unit.path
    here = Implementation.objects.current().exclude(status=ImplementationStatus.RETIRED)
    own = here.filter(use_case=use_case)
    above = here.filter(use_case__isnull=True, unit__path__in=upwards(path))
    found = [
        *own.select_related("control", "unit", "use_case", "owner"),
        *above.select_related("control", "unit", "owner"),
    ]
    of_control: dict[UUID, list[Implementation]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.use_case_id is None, -len(one.unit.path))):
        of_control[one.control_id].append(one)
    kept = [one for stack in of_control.values() for one in _deciding(stack)]
    return sorted(kept, key=lambda one: (one.use_case_id is None, -len(one.unit.path), one.pk))


def _deciding(nearest_first: Sequence[Implementation]) -> Sequence[Implementation]:
    """Keep the chain that works together; what inherits from nothing stands there all the same."""
    linked = chain([_as_implemented(one) for one in nearest_first])
    return nearest_first[: max(len(linked), 1)]


def _as_implemented(one: Implementation) -> Implemented:
    return Implemented(
        id=one.pk,
        ref=one.ref,
        control=one.control_id,
        place=one.unit.path,
        is_in_place=one.status == ImplementationStatus.IMPLEMENTED,
        is_inherited=one.origin == Origin.INHERITED,
    )


def _within_reach(linked: Sequence[Implementation], reading: DocumentReading) -> set[UUID]:
    found = Implementation.objects.visible_to(reading.actor, "pack")
    return set(found.filter(pk__in=[one.pk for one in linked]).values_list("pk", flat=True))


def _uses(linked: Sequence[Implementation], path: str) -> dict[UUID, list[UUID]]:
    """Return the evidence of each implementation: attached to it, or to a claim and from above."""
    of_control: dict[UUID, list[UUID]] = defaultdict(list)
    for one in linked:
        of_control[one.control_id].append(one.pk)
    keys = [one.pk for one in linked]
    found = EvidenceUse.objects.filter(evidence__archived_at__isnull=True).order_by(
        "evidence", "pk"
    )
    used: dict[UUID, list[UUID]] = defaultdict(list)
    attached = found.filter(implementation__in=keys).values_list("implementation", "evidence")
    for implementation, evidence in attached:
        used[implementation].append(evidence)
    claimed = found.filter(claim__control__in=of_control, evidence__unit__path__in=upwards(path))
    for control, evidence in claimed.values_list("claim__control", "evidence"):
        for implementation in of_control[control]:
            if evidence not in used[implementation]:
                used[implementation].append(evidence)
    return used


def _evidence(used: Mapping[UUID, Iterable[UUID]], reading: DocumentReading) -> list[Evidence]:
    keys = {key for some in used.values() for key in some}
    found = Evidence.objects.visible_to(reading.actor, "pack").current().filter(pk__in=keys)
    return list(found.select_related("owner").order_by("pk"))


def _claims_told(controls: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Return what controls claim, by framework and in the order of its text."""
    found = Claim.objects.filter(control__in=set(controls)).order_by(
        "provision__edition__framework__code", "provision__order"
    )
    told: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = found.values_list(
        "control", "provision__edition__framework__short_title", "provision__code"
    )
    for control, framework, code in rows:
        told[control][framework].append(code)
    return {
        control: [{"framework": name, "codes": codes} for name, codes in of_frameworks.items()]
        for control, of_frameworks in told.items()
    }


def _controls(told: Sequence[ControlAtWork], reading: DocumentReading) -> Sequence[Control]:
    keys = {one.record.control_id for one in told}
    return list(
        Control.objects.visible_to(reading.actor, "pack").filter(pk__in=keys).order_by("pk")
    )


def _gaps(
    told: Sequence[ControlAtWork],
    use_case: UseCase,
    used: Mapping[UUID, Collection[UUID]],
    day: date,
) -> Iterator[CompletenessLine]:
    """Judge what holds from above: checks look at what is recorded here."""
    judged = [one for one in told if not one.is_here and one.is_in_place and _is_own(one)]
    keys = {key for one in judged for key in used[one.record.pk]}
    current = set(
        Evidence.objects.with_currency(day)
        .filter(pk__in=keys, current_until__isnull=False)
        .values_list("pk", flat=True)
    )
    for one in judged:
        words = {"ref": one.record.ref, "use_case": use_case.ref, "unit": str(one.record.unit)}
        if current & set(used[one.record.pk]):
            text = _("Current evidence shows %(ref)s, which holds at %(use_case)s from %(unit)s.")
            yield CompletenessLine("ok", "controls.above", one.record.ref, text % words)
        else:
            text = _(
                "%(ref)s holds at %(use_case)s from %(unit)s, and no current evidence shows it."
            )
            yield CompletenessLine("missing", "controls.above", one.record.ref, text % words)


def _is_own(one: ControlAtWork) -> bool:
    return one.record.origin == Origin.OWN

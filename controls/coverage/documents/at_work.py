"""The chapter on controls that hold at a use case or unit, each with what shows it at work."""

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
from controls.evidence.documents import EvidenceRow, handed_in_rows, handed_in_table
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
from governance.models import Unit
from governance.signoff.signing import standings
from governance.signoff.standings import STANDINGS
from inventory.models import UseCase
from records.documents.parts import Chapter
from records.documents.sections import (
    LARGEST,
    LARGEST_TOGETHER,
    CompletenessLine,
    DocumentReading,
    DocumentSection,
    Enclosure,
)
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Status

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
    evidence: Sequence[EvidenceRow]
    # How many more pieces there are, which are out of the reader's reach.
    out_of_reach: int

    @property
    def is_in_place(self) -> bool:
        """Say whether it is carried out."""
        return self.record.status == ImplementationStatus.IMPLEMENTED


def chapter(
    place: Record, reading: DocumentReading, *, only: Collection[str] | None = None
) -> DocumentSection:
    """Tell each control here and from above with its evidence, and hand over the files.

    `only` narrows to the implementations of these references.
    """
    assert isinstance(place, UseCase | Unit)  # noqa: S101 - registered for these kinds alone
    linked = [one for one in holding(place) if only is None or one.ref in only]
    may_have = _within_reach(linked, reading)
    used = _uses(linked, unit_of(place).path)
    evidence = _evidence(used, reading)
    rows, files = handed_in_rows(evidence, days.day_of(reading.moment))
    stands = standings(one for one in linked if one.pk in may_have)
    claims = _claims_told(one.control_id for one in linked)
    told = [
        ControlAtWork(
            record=one,
            standing=STANDINGS[stands[one.pk].code],
            is_here=one.place == place,
            claims=claims.get(one.control_id, []),
            evidence=[rows[key] for key in used[one.pk] if key in rows],
            out_of_reach=sum(key not in rows for key in used[one.pk]),
        )
        for one in linked
        if one.pk in may_have
    ]
    html = render_to_string(
        "documents/controls/at_work.html",
        {"is_unit": isinstance(place, Unit), **_context(told, linked, files)},
    )
    records = (*(one.record for one in told), *_controls(told, reading), *evidence)
    return DocumentSection(
        Chapter("controls", _("Controls and evidence"), html),
        records,
        tuple(_gaps(told, place, used, days.day_of(reading.moment))),
        tuple(files),
        tables=(_control_table(told), handed_in_table(_pairs(told))),
    )


def _pairs(told: Sequence[ControlAtWork]) -> list[tuple[str, EvidenceRow]]:
    return [(one.record.ref, row) for one in told for row in one.evidence]


def _control_table(told: Sequence[ControlAtWork]) -> ExportSheet:
    headings = [_("Implementation"), _("Control"), _("Name"), _("Place"), _("Holds from"),
                _("Status"), _("In place since"), _("Who does it"), _("Owner"), _("Approval"),
                _("Claims"), _("How it is done"), _("What stays ours")]  # fmt: skip
    rows = []
    for one in told:
        record, place = one.record, one.record.place
        claims = [f"{each['framework']}: {', '.join(each['codes'])}" for each in one.claims]
        holds = _("here") if one.is_here else _("above")
        rows.append(
            [record.ref, record.control.ref, record.control.name, f"{place.ref} {place}", holds,
             record.get_status_display(), record.since, record.get_origin_display(),
             str(record.owner or ""), str(one.standing.word), "; ".join(claims),
             record.description, record.stays_ours]
        )  # fmt: skip
    return ExportSheet(_("Controls"), headings, rows)


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


def unit_of(place: UseCase | Unit) -> Unit:
    """Return the unit from which controls are looked for upwards."""
    return place if isinstance(place, Unit) else place.unit


def holding(place: UseCase | Unit) -> list[Implementation]:
    """Return the implementations that hold at a place: its own first, then from its unit up.

    The nearest of a control decides, and takes those above along that it inherits from.
    """
    here = Implementation.objects.current().exclude(status=ImplementationStatus.RETIRED)
    here = here.select_related("control", "unit", "use_case", "owner")
    above = here.filter(use_case__isnull=True, unit__path__in=upwards(unit_of(place).path))
    own = here.filter(use_case=place) if isinstance(place, UseCase) else here.none()
    found = [*own, *above]
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
    place: Record,
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
        words = {"ref": one.record.ref, "place": place.ref, "unit": str(one.record.unit)}
        if current & set(used[one.record.pk]):
            text = _("Current evidence shows %(ref)s, which holds at %(place)s from %(unit)s.")
            yield CompletenessLine("ok", "controls.above", one.record.ref, text % words)
        else:
            text = _("%(ref)s holds at %(place)s from %(unit)s, and no current evidence shows it.")
            yield CompletenessLine("missing", "controls.above", one.record.ref, text % words)


def _is_own(one: ControlAtWork) -> bool:
    return one.record.origin == Origin.OWN

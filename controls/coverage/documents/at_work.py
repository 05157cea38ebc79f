"""The chapter on controls that hold at a use case or unit, each with what shows it at work."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from controls.coverage.holding import evidence_of, holding
from controls.evidence.documents import EvidenceRow, handed_in_rows, handed_in_table
from controls.models import Claim, Control, Evidence, Implementation, ImplementationStatus
from governance import days
from governance.models import Unit
from governance.signoff.signing import standings
from governance.signoff.standings import STANDINGS
from inventory.models import UseCase
from records.documents.parts import Chapter
from records.documents.sections import (
    LARGEST,
    LARGEST_TOGETHER,
    DocumentReading,
    DocumentSection,
    Enclosure,
)
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Status


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
    used = evidence_of(linked, place)
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
        enclosures=tuple(files),
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


def _within_reach(linked: Sequence[Implementation], reading: DocumentReading) -> set[UUID]:
    found = Implementation.objects.visible_to(reading.actor, "pack")
    return set(found.filter(pk__in=[one.pk for one in linked]).values_list("pk", flat=True))


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

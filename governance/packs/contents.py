"""Collecting what a pack says, as of its moment: chapters, records with their states, gaps."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from records import kinds, moments, snapshot
from records.act import parts_of
from records.commitments import KnownCommitments
from records.documents.parts import Chapter
from records.documents.sections import Gap, Reading, Section, SectionMaker
from records.errors import RuleError
from records.history import as_of
from records.ledger.canonical import canonical, digest
from records.models import Record


@dataclass(frozen=True)
class Contents:
    """What a pack says of its subject: `states` are canonical snapshots by reference.

    `looked_at` names the points that were judged; `gaps` are complete within these alone.
    """

    subject: Record
    chapters: tuple[Chapter, ...]
    records: tuple[Record, ...]
    states: dict[str, bytes]
    salts: dict[str, dict[str, str]]
    gaps: tuple[Gap, ...]
    looked_at: tuple[str, ...]


def makers_of(subject: Record) -> list[SectionMaker]:
    """Return what makes the chapters about a record, in order; raises RuleError where nothing does.

    A pack without them would hold nothing, lack nothing that anybody looked for, and seal that.
    """
    kind = kinds.of(subject)
    makers = sorted(kind.extras.chapters if kind else [], key=lambda maker: maker.order)
    if not makers:
        raise RuleError(
            _(
                "No evidence pack can be made of %(ref)s: there are no chapters about records of "
                "its kind (%(kind)s). Make a pack of a record that it belongs to. Packs can be "
                "made of: %(kinds)s."
            )
            % {
                "ref": subject.ref,
                "kind": type(subject)._meta.verbose_name,
                "kinds": ", ".join(
                    str(each.model._meta.verbose_name_plural)
                    for each in kinds.every()
                    if each.extras.chapters
                ),
            }
        )
    return makers


def collect(subject: Record, reading: Reading) -> Contents:
    """Read everything as it stood at the moment; raises RuleError where the subject was not yet."""
    makers = makers_of(subject)
    moments.require_recorded(reading.moment)
    with as_of(reading.moment):
        model = type(subject)
        found = model.objects.visible_to(reading.actor, "pack").filter(pk=subject.pk).first()
        if found is None:
            raise RuleError(f"{subject.ref} did not exist yet at that moment.")
        sections = [maker.make(found, reading) for maker in makers]
        records = _unique([found, *(record for part in sections for record in part.records)])
        commits = KnownCommitments()
        return Contents(
            subject=found,
            chapters=tuple(section.chapter for section in sections if section.chapter),
            records=records,
            states={record.ref: _state(record, commits) for record in records},
            salts=commits.opened,
            gaps=_gaps(sections),
            looked_at=tuple(str(maker.looks_at) for maker in makers if maker.looks_at),
        )


def _unique(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({record.pk: record for record in records}.values())


def _gaps(sections: Iterable[Section]) -> tuple[Gap, ...]:
    return tuple(gap for section in sections for gap in section.gaps)


def _state(record: Record, commits: KnownCommitments) -> bytes:
    """Return the canonical snapshot, which must be what the ledger recorded."""
    taken = snapshot.snapshot(record, parts_of([record])[record.pk], commits)
    if digest(taken) != record.digest:
        raise RuleError(
            f"{record.ref} no longer has the state that was recorded. Run verify_ledger."
        )
    return canonical(taken)

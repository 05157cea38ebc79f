"""Collecting what a pack says, as of its moment: chapters, records with their states, gaps."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from governance.gaps import reading as gaps
from governance.gaps.reading import Gaps, Looked
from governance.signoff.checks import SIGNED
from records import kinds, moments, snapshot
from records.act import parts_of
from records.commitments import KnownCommitments
from records.documents.enclosures import Enclosure
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, SectionMaker
from records.errors import RuleError
from records.history import as_of
from records.ledger.canonical import canonical, digest
from records.models import Record
from records.templatetags.shapes import Fact


@dataclass(frozen=True)
class Contents:
    """What a pack says of its subject: `states` are canonical snapshots by reference.

    `looked` are the checks that were made with what they found; `gaps` adds what chapters found,
    whose points `looked_at` names. The list is complete within these alone.
    """

    subject: Record
    chapters: tuple[Chapter, ...]
    records: tuple[Record, ...]
    states: dict[str, bytes]
    salts: dict[str, dict[str, str]]
    gaps: tuple[CompletenessLine, ...]
    looked_at: tuple[str, ...]
    looked: Gaps
    enclosures: tuple[Enclosure, ...] = ()
    headline: tuple[Fact, ...] = ()

    @property
    def points(self) -> int:
        """Return how many points were looked at, by checks and by chapters."""
        told = sum(looked.count - len(looked.gaps) for looked in self.looked.looked)
        return told + len(self.gaps)


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


def collect(subject: Record, reading: DocumentReading) -> Contents:
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
        told = tuple(gap for part in sections for gap in part.gaps)
        looked = _beside(told, gaps.read(reading.actor, found, needs="pack"))
        return Contents(
            subject=found,
            chapters=tuple(section.chapter for section in sections if section.chapter),
            records=records,
            states={record.ref: _state(record, commits) for record in records},
            salts=commits.opened,
            gaps=(*told, *_told(looked)),
            looked_at=tuple(str(maker.looks_at) for maker in makers if maker.looks_at),
            looked=looked,
            enclosures=tuple(file for part in sections for file in part.enclosures),
            headline=tuple(fact for part in sections for fact in part.headline),
        )


def _unique(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({record.pk: record for record in records}.values())


def _beside(told: Iterable[CompletenessLine], found: Gaps) -> Gaps:
    """Leave out the checks of sign-off where chapters tell of each record how its state stands."""
    standing = {gap.about for gap in told if gap.code.startswith("signoff.")}
    kept = [each for each in found.looked if not _is_told(each, standing)]
    return replace(found, looked=tuple(kept))


def _is_told(looked: Looked, standing: Collection[str]) -> bool:
    prefix = f"{looked.check.told_of.ref_prefix}-"
    of_sign_off = looked.code.endswith(SIGNED)
    return of_sign_off and any(ref.startswith(prefix) for ref in standing)


def _told(looked: Gaps) -> Iterator[CompletenessLine]:
    for gap in looked.every:
        yield CompletenessLine(gap.level, gap.check, gap.ref, gap.says)


def _state(record: Record, commits: KnownCommitments) -> bytes:
    """Return the canonical snapshot, which must be what the ledger recorded."""
    taken = snapshot.snapshot(record, parts_of([record])[record.pk], commits)
    if digest(taken) != record.digest:
        raise RuleError(
            f"{record.ref} no longer has the state that was recorded. Run verify_ledger."
        )
    return canonical(taken)

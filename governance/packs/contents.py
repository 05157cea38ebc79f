"""Collecting what a pack says, as of its moment: chapters, records with their states, gaps."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from governance.gaps import reading as gaps
from governance.gaps.reading import Gaps, Looked
from governance.models import Unit
from governance.packs import signed
from governance.packs.history import history
from governance.signoff.checks import SIGNED
from records import kinds, permissions
from records.changing import snapshot
from records.changing.snapshot import KnownCommitments, parts_of
from records.documents.parts import Chapter
from records.documents.sections import (
    CompletenessLine,
    DocumentReading,
    DocumentSection,
    Enclosure,
    SectionMaker,
)
from records.errors import RuleError
from records.history import moments
from records.history.past import as_of, as_they_were
from records.ledger.canonical import canonical, digest
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Fact

# Gaps beyond these are told by owner and check, and one by one in the workbook.
LISTED_AT_MOST = 120
# Measured on packs of the sample: cover, contents, summary, completeness and proof take some pages.
PAGES_AROUND, SIGNS_OF_A_PAGE, SIGNS_OF_A_ROW = 9, 1_700, 60


def unit_of(record: Record) -> Unit:
    """Return the unit at which a pack about a record stands."""
    found: Unit = record if isinstance(record, Unit) else record.reach_unit
    return found


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
    # What was signed and is no longer so, by name of file.
    signed: dict[str, bytes]
    salts: dict[str, dict[str, str]]
    gaps: tuple[CompletenessLine, ...]
    looked_at: tuple[str, ...]
    looked: Gaps
    enclosures: tuple[Enclosure, ...] = ()
    headline: tuple[Fact, ...] = ()
    tables: tuple[ExportSheet, ...] = ()
    remarks: tuple[str, ...] = ()
    scope: Record | None = None

    @property
    def unit(self) -> Unit:
        """Return the unit that the pack belongs to: of a unit, that one and not the one above."""
        return unit_of(self.scope or self.subject)

    @property
    def reference(self) -> str:
        """Name what it is about, and at which unit where that is not the subject's own."""
        if self.scope is None:
            return self.subject.ref
        return _("%(ref)s at %(unit)s") % {"ref": self.subject.ref, "unit": self.scope.ref}

    @property
    def pages(self) -> int:
        """Tell about how many pages it takes, before anything is printed."""
        signs = sum(len(strip_tags(chapter.html)) for chapter in self.chapters)
        listed = sum(len(gap.text) + SIGNS_OF_A_ROW for gap in self.gaps[:LISTED_AT_MOST])
        return PAGES_AROUND + (signs + listed) // SIGNS_OF_A_PAGE

    @property
    def points(self) -> int:
        """Return how many points were looked at, by checks and by chapters."""
        told = sum(looked.count - len(looked.gaps) for looked in self.looked.looked)
        return told + len(self.gaps)


# Kinds whose records belong to no place by themselves: packs of them are made at a unit.
_AT_UNITS: set[str] = set()


def make_at_units(code: str) -> None:
    """Let packs of a kind be made at a unit, which has to be named."""
    _AT_UNITS.add(code)


def is_made_at_units(subject: Record | type[Record]) -> bool:
    """Say whether a pack of a record needs a unit."""
    return subject.kind_code() in _AT_UNITS


def makers_of(subject: Record, scope: Record | None = None) -> list[SectionMaker]:
    """Return what makes the chapters about a record, in order; raises RuleError where nothing does.

    A pack without them would hold nothing, lack nothing that anybody looked for, and seal that.
    It is raised as well where a unit is missing, or is named and has no meaning.
    """
    if is_made_at_units(subject) and not isinstance(scope, Unit):
        raise RuleError(
            _("A pack of %(ref)s is made at a unit: name it as its scope.") % {"ref": subject.ref}
        )
    if scope is not None and not is_made_at_units(subject):
        raise RuleError(_("A pack of %(ref)s takes no scope.") % {"ref": subject.ref})
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
    makers = makers_of(subject, reading.scope)
    moments.require_recorded(reading.moment)
    if reading.scope is not None:
        permissions.require(reading.actor, "pack", reading.scope)
    with as_of(reading.moment):
        needs = "view" if reading.scope else "pack"
        found = type(subject).objects.visible_to(reading.actor, needs).filter(pk=subject.pk).first()
        found = _then(found, subject.ref, reading.moment)
        if reading.scope is not None:
            at = _then(reading.scope, reading.scope.ref, reading.moment)
            reading = replace(reading, scope=at)
        sections = [maker.make(found, reading) for maker in makers]
        told = tuple(gap for part in sections for gap in part.gaps)
        looked = _beside(told, gaps.read(reading.actor, found, needs=needs, scope=reading.scope))
        told = (*told, *_told(looked))
        sections.append(signed.of_others(_records(found, sections), reading))
        records = _records(found, sections)
        sections.append(history(found, records, reading))
        commits = KnownCommitments()
        return Contents(
            scope=reading.scope,
            subject=found,
            chapters=_chapters(section.chapter for section in sections if section.chapter),
            records=records,
            states={record.ref: _state(record, commits) for record in records},
            signed=signed.earlier_states(records),
            salts=commits.opened,
            gaps=(*told, *signed.untold(records, _stand(told))),
            looked_at=tuple(str(maker.looks_at) for maker in makers if maker.looks_at),
            looked=looked,
            enclosures=tuple(file for part in sections for file in part.enclosures),
            headline=tuple(fact for part in sections for fact in part.headline),
            tables=_joined(table for part in sections for table in part.tables),
            remarks=tuple(sentence for part in sections for sentence in part.remarks),
        )


def _then(found: Record | None, ref: str, moment: datetime) -> Record:
    """Return a record as it was; units are read today's way, so history tells what they were."""
    if found is not None and found.always_today:
        kept = as_they_were([found], moment, but=type(found).reach_field)
        found = kept[0] if kept else None
    if found is None or found.created_at > moment:
        raise RuleError(f"{ref} did not exist yet at that moment.")
    return found


def _chapters(made: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """Put what several sections say of one thing into one chapter, where the first stands."""
    named: dict[str, Chapter] = {}
    for chapter in made:
        before = named.get(chapter.id)
        html = before.html + chapter.html if before else chapter.html
        named[chapter.id] = replace(chapter, html=html)
    return tuple(named.values())


def _joined(tables: Iterable[ExportSheet]) -> tuple[ExportSheet, ...]:
    """Put tables of one name into one: a workbook takes each name once."""
    named: dict[str, ExportSheet] = {}
    for table in tables:
        before = named.get(table.title)
        named[table.title] = replace(before, rows=[*before.rows, *table.rows]) if before else table
    return tuple(named.values())


def _records(found: Record, sections: Iterable[DocumentSection]) -> tuple[Record, ...]:
    return _unique([found, *(record for part in sections for record in part.records)])


def _stand(told: Iterable[CompletenessLine]) -> set[str]:
    """Name the records of which it is told how they stand towards sign-off."""
    return {
        gap.about for gap in told if gap.code.startswith("signoff.") or gap.code.endswith(SIGNED)
    }


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
    for gap in sorted(looked.every, key=lambda gap: gap.due or date.max):
        yield CompletenessLine(gap.level, gap.check, gap.ref, gap.says)


def _state(record: Record, commits: KnownCommitments) -> bytes:
    """Return the canonical snapshot, which must be what the ledger recorded."""
    taken = snapshot.snapshot(record, parts_of([record])[record.pk], commits)
    if digest(taken) != record.digest:
        raise RuleError(
            f"{record.ref} no longer has the state that was recorded. Run verify_ledger."
        )
    return canonical(taken)

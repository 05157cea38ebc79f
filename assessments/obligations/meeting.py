"""What meets an obligation, and how far: recorded, with current evidence, verified by a person.

Nothing here is typed in. Controls that claim the whole provision meet it, where they are in place;
the documented classification meets Art. 6(4). A control that does a part, or reaches the provision
only over a mapping, is told as a hint and never counts. Evidence that a use case inherits is told
as inherited: it shows that the control works above, not that it works for this system.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.law import duties_of, parts_of
from assessments.models import Classification
from assessments.obligations.rows import Key, Owed
from controls.coverage.reading import ON_A_PATH, Coverage, Scope, coverages_of
from controls.coverage.rules import Cover, Layer, Path
from controls.models import Control
from records.addresses import to
from records.shapes import Text

# The assessment of the provider, written down before the system is placed on the market.
DOCUMENTED = "Art. 6(4)"
RECORDED, INHERITED, CURRENT, VERIFIED = 1, 2, 3, 4
LAYERS = {
    0: "none",
    RECORDED: "recorded",
    INHERITED: "inherited",
    CURRENT: "current",
    VERIFIED: "verified",
}
_OF_LAYER = {
    Layer.NONE: 0,
    Layer.RECORDED: RECORDED,
    Layer.CURRENT: CURRENT,
    Layer.VERIFIED: VERIFIED,
}
PATHS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Met:
    """One thing that meets an obligation, or hints at it: what it is, how far it goes.

    `counts` is false for a part and for what is derived; `path` are references on the way, empty
    where one is out of the reader's reach.
    """

    label: Text
    level: int
    url: str = ""
    path: tuple[str, ...] = ()
    counts: bool = True
    note: Text = ""

    def as_json(self) -> dict[str, object]:
        return {
            "what": str(self.label),
            "layer": LAYERS[self.level],
            "counts": self.counts,
            "note": str(self.note),
            "path": [ref or None for ref in self.path],
        }

    def named_for(self, seen: Collection[str]) -> "Met":
        """Return it without the references of records that are not among those seen."""
        hidden = {ref for ref in self.path if is_record(ref) and ref not in seen}
        own = any(ref.partition("-")[0] == Control.ref_prefix for ref in hidden)
        label = _("A control out of your reach") if own else self.label
        return replace(
            self, label=label, path=tuple("" if ref in hidden else ref for ref in self.path)
        )


def is_record(ref: str) -> bool:
    """Say whether a step on the way is a record, which may be out of somebody's reach."""
    return ref.partition("-")[0] in ON_A_PATH


@dataclass(frozen=True, slots=True)
class Meeting:
    """How far an obligation is met, and by what; hints stand among them."""

    level: int = 0
    by: tuple[Met, ...] = ()


NOTHING = Meeting()


def coverages(
    editions: Iterable[str],
    scopes: Iterable[Scope],
    *,
    asked: Iterable[tuple[str, str]] | None = None,
) -> dict[str, Coverage]:
    """Read the coverage of each edition that is published, by a fixed number of queries.

    `asked` names the only provisions wanted, each with its edition; their points come along.
    """
    wanted, places = set(editions), list(set(scopes))
    if not wanted or not places:
        return {}
    codes = None if asked is None else _with_points(set(asked))
    return coverages_of(FRAMEWORK, wanted, places, codes=codes)


def _with_points(asked: Iterable[tuple[str, str]]) -> set[str]:
    return {
        name
        for edition, code in asked
        for name in (code, *(part.id for part in parts_of(edition, code)))
    }


def meet(rows: Sequence[Owed], standings: Mapping[UUID, str]) -> dict[Key, Meeting]:
    """Find what meets each of some rows."""
    places = {row: Scope(row.unit_path, row.use_case) for row in rows}
    asked = {(row.edition, row.provision) for row in rows}
    read = coverages({row.edition for row in rows}, places.values(), asked=asked)
    documented = _documented(rows)
    found = {}
    for row in rows:
        covered = read.get(row.edition)
        met = covering(covered, places[row], row.edition, row.provision) if covered else NOTHING
        if row.classification in documented and row.provision == DOCUMENTED:
            signed = standings.get(row.classification) == "signed"
            met = _with(met, _classification(row, signed=signed))
        found[row.key] = met
    return found


def covering(covered: Coverage, scope: Scope, edition: str, code: str) -> Meeting:
    """Tell how controls cover a provision at a place, at a use case or for the organisation."""
    of_system = scope.use_case is not None
    paths = covered.cover(scope, code).paths[:PATHS_SHOWN]
    level = _level(covered, scope, edition, code, of_system=of_system)
    return Meeting(level, tuple(_met(path, of_system=of_system) for path in paths))


def level_at(covered: Coverage, scope: Scope, edition: str, code: str) -> int:
    """Return the level alone, for a use case at the scope."""
    return _level(covered, scope, edition, code, of_system=True)


def _level(covered: Coverage, scope: Scope, edition: str, code: str, *, of_system: bool) -> int:
    """Return the level of a provision, or the one that all its points reach, each by itself."""
    points = [
        _fully(covered.cover(scope, part.id), of_system=of_system)
        for part in parts_of(edition, code)
    ]
    return max(_fully(covered.cover(scope, code), of_system=of_system), min(points, default=0))


def _fully(cover: Cover, *, of_system: bool) -> int:
    return max((_reached(path, of_system=of_system) for path in cover.whole), default=0)


def _reached(path: Path, *, of_system: bool) -> int:
    """Return how far a way leads: for one system, what it inherits stays below its own."""
    if not of_system or path.layer <= Layer.RECORDED:
        return _OF_LAYER[path.layer]
    return _OF_LAYER[path.own] if path.own > Layer.RECORDED else INHERITED


def _met(path: Path, *, of_system: bool) -> Met:
    level = _reached(path, of_system=of_system)
    notes = []
    if path.is_derived:
        notes.append(_("derived over a mapping"))
    if not path.is_whole:
        notes.append(_("does a part of it"))
    if level == INHERITED:
        notes.append(_("evidence is inherited, not of this system"))
    return Met(
        label=_("Control %(ref)s") % {"ref": path.control},
        level=level,
        path=tuple(step.ref for step in path.steps),
        counts=path.is_whole and not path.is_derived,
        note=", ".join(notes),
    )


def _with(met: Meeting, other: Met) -> Meeting:
    return Meeting(max(met.level, other.level), (other, *met.by))


def _documented(rows: Sequence[Owed]) -> set[UUID]:
    """Return the classifications among the rows whose every question is answered."""
    keys = {row.classification for row in rows if row.provision == DOCUMENTED}
    if not keys:
        return set()
    answered = Classification.objects.filter(pk__in=keys, answered_count=F("asked_count"))
    return set(answered.values_list("pk", flat=True))


def _classification(row: Owed, *, signed: bool) -> Met:
    return Met(
        label=_("Classification %(ref)s, answered in full") % {"ref": row.classification_ref},
        url=to("classification-detail", row.classification_ref),
        level=VERIFIED if signed else RECORDED,
        path=(row.classification_ref,),
    )


type Place = tuple[UUID, str]


def by_level(
    editions: Iterable[str], places: Mapping[UUID, Place]
) -> dict[tuple[str, str, int], tuple[set[UUID], set[UUID]]]:
    """Say where controls meet which provisions: units that are met whole, single use cases.

    `places` gives unit and path of each use case. The answer is by edition, provision and level.
    """
    scopes = [Scope(path, case) for case, (_unit, path) in places.items()]
    units: dict[Place, list[UUID]] = defaultdict(list)
    for case, place in places.items():
        units[place].append(case)
    found: dict[tuple[str, str, int], tuple[set[UUID], set[UUID]]] = {}
    for edition, covered in coverages(editions, scopes).items():
        claimed = _claimed(covered, edition)
        for (unit, path), cases in units.items():
            for code in claimed:
                levels = _levels(covered, edition, code, path=path, cases=cases)
                _sort_in(found, edition, code, unit=unit, levels=levels)
    return found


def _claimed(covered: Coverage, edition: str) -> list[str]:
    """Name the provisions that some control claims, or all of whose points one claims.

    Prohibitions are no duties and are owed all the same, so what is claimed itself is not sorted.
    """
    claimed = covered.wholly_claimed()
    by_points = {
        item.id
        for item in duties_of(edition)
        if any(part.id in claimed for part in parts_of(edition, item.id))
    }
    return sorted(claimed | by_points)


def _levels(
    covered: Coverage, edition: str, code: str, *, path: str, cases: Sequence[UUID]
) -> dict[UUID, int]:
    """Return the level at each use case of a unit; few have anything of their own."""
    usual = level_at(covered, Scope(path), edition, code)
    return {
        case: level_at(covered, Scope(path, case), edition, code)
        if covered.stands_apart(case)
        else usual
        for case in cases
    }


def _sort_in(
    found: dict[tuple[str, str, int], tuple[set[UUID], set[UUID]]],
    edition: str,
    code: str,
    *,
    unit: UUID,
    levels: Mapping[UUID, int],
) -> None:
    distinct = set(levels.values())
    if len(distinct) == 1:
        if level := distinct.pop():
            found.setdefault((edition, code, level), (set(), set()))[0].add(unit)
        return
    for case, level in levels.items():
        if level:
            found.setdefault((edition, code, level), (set(), set()))[1].add(case)

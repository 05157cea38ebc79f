"""Coverage of a whole edition at one scope, for pages, files, programs and the command alike."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from uuid import UUID

from django.http import Http404

from controls.coverage.figures import Figures, asks, figures, is_shown
from controls.coverage.reading import (
    Coverage,
    Scope,
    coverage_of,
    coverage_of_newest,
    scope_of_unit,
    visible_refs,
)
from controls.coverage.rules import Cover, Layer, Path
from controls.models import Edition, Provision
from governance import days
from governance.models import Unit
from inventory.models import UseCase
from records import permissions
from records.actors import Actor

KEPT_TEXTS = 32
LAYER_CODES = {
    Layer.NONE: "none",
    Layer.RECORDED: "recorded",
    Layer.CURRENT: "current",
    Layer.VERIFIED: "verified",
}
# Steps that name no record of somebody's: everybody may read the law and the claims on it.
OPEN_STEPS = frozenset({"provision", "above", "edition", "claim"})


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One provision in reading order; `counts` says whether it asks something of us."""

    code: str
    title: str
    slug: str
    depth: int
    top: str
    is_heading: bool
    counts: bool


@dataclass(frozen=True)
class CoverageReport:
    """How far an edition is covered at a place on a day."""

    edition: Edition
    place: Unit | UseCase
    scope: Scope
    day: date
    coverage: Coverage

    @cached_property
    def lines(self) -> tuple[CoverageLine, ...]:
        """Return the provisions that stand in the edition, in reading order."""
        return lines_of(self.edition.pk, self.edition.rows_digest)

    @cached_property
    def covers(self) -> dict[str, Cover]:
        """Return how far each provision is covered, by its number."""
        cover = self.coverage.cover
        return {line.code: cover(self.scope, line.code) for line in self.lines}

    def shown(self, show: str = "") -> list[CoverageLine]:
        """Return what counts and stands in the list behind a figure, and what is claimed."""
        return [
            line
            for line in self.lines
            if (line.counts or (not show and self.covers[line.code].paths))
            and is_shown(self.covers[line.code], show)
        ]

    def figures(self, lines: Iterable[CoverageLine] | None = None) -> Figures:
        """Count the three layers over what counts."""
        over = self.lines if lines is None else lines
        return figures(self.covers[line.code] for line in over if line.counts)

    def refs(self) -> set[str]:
        """Return the references of all records on the paths."""
        paths = (path for cover in self.covers.values() for path in cover.paths)
        return {ref for path in paths for ref in path.refs}

    def as_json(self, actor: Actor, needs: str = "view") -> dict[str, object]:
        """Return the whole as plain JSON; what is out of the actor's reach is not named."""
        seen = visible_refs(self.refs(), actor, needs)
        return {
            "framework": self.edition.framework.code,
            "edition": self.edition.code,
            "scope": self.place.ref,
            "on": self.day.isoformat(),
            "figures": figures_as_json(self.figures()),
            "provisions": [self._provision(line, seen) for line in self.shown()],
        }

    def _provision(self, line: CoverageLine, seen: Collection[str]) -> dict[str, object]:
        cover = self.covers[line.code]
        return {
            "provision": line.code,
            "title": line.title,
            "counts": line.counts,
            "layers": {
                LAYER_CODES[layer]: {
                    "direct": cover.direct >= layer,
                    "fully": cover.fully >= layer,
                    "derived": cover.derived >= layer,
                }
                for layer in Layer
                if layer is not Layer.NONE
            },
            "paths": [path_as_json(path, seen) for path in cover.paths],
        }


def figures_as_json(found: Figures) -> dict[str, object]:
    """Return figures as plain JSON: the three layers, what is derived apart."""
    layers = {"recorded": found.recorded, "current": found.current, "verified": found.verified}
    return {
        "provisions": found.whole,
        **{
            name: {"direct": one.direct, "derived_only": one.derived}
            for name, one in layers.items()
        },
    }


def path_as_json(path: Path, seen: Collection[str]) -> dict[str, object]:
    """Return a path as plain JSON."""
    until = path.evidence_until
    return {
        "layer": LAYER_CODES[path.layer],
        "relation": path.relation,
        "derived": path.is_derived,
        "strength": path.strength,
        "evidence_until": until.isoformat() if until and until != date.max else None,
        "path": [
            step
            if step["step"] in OPEN_STEPS or step["ref"] in seen
            else {"step": step["step"], "ref": None}
            for step in path.as_json()
        ],
    }


def report(
    edition: Edition,
    place: Unit | UseCase,
    *,
    codes: Collection[str] | None = None,
    day: date | None = None,
) -> CoverageReport:
    """Read coverage of an edition at a unit or a use case; `codes` says what alone is wanted."""
    scope, on = _scope(place), day or days.day_read()
    return CoverageReport(
        edition, place, scope, on, coverage_of(edition, [scope], codes=codes, day=on)
    )


def reports_of_newest(place: Unit | UseCase) -> list[CoverageReport]:
    """Read coverage of every framework in its edition in force at a unit or a use case."""
    scope, on = _scope(place), days.day_read()
    read = coverage_of_newest([scope], day=on)
    return [CoverageReport(edition, place, scope, on, coverage) for edition, coverage in read]


def _scope(place: Unit | UseCase) -> Scope:
    return Scope(place.unit.path, place.pk) if isinstance(place, UseCase) else scope_of_unit(place)


@lru_cache(maxsize=KEPT_TEXTS)
def lines_of(edition: UUID, _digest: str) -> tuple[CoverageLine, ...]:
    """Return the provisions of an edition; they never change, so they are kept."""
    rows = list(Provision.objects.filter(edition_id=edition).order_by("order"))
    above = {row.pk: row.parent_id for row in rows}
    codes = {row.pk: row.code for row in rows}
    return tuple(
        CoverageLine(
            row.code,
            row.title,
            row.slug,
            row.depth,
            codes[_top(row.pk, above)],
            row.is_heading,
            asks(row.kind, row.addressees),
        )
        for row in rows
        if row.exists_here
    )


def _top(key: UUID, above: Mapping[UUID, UUID | None]) -> UUID:
    while (parent := above[key]) is not None:
        key = parent
    return key


def place_named(ref: str, actor: Actor, needs: str = "view") -> Unit | UseCase:
    """Return the unit or use case of a reference, else the topmost unit; both within reach.

    Raises Http404 where nothing is, Refused where `needs` may not be done there.
    """
    place: Unit | UseCase | None
    if not ref:
        place = _topmost(actor, needs) or _topmost(actor)
    elif ref.startswith(UseCase.ref_prefix):
        found = UseCase.objects.visible_to(actor).select_related("unit")
        place = found.filter(ref=ref).first()
    else:
        place = Unit.objects.visible_to(actor).filter(ref=ref).first()
    if place is None:
        raise Http404
    if needs != "view":
        permissions.require(actor, needs, place)
    return place


def _topmost(actor: Actor, needs: str = "view") -> Unit | None:
    units: list[Unit] = list(Unit.objects.visible_to(actor, needs).current())
    return min(units, key=lambda unit: (unit.path.count("/"), unit.path), default=None)

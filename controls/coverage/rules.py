"""How far a provision is covered at a place: pure derivation from plain facts.

Layers are nested: what a person verified needs evidence that is current, and that needs something
recorded. Whatever comes over a mapping, from the paragraph above or from an earlier edition is
derived, and never counts as a claim on the provision itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal
from uuid import UUID

from controls.crosswalk.engine.relations import EQUAL, INTERSECTS, OPEN, SUBSET, SUPERSET

StepKind = Literal[
    "provision",
    "mapping",
    "above",
    "edition",
    "claim",
    "control",
    "implementation",
    "evidence",
    "sign_off",
]
# From which of these a control does all that is asked.
WHOLE = frozenset({EQUAL, SUPERSET})
# How much each relation of a control to a provision gives, the most first.
EXTENTS: Mapping[str, int] = {EQUAL: 3, SUPERSET: 3, SUBSET: 2, INTERSECTS: 1, OPEN: 0}


class Layer(IntEnum):
    """How far something is proved."""

    NONE = 0
    RECORDED = 1
    CURRENT = 2
    VERIFIED = 3


@dataclass(frozen=True, slots=True)
class CoverageStep:
    """One step on the way from a provision to a signature."""

    kind: StepKind
    ref: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """How one claim reaches one provision; `steps` lead from the provision to the control."""

    claim: UUID
    control: UUID
    control_ref: str
    relation: str
    steps: tuple[CoverageStep, ...]
    is_derived: bool = False
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class Implemented:
    """An implementation as coverage sees it; `place` is the path of a unit or a use case's key."""

    id: UUID
    ref: str
    control: UUID
    place: str
    is_in_place: bool
    is_inherited: bool = False
    sign_off: str = ""


@dataclass(frozen=True, slots=True)
class CurrentEvidence:
    """Evidence on the day: until when it is current (None: stale), and the sign-off that holds."""

    ref: str
    place: str
    until: date | None
    sign_off: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """One way on which a provision is covered at a place, with the layer that it reaches.

    `own` is what it reaches by what is attached at the use case itself, without what it inherits.
    """

    layer: Layer
    relation: str
    strength: int | None
    is_derived: bool
    control: str
    evidence_until: date | None
    steps: tuple[CoverageStep, ...]
    own: Layer = Layer.NONE

    @property
    def is_whole(self) -> bool:
        """Say whether the control does all that the provision asks."""
        return self.relation in WHOLE

    @property
    def refs(self) -> tuple[str, ...]:
        """Return the references of the records on the way."""
        named = ("provision", "above", "edition", "claim")
        return tuple(step.ref for step in self.steps if step.kind not in named)

    def as_json(self) -> list[dict[str, str]]:
        """Return the steps as plain JSON."""
        return [
            {"step": step.kind, "ref": step.ref} | ({"note": step.note} if step.note else {})
            for step in self.steps
        ]


@dataclass(frozen=True, slots=True)
class Cover:
    """How far one provision is covered at one place; paths stand best first."""

    paths: tuple[Path, ...] = ()

    @property
    def direct(self) -> Layer:
        """Return the highest layer by a claim on the provision itself."""
        return _highest(path for path in self.paths if not path.is_derived)

    @property
    def fully(self) -> Layer:
        """Return the highest layer by a claim on the provision itself that does all it asks."""
        return _highest(self.whole)

    @property
    def whole(self) -> tuple[Path, ...]:
        """Return the ways of claims on the provision itself that do all it asks."""
        return tuple(path for path in self.paths if not path.is_derived and path.is_whole)

    @property
    def derived(self) -> Layer:
        """Return the highest layer that is only derived."""
        return _highest(path for path in self.paths if path.is_derived)

    @property
    def layer(self) -> Layer:
        """Return the layer that counts."""
        return self.direct


NOTHING = Cover()


def _highest(paths: Iterable[Path]) -> Layer:
    return max((path.layer for path in paths), default=Layer.NONE)


def chain(nearest_first: Sequence[Implemented]) -> tuple[Implemented, ...]:
    """Return the implementations of one control that work together at a place.

    The nearest decides. One that inherits takes the next one above along, up to one that stands by
    itself; with nothing above, it inherits from nothing, and the chain is empty.
    """
    taken = []
    for one in nearest_first:
        taken.append(one)
        if not one.is_inherited:
            return tuple(taken)
    return ()


def path(
    route: Route,
    linked: Sequence[Implemented],
    evidence: Sequence[CurrentEvidence],
    own: Sequence[CurrentEvidence] = (),
) -> Path:
    """Follow one route to its end at a place.

    `linked` is a chain of implementations, `evidence` what is attached to them or to the claim and
    reaches the place, `own` what of it is attached at the use case itself. Verified is what a
    signature holds for: on an implementation of the chain, or on evidence that is current.
    """
    current = sorted(
        (shown for shown in evidence if shown.until is not None), key=_lasting, reverse=True
    )
    signed = [one for one in linked if one.sign_off]
    proofs = [shown for shown in current if shown.sign_off]
    layer = _layer(linked, has_current=bool(current), is_signed=bool(signed or proofs))
    best = proofs[0] if proofs and not signed else next(iter(current), None)
    shown_first = best or next(iter(evidence), None)
    steps = [*route.steps, *(CoverageStep("implementation", one.ref) for one in linked)]
    if shown_first is not None and linked:
        steps.append(_evidence_step(shown_first))
    if layer == Layer.VERIFIED:
        sign_off = signed[0].sign_off if signed or best is None else best.sign_off
        steps.append(CoverageStep("sign_off", sign_off))
    return Path(
        layer=layer,
        relation=route.relation,
        strength=route.strength,
        is_derived=route.is_derived,
        control=route.control_ref,
        evidence_until=current[0].until if current and layer else None,
        steps=tuple(steps),
        own=_own_layer(linked, own),
    )


def _layer(linked: Sequence[Implemented], *, has_current: bool, is_signed: bool) -> Layer:
    if not linked or not all(one.is_in_place for one in linked):
        return Layer.NONE
    if not has_current:
        return Layer.RECORDED
    return Layer.VERIFIED if is_signed else Layer.CURRENT


def _own_layer(linked: Sequence[Implemented], own: Sequence[CurrentEvidence]) -> Layer:
    current = [shown for shown in own if shown.until is not None]
    is_signed = any(shown.sign_off for shown in current) or bool(linked and linked[0].sign_off)
    return _layer(linked, has_current=bool(current), is_signed=is_signed)


def _lasting(shown: CurrentEvidence) -> tuple[date, str]:
    return (shown.until or date.min, shown.ref)


def _evidence_step(shown: CurrentEvidence) -> CoverageStep:
    if shown.until is None:
        return CoverageStep("evidence", shown.ref, "stale")
    return CoverageStep(
        "evidence", shown.ref, "" if shown.until == date.max else shown.until.isoformat()
    )


def cover(paths: Iterable[Path]) -> Cover:
    """Gather the ways to a provision, the best first."""
    return Cover(tuple(sorted(paths, key=_merit)))


def _merit(one: Path) -> tuple[bool, int, int, int, str]:
    strength = one.strength if one.strength is not None else 10
    return (one.is_derived, -one.layer, -EXTENTS[one.relation], -strength, one.control)

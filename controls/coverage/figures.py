"""Counting coverage: three layers side by side, what is derived apart from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from controls.coverage.rules import Cover, Layer

# Kinds of provisions that ask nothing of anybody by themselves; all others count.
ASKS_NOTHING = frozenset(
    {
        "heading",
        "category",
        "classification",
        "condition",
        "criterion",
        "definition",
        "exception",
        "function",
        "list-item",
        "objective",
        "penalty",
        "permission",
        "power",
        "presumption",
        "right",
        "role-change",
        "scope",
        "transition",
    }
)
# Addressees whose duties no organisation can meet for them.
OTHERS = frozenset(
    {"affected_person", "commission_ai_office", "member_state_authority", "notified_body"}
)


def asks(kind: str, addressees: Sequence[str]) -> bool:
    """Say whether a provision asks something of an organisation, so that it counts."""
    if kind in ASKS_NOTHING:
        return False
    return not addressees or not set(addressees) <= OTHERS


@dataclass(frozen=True, slots=True)
class LayerCount:
    """How many provisions reach a layer, and how many more do by derivation alone."""

    direct: int = 0
    derived: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The three layers over some provisions; there is no single figure for all of them."""

    whole: int
    recorded: LayerCount
    current: LayerCount
    verified: LayerCount

    def of(self, layer: Layer) -> LayerCount:
        found = {
            Layer.RECORDED: self.recorded,
            Layer.CURRENT: self.current,
            Layer.VERIFIED: self.verified,
        }
        return found[layer]


def figures(covers: Iterable[Cover]) -> Figures:
    """Count how far some provisions are covered."""
    every = list(covers)
    counted = [_counted(every, layer) for layer in Layer if layer is not Layer.NONE]
    return Figures(len(every), *counted)


def _counted(covers: Sequence[Cover], layer: Layer) -> LayerCount:
    direct = sum(cover.direct >= layer for cover in covers)
    derived = sum(cover.direct < layer <= cover.derived for cover in covers)
    return LayerCount(direct, derived)


# What a page or a file is narrowed to: what reaches a layer, what does not, what is derived only.
SHOWN = (
    "recorded",
    "current",
    "verified",
    "open-recorded",
    "open-current",
    "open-verified",
    "derived",
)
_LAYERS = {
    "recorded": Layer.RECORDED,
    "current": Layer.CURRENT,
    "verified": Layer.VERIFIED,
}


def is_shown(cover: Cover, show: str) -> bool:
    """Say whether a provision stands in the list behind a figure; an empty `show` lists all."""
    if not show:
        return True
    if show == "derived":
        return cover.direct == Layer.NONE < cover.derived
    is_open, layer = show.startswith("open-"), _LAYERS[show.removeprefix("open-")]
    return (cover.direct < layer) if is_open else (cover.direct >= layer)

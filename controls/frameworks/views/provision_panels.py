"""What stands on the page of a provision beside its text; other rooms and floors add to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from controls.models import Edition, Provision
from records.actors import Actor
from records.shapes import PanelShown


@dataclass(frozen=True)
class ProvisionRead:
    """A provision as it is read: in which edition, below what, on which day, by whom.

    `editions` are all editions of its framework, newest first; `above` has the topmost first.
    """

    provision: Provision
    edition: Edition
    editions: Sequence[Edition]
    above: Sequence[Provision]
    day: date
    actor: Actor


Maker = Callable[[ProvisionRead], PanelShown | None]
_MAKERS: list[tuple[int, Maker]] = []


def register(maker: Maker, *, order: int) -> None:
    """Let a function add a panel; it uses a fixed number of queries, and None leaves it out."""
    if all(known is not maker for _order, known in _MAKERS):
        _MAKERS.append((order, maker))
        _MAKERS.sort(key=lambda item: item[0])


def panels(read: ProvisionRead) -> list[PanelShown]:
    """Return the panels that have something to show, in their order."""
    made = [maker(read) for _order, maker in _MAKERS]
    return [panel for panel in made if panel is not None]

"""A matrix of two editions: their provisions in groups, and what lies between two groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from controls.engine.relations import RELATIONS

# A group with more than this share of an edition is opened into what stands below it.
LARGEST_SHARE = 6


@dataclass(frozen=True)
class Item:
    """One provision of an edition, in reading order."""

    code: str
    title: str
    parent: str | None


@dataclass(frozen=True)
class Group:
    """A clause or article with all that stands below it."""

    code: str
    title: str
    members: frozenset[str]


@dataclass
class Cell:
    """The pairs between two groups, by their number, the strongest and the closest relation."""

    count: int = 0
    strongest: int = 0
    disputed: int = 0
    relations: set[str] = field(default_factory=set)

    @property
    def closest(self) -> str:
        """Return the relation that says most."""
        return next((name for name in RELATIONS if name in self.relations), "")


@dataclass(frozen=True)
class Between:
    """One pair as the matrix counts it."""

    row: str
    column: str
    relation: str
    strength: int
    is_disputed: bool = False


def groups(items: Sequence[Item]) -> list[Group]:
    """Gather provisions under the topmost ones; a group that holds too much is opened."""
    below: dict[str | None, list[Item]] = {}
    for item in items:
        below.setdefault(item.parent, []).append(item)
    members: dict[str, frozenset[str]] = {}
    # Children may stand before their parent in the files, so each tree is walked from its top.
    for top in below.get(None, []):
        _gather(top, below, members)
    most = max(1, len(items) // LARGEST_SHARE)
    found: list[Group] = []
    waiting = list(below.get(None, []))
    while waiting:
        item = waiting.pop(0)
        children = below.get(item.code, [])
        group = Group(item.code, item.title, members[item.code])
        if len(group.members) > most and children:
            # The heading itself may be mapped: it stays as a group of its own.
            found.append(Group(item.code, item.title, frozenset({item.code})))
            waiting = [*children, *waiting]
        else:
            found.append(group)
    return found


def _gather(
    top: Item, below: Mapping[str | None, list[Item]], members: dict[str, frozenset[str]]
) -> None:
    waiting, order = [top], []
    while waiting:
        item = waiting.pop()
        order.append(item)
        waiting.extend(below.get(item.code, []))
    for item in reversed(order):
        own = [members[child.code] for child in below.get(item.code, [])]
        members[item.code] = frozenset({item.code}).union(*own)


def cells(
    rows: Sequence[Group], columns: Sequence[Group], pairs: Iterable[Between]
) -> dict[tuple[str, str], Cell]:
    """Count the pairs between groups; groups without any have no cell."""
    row_of = {code: group.code for group in rows for code in group.members}
    column_of = {code: group.code for group in columns for code in group.members}
    found: dict[tuple[str, str], Cell] = {}
    for pair in pairs:
        if pair.row not in row_of or pair.column not in column_of:
            continue
        cell = found.setdefault((row_of[pair.row], column_of[pair.column]), Cell())
        cell.count += 1
        cell.strongest = max(cell.strongest, pair.strength)
        cell.disputed += pair.is_disputed
        cell.relations.add(pair.relation)
    return found

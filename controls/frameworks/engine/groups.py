"""The provisions of an edition gathered under its clauses or articles; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# A group with more than this share of an edition is opened into what stands below it.
LARGEST_SHARE = 6


@dataclass(frozen=True)
class ProvisionItem:
    """One provision of an edition, in reading order."""

    code: str
    title: str
    parent: str | None


@dataclass(frozen=True)
class ProvisionGroup:
    """A clause or article with all that stands below it."""

    code: str
    title: str
    members: frozenset[str]


def groups(items: Sequence[ProvisionItem]) -> list[ProvisionGroup]:
    """Gather provisions under the topmost ones; a group that holds too much is opened."""
    below: dict[str | None, list[ProvisionItem]] = {}
    for item in items:
        below.setdefault(item.parent, []).append(item)
    members: dict[str, frozenset[str]] = {}
    # Children may stand before their parent in the files, so each tree is walked from its top.
    for top in below.get(None, []):
        _gather(top, below, members)
    most = max(1, len(items) // LARGEST_SHARE)
    found: list[ProvisionGroup] = []
    waiting = list(below.get(None, []))
    while waiting:
        item = waiting.pop(0)
        children = below.get(item.code, [])
        group = ProvisionGroup(item.code, item.title, members[item.code])
        if len(group.members) > most and children:
            # The heading itself may be mapped: it stays as a group of its own.
            found.append(ProvisionGroup(item.code, item.title, frozenset({item.code})))
            waiting = [*children, *waiting]
        else:
            found.append(group)
    return found


def _gather(
    top: ProvisionItem,
    below: Mapping[str | None, list[ProvisionItem]],
    members: dict[str, frozenset[str]],
) -> None:
    waiting, order = [top], []
    while waiting:
        item = waiting.pop()
        order.append(item)
        waiting.extend(below.get(item.code, []))
    for item in reversed(order):
        own = [members[child.code] for child in below.get(item.code, [])]
        members[item.code] = frozenset({item.code}).union(*own)

"""A matrix of two editions: what lies between two groups of their provisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from controls.crosswalk.engine.relations import RELATIONS
from controls.frameworks.engine.groups import ProvisionGroup


@dataclass
class MatrixCell:
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
class MatrixPair:
    """One pair as the matrix counts it."""

    row: str
    column: str
    relation: str
    strength: int
    is_disputed: bool = False


def cells(
    rows: Sequence[ProvisionGroup], columns: Sequence[ProvisionGroup], pairs: Iterable[MatrixPair]
) -> dict[tuple[str, str], MatrixCell]:
    """Count the pairs between groups; groups without any have no cell."""
    row_of = {code: group.code for group in rows for code in group.members}
    column_of = {code: group.code for group in columns for code in group.members}
    found: dict[tuple[str, str], MatrixCell] = {}
    for pair in pairs:
        if pair.row not in row_of or pair.column not in column_of:
            continue
        cell = found.setdefault((row_of[pair.row], column_of[pair.column]), MatrixCell())
        cell.count += 1
        cell.strongest = max(cell.strongest, pair.strength)
        cell.disputed += pair.is_disputed
        cell.relations.add(pair.relation)
    return found

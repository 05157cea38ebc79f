"""The set relations of NIST IR 8477: how they read backwards, and what follows from two of them."""

from collections.abc import Mapping, Sequence

EQUAL, SUBSET, SUPERSET, INTERSECTS = "equal", "subset", "superset", "intersects"
RELATIONS = (EQUAL, SUBSET, SUPERSET, INTERSECTS)
# Two steps from which no relation follows: the ends may overlap, or have nothing in common.
OPEN = "open"

_INVERSE: Mapping[str, str] = {
    EQUAL: EQUAL,
    SUBSET: SUPERSET,
    SUPERSET: SUBSET,
    INTERSECTS: INTERSECTS,
    OPEN: OPEN,
}

# What lies inside something takes part in all that contains it; what overlaps with a part of
# something overlaps with the whole. Every other pair of steps leaves the ends open.
_FOLLOWS: Mapping[tuple[str, str], str] = {
    (SUBSET, SUBSET): SUBSET,
    (SUPERSET, SUPERSET): SUPERSET,
    (SUPERSET, SUBSET): INTERSECTS,
    (SUPERSET, INTERSECTS): INTERSECTS,
    (INTERSECTS, SUBSET): INTERSECTS,
}


def inverse(relation: str) -> str:
    """Return the relation as it reads from target to source."""
    return _INVERSE[relation]


def compose(first: str, second: str) -> str:
    """Return what holds from the start of the first step to the end of the second, or OPEN."""
    if first == EQUAL:
        return second
    if second == EQUAL:
        return first
    return _FOLLOWS.get((first, second), OPEN)


def along(relations: Sequence[str]) -> str:
    """Return what holds from the start of a path to its end; an empty path leads to itself."""
    found = EQUAL
    for relation in relations:
        found = compose(found, relation)
    return found

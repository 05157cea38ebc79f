"""Set relations: every conclusion holds for real sets, and nothing that always holds is missed."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controls.crosswalk.engine.relations import (
    EQUAL,
    INTERSECTS,
    OPEN,
    RELATIONS,
    SUBSET,
    SUPERSET,
    along,
    compose,
    inverse,
)

THINGS = st.frozensets(st.integers(0, 4), min_size=1)

# Each relation as a statement about sets; it may hold beside a closer one.
HOLDS = {
    EQUAL: lambda a, b: a == b,
    SUBSET: lambda a, b: a <= b,
    SUPERSET: lambda a, b: a >= b,
    INTERSECTS: lambda a, b: bool(a & b),
    OPEN: lambda _a, _b: True,
}
SETS = [frozenset(i for i in range(4) if bits >> i & 1) for bits in range(1, 16)]


@pytest.mark.parametrize(("first", "second"), list(product(RELATIONS, RELATIONS)))
def test_what_follows_holds_for_all_sets_and_nothing_closer_does(first, second):
    chains = [
        (a, c)
        for a, b in product(SETS, SETS)
        if HOLDS[first](a, b)
        for c in SETS
        if HOLDS[second](b, c)
    ]

    always = [name for name in RELATIONS if all(HOLDS[name](a, c) for a, c in chains)]

    assert compose(first, second) == (always[0] if always else OPEN)


@given(THINGS, THINGS)
def test_read_backwards_a_relation_says_the_same(a, b):
    for name in RELATIONS:
        assert HOLDS[name](a, b) == HOLDS[inverse(name)](b, a)


@given(st.lists(st.sampled_from([*RELATIONS, OPEN]), max_size=5))
def test_a_path_read_backwards_ends_in_the_inverse(relations):
    backwards = [inverse(name) for name in reversed(relations)]

    assert along(backwards) == inverse(along(relations))


@given(st.lists(THINGS, min_size=1, max_size=5))
def test_a_path_of_true_steps_never_ends_in_a_false_relation(sets):
    steps = []
    for a, b in pairwise(sets):
        steps.append(next((name for name in RELATIONS if HOLDS[name](a, b)), OPEN))

    assert HOLDS[along(steps)](sets[0], sets[-1])

"""What a provision reaches over mappings: directions, inheritance, the weakest hop."""

from hypothesis import given
from hypothesis import strategies as st

from controls.crosswalk.engine.crosswalk import Crosswalk, Pair, ProvisionNode
from controls.crosswalk.engine.relations import (
    INTERSECTS,
    OPEN,
    RELATIONS,
    SUBSET,
    SUPERSET,
    inverse,
)

ISO, ACT, NIST = (lambda code, f=f: ProvisionNode(f, code) for f in ("iso", "act", "nist"))


def pair(source, target, relation=INTERSECTS, strength=5, **more):
    return Pair(f"{source.code}>{target.code}", source, target, relation, strength, **more)


def told(reaches):
    return [(r.end.code, r.basis, r.relation, r.strength) for r in reaches]


def test_a_mapping_is_read_from_both_ends():
    walk = Crosswalk([pair(ISO("A.6"), ACT("Art. 9"), SUPERSET, 7)])

    assert told(walk.reached(ISO("A.6"))) == [("Art. 9", "own", SUPERSET, 7)]
    assert told(walk.reached(ACT("Art. 9"))) == [("A.6", "own", SUBSET, 7)]
    assert walk.reached(ACT("Art. 9"))[0].hops[0].is_backwards


def test_a_point_without_mapping_inherits_its_paragraphs():
    parents = {ACT("9(2)(a)"): ACT("9(2)"), ACT("9(2)"): ACT("9")}
    walk = Crosswalk([pair(ISO("6.1"), ACT("9(2)"), SUPERSET, 6)], parents)

    reached = walk.reached(ACT("9(2)(a)"))

    assert told(reached) == [("6.1", "inherited", SUBSET, 6)]
    assert reached[0].hops[0].through == ACT("9(2)")


def test_what_is_inherited_from_an_overlap_is_left_open():
    walk = Crosswalk([pair(ISO("6.1"), ACT("9(2)"))], {ACT("9(2)(a)"): ACT("9(2)")})

    assert told(walk.reached(ACT("9(2)(a)"))) == [("6.1", "inherited", OPEN, 5)]


def test_a_point_with_a_mapping_of_its_own_inherits_none_towards_that_framework():
    pairs = [
        pair(ISO("6.1"), ACT("9(2)")),
        pair(ISO("6.2"), ACT("9(2)(a)"), strength=3),
        pair(NIST("MAP 1"), ACT("9(2)"), strength=4),
    ]
    walk = Crosswalk(pairs, {ACT("9(2)(a)"): ACT("9(2)")})

    own = [reach for reach in walk.reached(ACT("9(2)(a)")) if reach.basis != "derived"]

    assert told(own) == [("6.2", "own", INTERSECTS, 3), ("MAP 1", "inherited", OPEN, 4)]


def test_a_paragraph_gets_nothing_from_its_points():
    walk = Crosswalk([pair(ISO("6.1"), ACT("9(2)(a)"))], {ACT("9(2)(a)"): ACT("9(2)")})

    assert walk.reached(ACT("9(2)")) == []


def test_derived_is_as_strong_as_its_weakest_hop():
    walk = Crosswalk(
        [pair(ISO("A.6"), NIST("MAP 1"), SUBSET, 8), pair(ACT("9"), NIST("MAP 1"), SUPERSET, 4)]
    )

    reached = walk.reached(ISO("A.6"))

    assert told(reached) == [("MAP 1", "own", SUBSET, 8), ("9", "derived", SUBSET, 4)]
    assert reached[1].weakest.pair.ref == "9>MAP 1"
    assert [hop.end.code for hop in reached[1].hops] == ["MAP 1", "9"]


def test_of_several_ways_the_strongest_counts():
    pairs = [
        pair(ISO("A.6"), NIST("MAP 1"), strength=8),
        pair(NIST("MAP 1"), ACT("9"), strength=2),
        pair(ISO("A.6"), NIST("MAP 2"), strength=5),
        pair(NIST("MAP 2"), ACT("9"), strength=6),
    ]

    derived = [r for r in Crosswalk(pairs).reached(ISO("A.6")) if r.basis == "derived"]

    assert told(derived) == [("9", "derived", OPEN, 5)]
    assert derived[0].hops[0].end == NIST("MAP 2")


def test_a_disputed_mapping_is_shown_but_carries_nothing_on():
    pairs = [
        pair(ISO("A.6"), NIST("MAP 1"), is_disputed=True),
        pair(NIST("MAP 1"), ACT("9"), strength=6),
        pair(ISO("A.7"), NIST("MAP 2"), strength=6),
        pair(NIST("MAP 2"), ACT("10"), is_disputed=True),
    ]
    walk = Crosswalk(pairs)

    assert told(walk.reached(ISO("A.6"))) == [("MAP 1", "own", INTERSECTS, 5)]
    assert told(walk.reached(ISO("A.7"))) == [("MAP 2", "own", INTERSECTS, 6)]


def test_what_is_mapped_directly_is_not_derived_too():
    pairs = [
        pair(ISO("A.6"), ACT("9"), strength=2),
        pair(ISO("A.6"), NIST("MAP 1"), strength=8),
        pair(NIST("MAP 1"), ACT("9"), strength=8),
    ]

    to_act = [r for r in Crosswalk(pairs).reached(ISO("A.6")) if r.end.framework == "act"]

    assert told(to_act) == [("9", "own", INTERSECTS, 2)]


NODES = [make(code) for make in (ISO, ACT, NIST) for code in ("a", "b", "c")]


@st.composite
def crosswalks(draw):
    """Random mappings between random provisions of three frameworks, each pair at most once."""
    ends = [(s, t) for s in NODES for t in NODES if s.framework < t.framework]
    chosen = draw(st.lists(st.sampled_from(ends), unique=True, max_size=12))
    return [
        pair(
            source,
            target,
            draw(st.sampled_from(RELATIONS)),
            draw(st.integers(1, 10)),
            is_disputed=draw(st.booleans()),
        )
        for source, target in chosen
    ]


@given(crosswalks(), st.sampled_from(NODES))
def test_no_way_is_stronger_than_any_of_its_hops(pairs, node):
    for reach in Crosswalk(pairs).reached(node):
        assert reach.strength == min(hop.pair.strength for hop in reach.hops)
        assert reach.basis == ("own" if len(reach.hops) == 1 else "derived")
        assert reach.end.framework != node.framework


@given(crosswalks(), st.sampled_from(NODES))
def test_every_way_leads_back_with_the_same_strength(pairs, node):
    walk = Crosswalk(pairs)

    for reach in walk.reached(node):
        back = {other.end: other for other in walk.reached(reach.end)}[node]
        assert (back.strength, back.basis) == (reach.strength, reach.basis)
        if reach.basis == "own":
            assert back.relation == inverse(reach.relation)


@given(crosswalks(), st.sampled_from(NODES))
def test_the_order_of_the_mappings_does_not_matter(pairs, node):
    assert Crosswalk(pairs).reached(node) == Crosswalk(pairs[::-1]).reached(node)


@given(crosswalks(), st.sampled_from(NODES))
def test_a_way_is_the_best_there_is(pairs, node):
    walk = Crosswalk(pairs)
    reached = {reach.end: reach for reach in walk.reached(node)}

    for first in walk.hops(node):
        for second in walk.hops(first.end):
            is_open = not (first.pair.is_disputed or second.pair.is_disputed)
            if is_open and second.end.framework != node.framework:
                found = reached[second.end]
                least = min(first.strength, second.strength)
                assert found.basis == "own" or found.strength >= least

"""Layers, chains and routes: tables, and properties over made-up facts."""

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from controls.coverage.places import Coverage, ImplementationPlaces, Scope
from controls.coverage.routes import RecordedClaim, Routes
from controls.coverage.rules import EXTENTS, CurrentEvidence, Implemented, Layer, chain, cover, path
from controls.crosswalk.engine.crosswalk import Crosswalk, Pair, ProvisionNode
from controls.crosswalk.engine.relations import (
    EQUAL,
    INTERSECTS,
    RELATIONS,
    SUBSET,
    SUPERSET,
    inverse,
)

CONTROL, CLAIM = uuid4(), uuid4()
LAW, STD = ProvisionNode("law", "Art. 1"), ProvisionNode("std", "A.1")
UNTIL = date(2026, 6, 30)


def claimed(node=LAW, relation=EQUAL, **more):
    given_ = {"id": CLAIM, "control": CONTROL, "control_ref": "CT-0001"} | more
    return RecordedClaim(node=node, relation=relation, **given_)


def implemented(place="/a/", *, ref="IP-0001", **more):
    given_ = {"is_in_place": True, **more}
    return Implemented(id=uuid4(), ref=ref, control=CONTROL, place=place, **given_)


def route(claim=None, pairs=(), parents=None, to=LAW):
    return Routes([claim or claimed()], Crosswalk(pairs, parents or {}), parents or {}).to(to)


def shown(until=UNTIL, **more):
    return CurrentEvidence("EV-0001", "/a/", until, **more)


def test_a_control_that_is_in_place_is_recorded():
    (way,) = route()

    assert path(way, [implemented()], []).layer is Layer.RECORDED


def test_a_control_that_is_only_planned_gives_nothing():
    (way,) = route()

    assert path(way, [implemented(is_in_place=False)], [shown(sign_off="SO-0001")]).layer == 0


def test_stale_evidence_does_not_lift_it_but_is_named():
    (way,) = route()

    found = path(way, [implemented()], [shown(None)])

    assert (found.layer, found.evidence_until) == (Layer.RECORDED, None)
    assert found.as_json()[-1] == {"step": "evidence", "ref": "EV-0001", "note": "stale"}


def test_a_signature_without_current_evidence_verifies_nothing():
    (way,) = route()

    found = path(way, [implemented(sign_off="SO-0001")], [shown(None)])

    assert found.layer is Layer.RECORDED


def test_the_whole_path_is_told_from_provision_to_signature():
    (way,) = route()

    found = path(way, [implemented(sign_off="SO-0001")], [shown()])

    assert found.layer is Layer.VERIFIED
    assert [(step.kind, step.ref) for step in found.steps] == [
        ("provision", "Art. 1"),
        ("claim", str(CLAIM)),
        ("control", "CT-0001"),
        ("implementation", "IP-0001"),
        ("evidence", "EV-0001"),
        ("sign_off", "SO-0001"),
    ]


def test_signed_evidence_verifies_as_a_signed_implementation_does():
    (way,) = route()

    found = path(
        way, [implemented()], [shown(), CurrentEvidence("EV-0002", "/a/", UNTIL, "SO-0002")]
    )

    assert found.layer is Layer.VERIFIED
    assert [step.ref for step in found.steps[-2:]] == ["EV-0002", "SO-0002"]


def test_a_mapping_read_backwards_carries_a_claim_as_derived():
    (way,) = route(claimed(STD), [Pair("CW-0001", LAW, STD, SUBSET, 6)])

    assert (way.relation, way.is_derived, way.strength) == (SUPERSET, True, 6)
    assert [(step.kind, step.ref) for step in way.steps] == [
        ("provision", "Art. 1"),
        ("mapping", "CW-0001"),
        ("provision", "std A.1"),
        ("claim", str(CLAIM)),
        ("control", "CT-0001"),
    ]


def test_a_disputed_mapping_carries_nothing():
    disputed = Pair("CW-0001", LAW, STD, EQUAL, 10, is_disputed=True)

    assert route(claimed(STD), [disputed]) == []


def test_steps_from_which_nothing_follows_carry_nothing():
    overlap = Pair("CW-0001", LAW, STD, INTERSECTS, 10)

    assert route(claimed(STD, SUBSET), [overlap]) == []


def test_a_claim_on_all_of_a_paragraph_holds_for_its_points_as_derived():
    point = ProvisionNode("law", "Art. 1(a)")

    (way,) = route(parents={point: LAW}, to=point)

    assert (way.relation, way.is_derived) == (SUPERSET, True)
    assert route(claimed(relation=SUBSET), parents={point: LAW}, to=point) == []


def test_a_claim_of_an_earlier_edition_is_derived():
    (way,) = route(claimed(edition="2024"))

    assert (way.is_derived, way.relation) == (True, EQUAL)
    assert ("edition", "2024") in [(step.kind, step.ref) for step in way.steps]


def test_a_direct_claim_goes_before_the_same_claim_on_a_longer_way():
    pairs = [Pair("CW-0001", LAW, STD, EQUAL, 10)]
    claims = [claimed(), claimed(STD, id=uuid4())]

    ways = Routes(claims, Crosswalk(pairs), {}).to(LAW)

    assert [way.is_derived for way in ways] == [False, True]


def test_the_nearest_implementation_decides():
    here, above = implemented("/a/b/", is_in_place=False), implemented("/a/")

    assert chain([here, above]) == (here,)


def test_what_is_inherited_takes_the_one_above_along():
    here, above = implemented("/a/b/", is_inherited=True), implemented("/a/")

    assert chain([here, above]) == (here, above)
    assert chain([here]) == ()


def coverage(*implementations, shown_=None, of_use_cases=None):
    routes = Routes([claimed()], Crosswalk(()), {})
    places = ImplementationPlaces(implementations, of_use_cases or {}, shown_ or {})
    return Coverage("law", routes, places)


def test_a_unit_above_covers_those_below_and_no_others():
    found = coverage(implemented("/a/b/"))

    layers = [
        found.cover(Scope(at), "Art. 1").direct for at in ("/a/b/c/", "/a/b/", "/a/", "/a/d/")
    ]

    assert layers == [1, 1, 0, 0]


def test_a_use_case_with_its_own_stands_apart_from_its_unit():
    own, other = uuid4(), uuid4()
    mine = implemented(str(own), ref="IP-0002", is_in_place=False)
    found = coverage(implemented("/a/"), of_use_cases={own: {CONTROL: mine}})

    assert found.cover(Scope("/a/", other), "Art. 1").direct is Layer.RECORDED
    assert found.cover(Scope("/a/", own), "Art. 1").direct is Layer.NONE


def test_evidence_on_a_claim_counts_where_it_reaches():
    found = coverage(
        implemented("/a/"), shown_={CLAIM: [CurrentEvidence("EV-0001", "/a/b/", UNTIL)]}
    )

    assert found.cover(Scope("/a/b/c/"), "Art. 1").direct is Layer.CURRENT
    assert found.cover(Scope("/a/d/"), "Art. 1").direct is Layer.RECORDED


PLACES = st.sampled_from(["/a/", "/a/b/", "/a/b/c/"])
RELATION = st.sampled_from(RELATIONS)
SIGNED = st.sampled_from(["", "SO-0001"])
LINKED = st.lists(
    st.builds(
        implemented, PLACES, is_in_place=st.booleans(), is_inherited=st.booleans(), sign_off=SIGNED
    ),
    max_size=3,
)
EVIDENCE = st.lists(
    st.builds(
        CurrentEvidence,
        st.sampled_from(["EV-1", "EV-2"]),
        PLACES,
        st.sampled_from([None, UNTIL, date.max]),
        SIGNED,
    ),
    max_size=3,
)


@given(LINKED, EVIDENCE)
def test_layers_are_nested(linked, evidence):
    (way,) = route()

    found = path(way, chain(linked), evidence)

    has_current = any(one.until for one in evidence)
    is_signed = any(one.sign_off for one in chain(linked)) or any(
        one.sign_off for one in evidence if one.until
    )
    in_place = bool(chain(linked)) and all(one.is_in_place for one in chain(linked))
    assert (found.layer >= 1) == in_place
    assert (found.layer >= 2) == (in_place and has_current)
    assert (found.layer == 3) == (in_place and has_current and is_signed)


@given(LINKED, EVIDENCE, EVIDENCE)
def test_more_evidence_never_lowers(linked, evidence, more):
    (way,) = route()

    before, after = (path(way, chain(linked), each) for each in (evidence, [*evidence, *more]))

    assert after.layer >= before.layer


@given(RELATION, RELATION, st.integers(1, 10), RELATION, st.integers(1, 10))
def test_what_is_derived_is_never_stronger_than_its_weakest_step(
    claim, first, weak, second, strong
):
    third = ProvisionNode("third", "X")
    pairs = [Pair("CW-1", LAW, third, first, weak), Pair("CW-2", third, STD, second, strong)]

    for way in route(claimed(STD, claim), pairs):
        assert way.is_derived
        assert way.strength == min(weak, strong)
        steps = (claim, inverse(first), inverse(second))
        assert EXTENTS[way.relation] <= min(EXTENTS[step] for step in steps)


@given(st.lists(st.tuples(RELATION, st.booleans(), st.integers(0, 3)), max_size=6))
def test_derived_paths_never_raise_what_is_claimed(made):
    (way,) = route()
    base = path(way, [implemented()], [])
    paths = [
        type(base)(Layer(layer), relation, None, derived, f"CT-{n}", None, ())
        for n, (relation, derived, layer) in enumerate(made)
    ]

    found = cover(paths)

    assert found.direct == cover(p for p in paths if not p.is_derived).direct
    assert found.fully <= found.direct
    merits = [(each.is_derived, -each.layer) for each in found.paths]
    assert merits == sorted(merits)

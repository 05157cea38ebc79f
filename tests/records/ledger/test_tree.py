"""The Merkle tree against the recursive definitions of RFC 6962, section 2.1."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    TreeError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(str(number).encode()) for number in range(260)]
SIZES = st.integers(1, 260)


def defined_root(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = half(len(leaves))
    return node_hash(defined_root(leaves[:k]), defined_root(leaves[k:]))


def defined_path(index, leaves):
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    if index < k:
        return [*defined_path(index, leaves[:k]), defined_root(leaves[k:])]
    return [*defined_path(index - k, leaves[k:]), defined_root(leaves[:k])]


def defined_subproof(first, leaves, whole):
    if first == len(leaves):
        return [] if whole else [defined_root(leaves)]
    k = half(len(leaves))
    if first <= k:
        return [*defined_subproof(first, leaves[:k], whole), defined_root(leaves[k:])]
    return [*defined_subproof(first - k, leaves[k:], False), defined_root(leaves[:k])]


def half(size):
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def test_hashes_are_prefixed():
    assert leaf_hash(b"x") == hashlib.sha256(b"\x00x").digest()
    assert node_hash(b"l", b"r") == hashlib.sha256(b"\x01lr").digest()


def test_published_roots():
    # The eight leaves and roots that Certificate Transparency implementations share.
    bodies = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    leaves = [
        leaf_hash(bytes.fromhex(body)) for body in [*bodies, "606162636465666768696a6b6c6d6e6f"]
    ]

    assert root(leaves[:1]).hex().startswith("6e340b9cffb37a98")
    assert root(leaves[:2]).hex().startswith("fac54203e7cc696c")
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_every_small_tree_has_the_defined_root():
    frontier = Frontier()

    for size in range(len(LEAVES)):
        assert root(LEAVES[:size]) == frontier.root() == defined_root(LEAVES[:size])
        frontier.append(LEAVES[size])


@given(SIZES, st.data())
def test_inclusion_proof_is_the_defined_one_and_verifies(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(LEAVES, index, size)
    top = root(LEAVES[:size])

    assert proof == defined_path(index, LEAVES[:size])
    assert verify_inclusion(LEAVES[index], index, size=size, proof=proof, root=top)


@given(SIZES, st.data())
def test_consistency_proof_is_the_defined_one_and_verifies(second, data):
    first = data.draw(st.integers(1, second))
    proof = consistency_proof(LEAVES, first, second)
    roots = {"first_root": root(LEAVES[:first]), "second_root": root(LEAVES[:second])}

    assert proof == defined_subproof(first, LEAVES[:second], True)
    assert verify_consistency(first, second, proof=proof, **roots)


@given(SIZES, st.data())
def test_altered_inclusion_is_refused(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(LEAVES, index, size)
    right = {"size": size, "proof": proof, "root": root(LEAVES[:size])}
    other = leaf_hash(b"other")

    assert not verify_inclusion(other, index, **right)
    assert not verify_inclusion(LEAVES[index], size, **right)
    assert not verify_inclusion(LEAVES[index], -1, **right)
    assert not verify_inclusion(LEAVES[index], index, **{**right, "proof": [*proof, other]})
    assert not verify_inclusion(LEAVES[index], index, **{**right, "root": b"short"})
    for number in range(len(proof)):
        without = proof[:number] + proof[number + 1 :]
        swapped = [*proof[:number], other, *proof[number + 1 :]]
        assert not verify_inclusion(LEAVES[index], index, **{**right, "proof": without})
        assert not verify_inclusion(LEAVES[index], index, **{**right, "proof": swapped})


@given(st.integers(2, 260), st.data())
def test_altered_consistency_is_refused(second, data):
    first = data.draw(st.integers(1, second - 1))
    proof = consistency_proof(LEAVES, first, second)
    roots = {"first_root": root(LEAVES[:first]), "second_root": root(LEAVES[:second])}
    other = leaf_hash(b"other")

    assert not verify_consistency(first, second, proof=[], **roots)
    assert not verify_consistency(first, second, proof=[*proof, other], **roots)
    assert not verify_consistency(first, second, proof=proof, **{**roots, "first_root": other})
    assert not verify_consistency(first, second, proof=proof, **{**roots, "second_root": other})
    for number in range(len(proof)):
        swapped = [*proof[:number], other, *proof[number + 1 :]]
        assert not verify_consistency(first, second, proof=swapped, **roots)


def test_consistency_at_the_ends():
    some, other = root(LEAVES[:5]), root(LEAVES[:4])

    assert verify_consistency(0, 5, first_root=EMPTY_ROOT, second_root=some, proof=[])
    assert not verify_consistency(0, 5, first_root=other, second_root=some, proof=[])
    assert verify_consistency(5, 5, first_root=some, second_root=some, proof=[])
    assert not verify_consistency(5, 5, first_root=other, second_root=some, proof=[])
    assert not verify_consistency(5, 4, first_root=some, second_root=other, proof=[])


@given(st.integers(0, 260), st.integers(0, 260))
def test_frontier_grows_on_from_its_stored_hashes(one, two):
    first, last = sorted((one, two))
    stored = Frontier().extend(LEAVES[:first])
    loaded = Frontier(stored.size, list(stored.hashes)).extend(LEAVES[first:last])

    assert (loaded.size, loaded.root()) == (last, root(LEAVES[:last]))


@given(SIZES, st.data())
def test_tree_gives_the_roots_and_proofs_of_its_past(size, data):
    past = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, past - 1))
    tree = Tree(LEAVES[:size])

    assert tree.size == size
    assert tree.root(past) == root(LEAVES[:past])
    assert tree.inclusion_proof(index, past) == inclusion_proof(LEAVES, index, past)
    assert tree.consistency_proof(index, past) == consistency_proof(LEAVES, index, past)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Frontier(3, [LEAVES[0]]),
        lambda: Frontier(-1, []),
        lambda: Frontier(1, [b"short"]),
        lambda: Tree([b"short"]),
        lambda: Tree(LEAVES[:4]).root(5),
        lambda: Tree(LEAVES[:4]).inclusion_proof(4),
        lambda: Tree(LEAVES[:4]).inclusion_proof(-1),
        lambda: Tree([]).inclusion_proof(0),
        lambda: Tree(LEAVES[:4]).consistency_proof(5),
        lambda: Tree(LEAVES[:4]).consistency_proof(3, 2),
    ],
)
def test_what_does_not_fit_is_refused(wrong):
    with pytest.raises(TreeError):
        wrong()

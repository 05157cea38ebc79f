"""Consistency proofs from stored blocks, against the definitions of RFC 6962, section 2.1.2."""

import random
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from inventory.use_cases import actions as use_cases
from records.ids import new_id
from records.ledger import book, bundle, note, tree
from records.models import Anchor, Checkpoint, Entry, Pending, Place
from tests import snapshots
from tests.people import SYSTEM
from tests.records.ledger.test_tree import defined_path, defined_root, defined_subproof

SIZE = 150
BORDERS = (1, 2, 3, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 127, 128, 129, 144, 149, SIZE)


@pytest.fixture
def leaves(db, monkeypatch):
    """A tree of 150 leaves, placed in uneven batches, in blocks of 16."""
    monkeypatch.setattr(book, "TILE", 16)
    return snapshots.made_once(make_leaves)


def make_leaves():
    entries = [
        Entry(id=new_id(), occurred_at=datetime(2026, 1, 1, tzinfo=UTC), object_id=new_id(),
              body="{}", leaf=sha256(str(number).encode()).digest())
        for number in range(SIZE)
    ]  # fmt: skip
    for start in range(0, SIZE, 37):
        some = entries[start : start + 37]
        Entry.objects.bulk_create(some)
        Pending.objects.bulk_create([Pending(entry=each, leaf=each.leaf) for each in some])
        book.sequence()
    return [bytes(leaf) for leaf in Place.objects.order_by("pos").values_list("leaf", flat=True)]


@pytest.mark.parametrize("new", BORDERS)
def test_every_border_is_proved_as_defined(leaves, new):
    stored = bundle.StoredTree(SIZE)
    new_root = defined_root(leaves[:new])
    for old in (size for size in BORDERS if size <= new):
        proof = stored.consistency_proof(old, new)

        assert proof == ([] if old == new else defined_subproof(old, leaves[:new], True))
        assert tree.verify_consistency(
            old, new, first_root=defined_root(leaves[:old]), second_root=new_root, proof=proof
        )


def test_sizes_between_the_borders_are_proved_as_defined(leaves):
    draw = random.Random(6962)
    for _ in range(400):
        new = draw.randint(1, SIZE)
        old = draw.randint(1, new)
        proof = bundle.StoredTree(new).consistency_proof(old, new)

        assert proof == ([] if old == new else defined_subproof(old, leaves[:new], True))


@pytest.mark.parametrize("size", BORDERS)
def test_inclusion_is_proved_as_defined_at_every_border(leaves, size):
    stored = bundle.StoredTree(size)
    stored.load(range(size))

    for position in {0, size // 2, size - 1}:
        assert stored.inclusion_proof(position) == defined_path(position, leaves[:size])


def test_a_proof_reads_no_more_than_stored_roots_and_two_blocks(
    leaves, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        bundle.StoredTree(149).consistency_proof(37, 149)


@pytest.mark.parametrize(("old", "new"), [(5, 4), (-1, 4), (3, SIZE + 1)])
def test_no_proof_backwards_or_beyond(leaves, old, new):
    with pytest.raises(tree.TreeError):
        bundle.StoredTree(SIZE).consistency_proof(old, new)


@pytest.fixture
def grown(people):
    """A use case, with three checkpoints: the first two were anchored an hour and a minute ago."""
    case = use_cases.create(actor=SYSTEM, values={"name": "Case", "unit": people.home})
    sizes = []
    for age in (3600, 60, None):
        use_cases.change(case, actor=SYSTEM, values={"purpose": f"Sort {age}"})
        book.sequence()
        sizes.append(book.latest().size)
        if age:
            made_at = timezone.now() - timedelta(seconds=age)
            Anchor.objects.create(size=sizes[-1], channel="file", receipt="kept", made_at=made_at)
    return case, sizes


def proof_of(case, **options):
    return bundle.proof([case.pk], moment=timezone.now(), checkpoint=book.latest(), **options)


def test_a_pack_continues_the_newest_checkpoint_that_had_left_the_house(grown):
    case, (_first, second, third) = grown

    said = proof_of(case)["consistency"]

    assert said["from"] == second
    earlier = note.verify(said["checkpoint"], book.public_key())
    assert earlier.size == second
    assert tree.verify_consistency(
        second,
        third,
        first_root=earlier.root,
        second_root=bytes(book.latest().root),
        proof=[bytes.fromhex(node) for node in said["proof"]],
    )


def test_a_pack_continues_the_one_its_reader_may_hold(grown):
    case, (first, _second, _third) = grown

    assert proof_of(case, since=first)["consistency"]["from"] == first


def test_what_leaves_the_house_after_the_moment_changes_no_pack(grown):
    case, (first, _second, _third) = grown
    moment = timezone.now() - timedelta(minutes=30)

    said = bundle.proof([case.pk], moment=moment, checkpoint=book.latest())

    assert said["consistency"]["from"] == first


def test_the_first_pack_of_a_ledger_continues_nothing(people):
    case = use_cases.create(actor=SYSTEM, values={"name": "Case", "unit": people.home})
    book.sequence()

    assert Checkpoint.objects.count() == 1
    assert "consistency" not in proof_of(case)

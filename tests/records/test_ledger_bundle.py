"""Proofs that leave with a pack."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.errors import RuleError
from records.ledger import book, bundle, note, tree
from records.models import Checkpoint, Entry, Pending, Place, Tile
from tests.people import SYSTEM


@pytest.fixture
def ledger(people, monkeypatch):
    """Some sixty entries in a tree of small blocks, so that whole and open blocks occur."""
    monkeypatch.setattr(book, "TILE", 16)
    for number in range(40):
        use_cases.create(actor=SYSTEM, values={"name": f"Case {number}", "unit": people.home})
        if number % 7 == 0:
            book.sequence()
    book.sequence()


def test_every_stored_proof_leads_to_the_signed_root(ledger):
    checkpoint = book.latest()
    stored = bundle.StoredTree(checkpoint.size)
    leaves = [bytes(place.leaf) for place in Place.objects.order_by("pos")]
    stored.load(range(checkpoint.size))

    root = bytes(checkpoint.root)
    assert Tile.objects.count() == checkpoint.size // 16
    assert stored.root() == root == tree.root(leaves)
    for position, leaf in enumerate(leaves):
        proof = stored.inclusion_proof(position)
        assert proof == tree.inclusion_proof(leaves, position, checkpoint.size)
        assert tree.verify_inclusion(
            leaf, index=position, size=checkpoint.size, proof=proof, root=root
        )


def test_an_older_checkpoint_proves_what_it_covers(ledger):
    checkpoint = Checkpoint.objects.order_by("size")[1]
    places = list(Place.objects.filter(pos__lt=checkpoint.size).order_by("pos"))
    stored = bundle.StoredTree(checkpoint.size)
    stored.load([5])

    proof = stored.inclusion_proof(5)

    leaf = bytes(places[5].leaf)
    assert tree.verify_inclusion(
        leaf, index=5, size=checkpoint.size, proof=proof, root=bytes(checkpoint.root)
    )


def test_a_proof_file_holds_the_entries_of_its_objects_up_to_the_moment(people):
    ada = Actor.of(people.ada)
    case = use_cases.create(actor=ada, values={"name": "Case", "unit": people.home})
    other = use_cases.create(actor=ada, values={"name": "Other", "unit": people.home})
    book.sequence()
    moment = timezone.now()
    checkpoint = bundle.settle(moment)
    use_cases.change(case, actor=ada, values={"name": "Later"})
    book.sequence()

    proof = bundle.proof([case.pk], moment=moment, checkpoint=checkpoint)

    bodies = [json.loads(entry["body"]) for entry in proof["entries"]]
    assert [body["object"]["ref"] for body in bodies] == [case.ref]
    assert other.ref not in json.dumps(proof)
    assert note.verify(proof["checkpoint"], book.public_key()).size == checkpoint.size
    assert bundle.settle(moment).size == checkpoint.size


def test_a_moment_is_not_settled_while_entries_wait(people, monkeypatch):
    monkeypatch.setattr(bundle, "PATIENCE", timedelta(0))
    assert Pending.objects.exists()

    with pytest.raises(RuleError, match="The ledger is behind"):
        bundle.settle(timezone.now())

    assert Entry.objects.count() == Pending.objects.count()

"""An untouched history, anchors and blocks: both checks say the same of them."""

from hashlib import sha256

import pytest

from governance.people.actions import people as staff
from records.ledger import audit, book
from records.ledger.statements import AnchoredCheckpoint
from records.models import Checkpoint
from tests.people import SYSTEM
from tests.records.ledger.agreement.history import both, second
from tests.records.ledger.agreement.moves import value
from tests.records.ledger.agreement.test_tree import newest_cut
from tests.records.ledger.attacks import as_owner

pytestmark = pytest.mark.usefixtures("definitions_written_once")


def test_neither_finds_anything_in_a_history_that_nobody_touched(history):
    assert both() == (set(), set())


def test_an_entry_that_waits_is_placed_without_a_finding(history):
    book.sequence()

    assert both() == (set(), set())


def test_both_find_a_cut_against_an_anchor(history):
    newest = Checkpoint.objects.order_by("-size").first()
    size, root = newest.size, bytes(newest.root)

    newest_cut(history)

    anchors = [AnchoredCheckpoint("kept", size, root)]
    report = audit.verify(anchors=anchors, public_key=book.public_key())
    assert "cut" in {finding.code for finding in report.findings}
    assert "cut" in second(anchors=[(size, root)])


def test_the_second_holds_the_tree_against_anchors(history):
    size, root = value("SELECT max(size) FROM records_checkpoint"), sha256(b"another").digest()
    fits = bytes(value("SELECT root FROM records_checkpoint WHERE size = %s", size))

    assert second(anchors=[(size, fits)]) == set()
    assert second(anchors=[(size, root)]) == {"anchor"}
    assert second(anchors=[(size + 1, root)]) == {"cut"}


def test_both_know_the_roots_of_blocks(people):
    for number in range(256):
        staff.add_unit(f"Branch {number}", above=people.home, actor=SYSTEM)
    book.sequence()
    assert both() == (set(), set())

    as_owner("UPDATE records_tile SET root = sha256('X')")

    assert both() == ({"block"}, {"block"})

"""Random changes of a stored history and moves of an attacker: each is found, nothing else is.

`COUNTERSIGN_MUTATIONS` says how many; ten thousand where it says nothing.
"""

import os
import random

import pytest
from django.db import connection, transaction

from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing import archiving, erasure
from records.database import definitions
from records.ledger import audit, book, checks, places
from records.ledger.statements import AnchoredCheckpoint
from records.models import Checkpoint, Entry, Place
from tests import factories
from tests.people import SYSTEM
from tests.records.ledger import attacks
from tests.records.ledger.altering import altering
from tests.records.ledger.appends import Appends
from tests.records.ledger.flips import Flips
from tests.records.ledger.structural import structural

MUTATIONS = int(os.environ.get("COUNTERSIGN_MUTATIONS", "10000"))
STRUCTURAL = MUTATIONS // 50
APPENDS = MUTATIONS // 5
ALTERED = MUTATIONS // 20
FLIPS = MUTATIONS - STRUCTURAL - APPENDS - ALTERED
AT_ONCE = 100


@pytest.fixture
def history(people, monkeypatch):
    """A history of every kind of record, with parts, personal values, erasure and a waiting act."""
    monkeypatch.setattr(book, "TILE", 16)
    ada, adam = Actor.of(people.ada), Actor.of(people.adam)
    for number, (kind, make) in enumerate(sorted(factories.FACTORIES.items())):
        if kind != "governance.pack":  # that factory makes up the checkpoint it names
            make(people.home if number % 3 else people.away)
            book.sequence()
    for number in range(12):
        values = {"name": f"Fall {number} für Köln", "unit": people.home, "contact": "Ms Long"}
        case = use_cases.create(
            actor=ada, values=values, intended_uses=[{"title": "Rank"}, {"title": "Sort"}]
        )
        use_cases.change(case, actor=ada, values={"purpose": "Sort"}, reason="Wording")
        use_cases.change(case, actor=ada, values={"contact": "Mr Short"}, reason="Ms Long left")
        book.sequence()
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")
    archiving.archive(case, actor=adam, reason="Over")
    book.sequence()
    use_cases.create(actor=SYSTEM, values={"name": "Waiting", "unit": people.home})
    attacks.take_guards_off()


@pytest.fixture
def verify(history, monkeypatch):
    """Return a function that verifies against the ledger's key and the newest checkpoint."""
    # The guards are off throughout: that alone must not count as having found a change.
    others = [check for check in checks._CHECKS if check is not definitions.altered]
    monkeypatch.setattr(checks, "_CHECKS", others)
    newest = Checkpoint.objects.order_by("-size").first()
    anchors = [AnchoredCheckpoint("kept", newest.size, bytes(newest.root))]
    key = book.public_key()
    return lambda: audit.verify(anchors=anchors, public_key=key, shown=1_000_000).findings


@pytest.mark.slow
def test_every_change_is_found_and_no_untouched_history_is(verify, monkeypatch):
    draw = random.Random(20_260_801)
    assert verify() == []
    assert Place.objects.count() > 60
    assert Entry.objects.count() == Place.objects.count() + 1

    made = {
        "changes of columns": _flips(draw, verify),
        "changes of structure": _structural(draw, verify),
        "appended": _appends(draw, verify, monkeypatch),
    }

    assert verify() == []
    print(made)  # noqa: T201 - the figure is what the run is for
    assert made["changes of columns"] >= FLIPS
    assert made["changes of structure"] == STRUCTURAL
    assert made["appended"] >= APPENDS


@pytest.mark.slow
def test_every_altered_definition_is_found_and_no_untouched_one_is(db):
    draw = random.Random(20_261_128)
    assert list(definitions.altered()) == []

    count = 0
    while count < ALTERED:
        with transaction.atomic():
            made = altering(draw, at_once=20)
            with connection.cursor() as cursor:
                cursor.execute("; ".join(each.statement for each in made))
            found = {(fault.code, fault.about) for fault in definitions.altered()}
            transaction.set_rollback(True)
        for each in made:
            assert (each.code, each.about) in found or (each.is_alone and found), each.statement
        count += len(made)

    assert list(definitions.altered()) == []


def _appends(draw, verify, monkeypatch):
    """Append many entries and states at once, read in batches of any size."""
    count, appends = 0, Appends(draw)
    while count < APPENDS:
        monkeypatch.setattr(places, "BATCH", draw.choice((2, 3, 10, 500)))
        with transaction.atomic():
            made = appends.batch(AT_ONCE)
            found = {(finding.code, finding.about) for finding in verify()}
            transaction.set_rollback(True)
        for each in made:
            wanted = {(code, about) for code in each.codes for about in each.about}
            assert wanted & found, each.told
        count += len(made)
    return count


def _flips(draw, verify):
    """Change many rows at once; each must be found by a finding about that very row."""
    count, flips = 0, Flips(draw)
    # Most of what is stored are past states, so most of what is changed is one.
    weights = {flips.history: 5, flips.today: 2, flips.entries: 2}
    sorts = [sort for sort in flips.sorts for _ in range(weights.get(sort, 1))]
    while count < FLIPS:
        with transaction.atomic():
            made = flips.batch(draw.choice(sorts), AT_ONCE)
            found = {(finding.code, finding.about) for finding in verify()}
            transaction.set_rollback(True)
        for each in made:
            wanted = {(code, about) for code in each.codes for about in each.about}
            assert wanted & found, each.told
        count += len(made)
    return count


def _structural(draw, verify):
    """Delete, insert, swap, move, rewrite, cut: one at a time."""
    count, source = 0, structural(draw)
    while count < STRUCTURAL:
        with transaction.atomic():
            told, touched = next(source)
            found = verify() if touched else []
            transaction.set_rollback(True)
        if touched:
            assert found, told
            count += 1
    return count

"""Places, the tree and its checkpoints: neither check misses what the other finds of an attack."""

from datetime import datetime, timedelta

import pytest

from inventory.models import UseCase
from records.ledger import book
from records.models import Entry
from tests import second_checker
from tests.records.ledger import attacks
from tests.records.ledger.agreement.history import assert_both_find
from tests.records.ledger.agreement.moves import entry_of, sql, value
from tests.records.ledger.attacks import as_owner

pytestmark = pytest.mark.usefixtures("definitions_written_once")


def repeated(history):
    attacks.append(attacks.renamed(attacks.bodies_of(history.other.pk)[-1]))
    book.sequence()


def waiting_dated_back(history):
    """Go on behind the newest act, two hours before it, and let that wait for its place."""
    body = attacks.bodies_of(history.other.pk)[-1]
    early = datetime.fromisoformat(body["at"]) - timedelta(hours=2)
    version = body["object"]["version"] + 1
    state = attacks.copy_state(
        attacks.past_states(UseCase, history.other.pk)[-1], version=version, history_date=early
    )
    changed = {"at": second_checker.text_of(early), "before": body["after"]}
    changed["object"] = {**body["object"], "version": version}
    attacks.append(attacks.renamed(body, rows=[attacks.described(state)], **changed))


def dated_back(history):
    body = attacks.bodies_of(history.other.pk)[-1]
    early = datetime.fromisoformat(body["at"]) - timedelta(hours=2)
    at = early.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    thing = {**body["object"], "version": body["object"]["version"] + 1}
    state = attacks.copy_state(
        attacks.past_states(UseCase, history.other.pk)[-1],
        version=thing["version"],
        history_date=early,
    )
    changed = {"at": at, "object": thing, "before": body["after"]}
    attacks.append(attacks.renamed(body, rows=[attacks.described(state)], **changed))
    book.sequence()


def bodies_swapped(history):
    one, two = (entry_of(history.other, version)[0] for version in (1, 2))
    bodies = {key: Entry.objects.get(pk=key).body for key in (one, two)}
    for here, there in ((one, two), (two, one)):
        as_owner("UPDATE records_entry SET body = %s WHERE id = %s", bodies[there], here)


def places_swapped(history):
    for here, there in ((2, -1), (3, 2), (-1, 3)):
        as_owner("UPDATE records_place SET pos = %s WHERE pos = %s", there, here)


def newest_cut(history):
    """Cut off all that was placed since the last checkpoint but one, and that checkpoint."""
    size = value("SELECT size FROM records_checkpoint ORDER BY size DESC OFFSET 1 LIMIT 1")
    as_owner("DELETE FROM records_pending")
    as_owner("DELETE FROM records_place WHERE pos >= %s", size)
    as_owner("DELETE FROM records_checkpoint WHERE size > %s", size)
    as_owner("DELETE FROM records_entry WHERE id NOT IN (SELECT entry_id FROM records_place)")
    as_owner("DELETE FROM records_tile WHERE index >= %s / 256", size)


def newest_state_cut(history):
    """Undo the waiting act: its entry and its state are gone, the record is as it was then."""
    key, body = entry_of(history.case, 4)
    as_owner("DELETE FROM records_pending WHERE entry_id = %s", key)
    as_owner("DELETE FROM records_entry WHERE id = %s", key)
    as_owner("DELETE FROM inventory_historicalusecase WHERE history_id = %s", body["rows"][0]["id"])


def middle_cut(history):
    """Take an act out of the middle and close the gap."""
    key, body = entry_of(history.other, 3)
    pos = value("SELECT pos FROM records_place WHERE entry_id = %s", key)
    as_owner("DELETE FROM records_place WHERE entry_id = %s", key)
    as_owner("DELETE FROM records_entry WHERE id = %s", key)
    as_owner("DELETE FROM inventory_historicalusecase WHERE history_id = %s", body["rows"][0]["id"])
    last = value("SELECT max(pos) FROM records_place")
    for one in range(pos + 1, last + 1):
        as_owner("UPDATE records_place SET pos = pos - 1 WHERE pos = %s", one)


def block_added(history):
    as_owner("INSERT INTO records_tile (index, root) VALUES (7, %s)", b"\0" * 32)


ATTACKS = {
    "waiting, dated back": waiting_dated_back,
    "settled on nothing": sql("INSERT INTO records_settledmoment (moment, size) VALUES (now(), 0)"),
    "settled too small": sql(
        "INSERT INTO records_settledmoment (moment, size) SELECT now(), min(size)"
        " FROM records_checkpoint"
    ),
    "note's signature": sql(
        "UPDATE records_checkpoint SET note = split_part(note, E'\\n\\n', 1) || E'\\n\\n'"
    ),
    "note's lines": sql(
        "UPDATE records_checkpoint SET note = replace(note, E'\\n\\n', E'\\nmore\\n\\n')"
    ),
    "settled elsewhere": sql("INSERT INTO records_settledmoment (moment, size) VALUES (now(), 1)"),
    "anchored elsewhere": sql(
        "INSERT INTO records_anchor (id, size, channel, receipt, made_at)"
        " VALUES (gen_random_uuid(), 1, 'file', '', now())"
    ),
    "waiting leaf": sql("UPDATE records_pending SET leaf = sha256('X')"),
    "leaf": sql("UPDATE records_entry SET leaf = sha256('X') WHERE object_id = %s", "other"),
    "bodies swapped": bodies_swapped,
    "repeated": repeated,
    "dated back": dated_back,
    "place deleted": sql("DELETE FROM records_place WHERE pos = 3"),
    "last place deleted": sql(
        "DELETE FROM records_place WHERE pos = (SELECT max(pos) FROM records_place)"
    ),
    "place's leaf": sql("UPDATE records_place SET leaf = sha256('X') WHERE pos = 3"),
    "places swapped": places_swapped,
    "waits no more": sql("DELETE FROM records_pending"),
    "waits again": sql(
        "INSERT INTO records_pending (entry_id, leaf) SELECT entry_id, leaf FROM records_place"
        " WHERE pos = 3"
    ),
    "newest cut": newest_cut,
    "newest state cut": newest_state_cut,
    "middle cut": middle_cut,
    "root": sql("UPDATE records_checkpoint SET root = sha256('X')"),
    "note": sql("UPDATE records_checkpoint SET note = replace(note, 'local', 'global')"),
    "size": sql(
        "UPDATE records_checkpoint SET size = size - 1"
        " WHERE size = (SELECT max(size) FROM records_checkpoint)"
    ),
    "larger size": sql(
        "UPDATE records_checkpoint SET size = size + 1"
        " WHERE size = (SELECT max(size) FROM records_checkpoint)"
    ),
    "frontier": sql("UPDATE records_checkpoint SET frontier = '[]'"),
    "newest checkpoint deleted": sql(
        "DELETE FROM records_checkpoint WHERE size = (SELECT max(size) FROM records_checkpoint)"
    ),
    "block added": block_added,
}

# What the second cannot know: which columns hold values about people is a matter of the program,
# and it is not given the anchor file.
EXPLAINED = {
    "waiting, dated back": {"personal"},
    "dated back": {"personal"},
    "anchored elsewhere": {"anchor_lost"},
}


@pytest.mark.parametrize("name", ATTACKS)
def test_both_find_an_attack(history, name):
    ATTACKS[name](history)

    assert_both_find(EXPLAINED.get(name, set()))

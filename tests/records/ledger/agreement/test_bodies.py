"""What entries say: neither check misses what the other finds of an attack."""

import pytest

from tests.records.ledger import attacks
from tests.records.ledger.agreement.history import assert_both_find
from tests.records.ledger.agreement.moves import (
    entry_of,
    first_says,
    rewrite,
    sql,
    waiting_reads,
    waiting_says,
    without,
)
from tests.records.ledger.attacks import as_owner

pytestmark = pytest.mark.usefixtures("definitions_written_once")


def verb_of_another(history):
    """Say of a waiting act that it was one that is done to packs."""
    key, body = entry_of(history.case, 4)
    rewrite(key, {**body, "verb": "governance.pack.keep"})
    as_owner("UPDATE records_entry SET verb = 'governance.pack.keep' WHERE id = %s", key)


def actor_of_no_kind(history):
    key, body = entry_of(history.case, 4)
    rewrite(key, {**body, "actor": {**body["actor"], "kind": "martian"}})
    as_owner("UPDATE records_entry SET actor_kind = 'martian' WHERE id = %s", key)


def act_of_another(history):
    """Say of a waiting act that it was part of one that somebody did before."""
    key, body = entry_of(history.case, 4)
    placed = attacks.bodies_of(history.other.pk)[0]
    rewrite(key, {**body, "act": placed["act"]})


def of_another_record(history):
    """Say in a waiting entry that its act was one on another record."""
    key, body = entry_of(history.case, 4)
    rewrite(key, {**body, "object": {**body["object"], "id": str(history.other.pk)}})
    as_owner("UPDATE records_entry SET object_id = %s WHERE id = %s", history.other.pk, key)


def another_actor(history):
    """Let somebody else have done a placed act, everywhere but in the tree."""
    key, body = entry_of(history.other, 2)
    rewrite(key, {**body, "actor": {"id": "tests", "kind": "system"}})
    as_owner(
        "UPDATE records_entry SET actor_kind = 'system', actor_id = 'tests' WHERE id = %s", key
    )
    as_owner(
        "UPDATE inventory_historicalusecase SET history_user_id = 'tests'"
        " WHERE id = %s AND version = 2",
        history.other.pk,
    )


ATTACKS = {
    **{f"without {name}": without(name) for name in ("act", "after", "before", "rows", "object")},
    "before in capitals": waiting_says(lambda body, other: {"before": body["before"].upper()}),
    "before with a space": waiting_says(lambda body, other: {"before": f" {body['before']}"}),
    "before the first": first_says(lambda body: {"before": "0" * 64}),
    "empty before": first_says(lambda body: {"before": ""}),
    "a key of no meaning": waiting_says(lambda body, other: {"note": "Ms Long said so"}),
    "a word about the actor": waiting_says(
        lambda body, other: {"actor": {**body["actor"], "name": "Ms Long"}}
    ),
    "a word about a row": waiting_says(
        lambda body, other: {"rows": [{**row, "note": "X"} for row in body["rows"]]}
    ),
    "facts of nothing": waiting_says(lambda body, other: {"facts": {}}),
    "a fraction": waiting_says(lambda body, other: {"facts": {"share": 1.5}}),
    "a large number": waiting_says(lambda body, other: {"facts": {"share": 2**60}}),
    "a table that keeps nothing": waiting_says(
        lambda body, other: {"rows": [*body["rows"], {**body["rows"][0], "table": "nowhere"}]}
    ),
    "verb of another kind": verb_of_another,
    "actor of no kind": actor_of_no_kind,
    "act of another": act_of_another,
    "names nothing": waiting_says(lambda body, other: {"rows": []}),
    "names twice": waiting_says(lambda body, other: {"rows": body["rows"] * 2}),
    "names rows of another": waiting_says(lambda body, other: {"rows": other["rows"]}),
    "another waiting state": waiting_says(lambda body, other: {"before": "0" * 64}),
    "of another record": of_another_record,
    "another reference": waiting_says(
        lambda body, other: {"object": {**body["object"], "ref": other["object"]["ref"]}}
    ),
    "another type of row": waiting_says(
        lambda body, other: {"rows": [{**row, "type": "-"} for row in body["rows"]]}
    ),
    "another form": waiting_says(lambda body, other: {"v": 2}),
    "a key told twice": waiting_reads('"verb":', '"verb":"inventory.usecase.archive","verb":'),
    "spaces": waiting_reads('"object":{', '"object": {'),
    "body": sql(
        "UPDATE records_entry SET body = replace(body, '\"v\":1', '\"v\":2') WHERE object_id = %s",
        "other",
    ),
    "column of kind": sql(
        "UPDATE records_entry SET kind = 'governance.unit' WHERE object_id = %s", "other"
    ),
    "column of actor": sql("UPDATE records_entry SET actor_id = 'X' WHERE object_id = %s", "other"),
    "column of moment": sql(
        "UPDATE records_entry SET occurred_at = occurred_at + interval '1 s' WHERE object_id = %s",
        "other",
    ),
    "column of verb": sql("UPDATE records_entry SET verb = 'X' WHERE object_id = %s", "other"),
    "another actor": another_actor,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_both_find_an_attack(history, name):
    ATTACKS[name](history)

    assert_both_find()

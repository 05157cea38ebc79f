"""Values about people: neither check misses what the other finds of an attack."""

import pytest

from records.ids import new_id
from tests.records.ledger import attacks
from tests.records.ledger.agreement.history import CONTACT, PAST, assert_both_find
from tests.records.ledger.agreement.moves import entry_of, rewrite, sql
from tests.records.ledger.attacks import as_owner

pytestmark = pytest.mark.usefixtures("definitions_written_once")


def erasure_undone(history):
    as_owner(
        "UPDATE inventory_historicalusecase SET contact = %s WHERE id = %s",
        CONTACT,
        history.erased.pk,
    )


def salt_of_erased_put_back(history):
    body = attacks.bodies_of(history.erased.pk)[0]
    commit = body["rows"][0].get("commits", body["rows"][1].get("commits"))["contact"]
    as_owner(
        "INSERT INTO records_salt (id, object_id, path, salt, commit) VALUES (%s, %s, %s, %s, %s)",
        *(new_id(), history.erased.pk, "inventory.usecase.contact", b"\1" * 16, commit),
    )


def erased_without_entry(history):
    as_owner(
        "UPDATE inventory_historicalusecase SET contact = '[erased]' WHERE id = %s",
        history.other.pk,
    )
    as_owner("UPDATE inventory_usecase SET contact = '[erased]' WHERE id = %s", history.other.pk)
    as_owner(
        "DELETE FROM records_salt WHERE object_id = %s AND path LIKE '%%contact'",
        history.other.pk,
    )


def erased_by(record, verb):
    """Return an attack: the waiting act, of another verb, is to have erased a record's contact."""

    def attack(history):
        target = getattr(history, record)
        key, body = entry_of(history.case, 4)
        commits = [
            row["commits"]["contact"]
            for past in attacks.bodies_of(target.pk)[:3]
            for row in past["rows"]
            if row["table"] == PAST
        ]
        told = {"table": PAST, "id": str(target.pk), "field": "contact", "commits": commits}
        as_owner(
            "UPDATE inventory_historicalusecase SET contact = '[erased]'"
            " WHERE id = %s AND version < 4",
            target.pk,
        )
        as_owner("UPDATE inventory_usecase SET contact = '[erased]' WHERE id = %s", target.pk)
        as_owner("DELETE FROM records_salt WHERE commit = ANY(%s)", commits)
        rewrite(key, {**body, "verb": verb, "facts": {"erased": [told]}})
        as_owner("UPDATE records_entry SET verb = %s WHERE id = %s", verb, key)

    return attack


ATTACKS = {
    "erased by another verb": erased_by("other", "inventory.usecase.change"),
    "erased by its own act": erased_by("case", "inventory.usecase.erase"),
    "salt doubled": sql(
        "INSERT INTO records_salt (id, object_id, path, salt, commit)"
        " SELECT gen_random_uuid(), object_id, path, substr(sha256(salt), 1, 16), commit"
        " FROM records_salt WHERE object_id = %s",
        "other",
    ),
    "salts deleted": sql("DELETE FROM records_salt WHERE object_id = %s", "other"),
    "salt": sql("UPDATE records_salt SET salt = sha256('X') WHERE object_id = %s", "other"),
    "salt's commitment": sql(
        "UPDATE records_salt SET commit = repeat(left(md5(id::text), 16), 4) WHERE object_id = %s",
        "other",
    ),
    "salt's field": sql("UPDATE records_salt SET path = 'X' WHERE object_id = %s", "other"),
    "salt's record": sql(
        "UPDATE records_salt SET object_id = %s WHERE object_id = %s", "case", "other"
    ),
    "erasure undone": erasure_undone,
    "erased without entry": erased_without_entry,
    "salt of erased": salt_of_erased_put_back,
    "erased by act on another": erased_by("other", "inventory.usecase.erase"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_both_find_an_attack(history, name):
    ATTACKS[name](history)

    assert_both_find()

"""The one narrow way through the guards of the past."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing import erasure
from records.ledger import book
from records.ledger.erased import ERASED
from records.models import Entry, Salt
from tests.people import SYSTEM, make
from tests.records.erasure.looking import VALUES, where


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inventory_historicalusecase SET contact = '[erased]'",
        "UPDATE inventory_historicalusecase SET contact = contact",
        "UPDATE inventory_historicalusecase SET name = '[erased]'",
        "DELETE FROM inventory_historicalusecase",
    ],
)
def test_history_is_not_rewritten_without_an_entry(case, statement):
    refused = pytest.raises((ProgrammingError, InternalError), match="The past is not rewritten")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("table_name", "field", "message"),
    [
        ("inventory_historicalusecase", "name", "The past is not rewritten"),
        ("records_entry", "body", "Nothing is erased from"),
        ("inventory_usecase", "name", "Nothing is erased from"),
    ],
)
def test_an_entry_opens_no_other_field_and_no_other_table(case, table_name, field, message):
    """Not even an entry that names them: it could be written by whoever may add entries."""
    item = {"table": table_name, "id": str(case.pk), "field": field, "commits": []}
    forged = book.append([forged_entry(case, [item])])[0]
    refused = pytest.raises((ProgrammingError, InternalError), match=message)

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [forged.pk])


def test_an_entry_erases_from_its_own_record_alone(case, people):
    """Its own history would not tell: an entry about another record emptied it."""
    values = {"name": "Other", "unit": people.home, "contact": "Mr Other Person"}
    other = use_cases.create(actor=SYSTEM, values=values)
    salts = list(Salt.objects.filter(object_id=other.pk))
    item = {
        "table": "inventory_historicalusecase",
        "id": str(other.pk),
        "field": "contact",
        "commits": [salt.commit for salt in salts],
    }
    forged = book.append([forged_entry(case, [item])])[0]
    refused = pytest.raises((ProgrammingError, InternalError), match="its own record alone")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [forged.pk])

    assert "inventory_historicalusecase" in where("Mr Other Person")
    assert list(Salt.objects.filter(object_id=other.pk)) == salts


def test_an_erasure_destroys_salts_of_the_row_it_names_alone(case, people):
    values = {"name": "Other", "unit": people.home, "contact": "Mr Other Person"}
    other = use_cases.create(actor=SYSTEM, values=values)
    salts = list(Salt.objects.filter(object_id=other.pk))
    item = {
        "table": "inventory_historicalusecase",
        "id": str(case.pk),
        "field": "contact",
        "commits": [salt.commit for salt in salts],
    }
    forged = book.append([forged_entry(case, [item])])[0]

    with connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [forged.pk])

    assert list(Salt.objects.filter(object_id=other.pk)) == salts


def test_an_entry_that_has_its_place_erases_nothing_more(case, adam, people):
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")
    entry = Entry.objects.get(verb="inventory.usecase.erase")
    use_cases.change(case, actor=Actor.of(people.ada), values={"contact": "Ms Third Person"})
    book.sequence()
    refused = pytest.raises((ProgrammingError, InternalError), match="without a place")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [entry.pk])

    assert "inventory_historicalusecase" in where("Ms Third Person")


def forged_entry(case, items):
    body = {
        "v": 1,
        "act": str(case.pk),
        "at": timezone.now(),
        "actor": SYSTEM.facts(),
        "verb": "inventory.usecase.erase",
        "object": {"kind": "inventory.usecase", "id": str(case.pk), "ref": case.ref},
        "rows": [],
        "facts": {"erased": items},
    }
    return book.NewEntry(moment=timezone.now(), actor=SYSTEM, body=body)


@pytest.mark.django_db(transaction=True)
def test_the_login_of_the_product_erases_only_by_the_narrow_way():
    people = make()
    values = {"name": "Triage", "unit": people.home, "contact": VALUES[0]}
    case = use_cases.create(actor=SYSTEM, values=values)
    erased = erasure.erase(case, field="contact", actor=SYSTEM, reason="Asked for")
    entry = Entry.objects.get(verb="inventory.usecase.erase")
    assert erased.contact == ERASED

    with restricted() as login:
        for statement in (
            "UPDATE inventory_historicalusecase SET contact = '[erased]'",
            "DELETE FROM inventory_historicalusecase",
            "ALTER TABLE inventory_historicalusecase DISABLE TRIGGER USER",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                login.execute(statement)
        assert login.execute("SELECT records_erase(%s)", [entry.pk]).fetchone() == (0,)


def restricted():
    """Connect to the test database as the product does."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return psycopg.connect(urlunsplit(address._replace(path=f"/{name}")), autocommit=True)

"""What an attacker does with a history: the moves that several attacks are made of."""

import json
from hashlib import sha256

from django.db import connection

from records.models import Entry
from tests import second_checker
from tests.records.ledger import attacks
from tests.records.ledger.attacks import as_owner


def rewrite(entry, body):
    """Give an entry another body, with its hashes, as who owns the tables can."""
    rewrite_text(entry, second_checker.canonical(body))


def rewrite_text(entry, text):
    """Give an entry a body of just this text, with its hashes."""
    leaf = sha256(b"\0" + text.encode()).digest()
    as_owner("UPDATE records_entry SET body = %s, leaf = %s WHERE id = %s", text, leaf, entry)
    as_owner("UPDATE records_place SET leaf = %s WHERE entry_id = %s", leaf, entry)
    as_owner("UPDATE records_pending SET leaf = %s WHERE entry_id = %s", leaf, entry)


def entry_of(record, version):
    """Return the id and the body of the entry about one version, written anew as another act."""
    for entry in Entry.objects.filter(object_id=record.pk):
        body = json.loads(entry.body)
        if body["object"]["version"] == version:
            return entry.pk, attacks.renamed(body)
    raise LookupError(version)


def sql(statement, *names):
    """Return an attack by one statement; `names` are records of the history."""

    def attack(history):
        keys = [getattr(history, name).pk for name in names]
        assert as_owner(statement, *keys) > 0

    return attack


def waiting_says(change):
    """Return an attack: the waiting entry says something else, with hashes that fit."""

    def attack(history):
        key, body = entry_of(history.case, 4)
        rewrite(key, {**body, **change(body, entry_of(history.other, 2)[1])})

    return attack


def waiting_reads(old, new):
    """Return an attack: the text of the waiting entry is another one, with hashes that fit."""

    def attack(history):
        key, body = entry_of(history.case, 4)
        text = second_checker.canonical(body)
        assert old in text
        rewrite_text(key, text.replace(old, new))

    return attack


def first_says(change):
    """Return an attack: the entry of a record's first act says something else, hashes and all."""

    def attack(history):
        key, body = entry_of(history.other, 1)
        rewrite(key, {**body, **change(body)})

    return attack


def without(name):
    """Return an attack: a key of the waiting entry is left out."""

    def attack(history):
        key, body = entry_of(history.case, 4)
        rewrite(key, {one: said for one, said in body.items() if one != name})

    return attack


def value(statement, *values):
    """Return the one value that a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        ((found,),) = cursor.fetchall()
    return found

"""Putting other content into published rows: by the newest entry of their record, and no other."""

from django.db import connection

from records.models.base import Record
from records.models.ledger import Entry
from records.verbs import Verb


def write(record: Record, *, verb: Verb, content: str) -> None:
    """Let the database write the content that the record's newest entry of a verb names.

    Call it in the transaction of that act; what the rows held before is kept.
    """
    entry = Entry.objects.filter(object_id=record.pk, verb=verb.code).order_by("-id")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_revise(%s, %s)", [entry.pk, content])

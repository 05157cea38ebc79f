"""A large ledger, written straight into the tables: only to see how long checking it takes."""

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from assessments.models import Classification
from inventory.models import UseCase
from ops.bench import (
    classifying,
    figures,
    filling,
    machine,
    organisation,
    texts,
    whole,
    yardstick,
)
from ops.bench.report import as_json
from records.changing import snapshot
from records.history.past import history_model
from records.ids import new_id
from records.ledger import book
from records.ledger.canonical import canonical
from records.models import Entry, Pending, Record, Salt

CASES = 500
SET = 5_000
# One entry in so many is about a classification: few rows, but long ones.
ONE_IN_CLASSIFIED = 20
# So many entries get their places at once, and a checkpoint with it.
PLACED = 1_000

# Stand in a pattern for what differs from entry to entry.
MOMENT, TEXT, ROW, DIGEST, ACT, VERSION = (
    "<moment>", "<text>", "<row>", "<digest>", "<act>", "<version>"
)  # fmt: skip


def measure(count: int, *, address: str) -> dict[str, object]:
    """Build a ledger of `count` entries, each with a history row, and verify it."""
    head = {"machine": machine.describe(address), "ledger": count}
    plain = yardstick.taken(address)
    began = time.perf_counter()
    founded = organisation.make()
    filling.fill(founded, min(CASES, max(1, count // 10)))
    classifying.fill(founded)
    whole.tell("Writing the entries.")
    fill(count - Entry.objects.count())
    written = time.perf_counter()
    whole.tell("Giving them their places.")
    _place()
    head["seconds"] = {
        "write": round(written - began, 1),
        "place": round(time.perf_counter() - written, 1),
    }
    whole.tell("Verifying.")
    measured = figures.gently("verify", figures.verify)
    head["load_after"] = machine.load()
    return as_json(head, measured, plain)


def _place() -> None:
    book.take_lock()
    while book.sequence(limit=PLACED):
        pass


def fill(count: int) -> None:
    """Let records go through so many further states; the newest one is also that of today."""
    random = Random(count)  # noqa: S311 - the same ledger each time, nothing secret
    commits = dict(
        Salt.objects.filter(path="inventory.usecase.contact").values_list("object_id", "commit")
    )
    cases = [Pattern(each, commits) for each in UseCase.objects.order_by("id")]
    classified = [Pattern(each, commits) for each in Classification.objects.order_by("id")]
    first = timezone.now()
    for start in range(0, count, SET):
        made = []
        for number in range(start, min(start + SET, count)):
            among = cases if number % ONE_IN_CLASSIFIED or not classified else classified
            moment = first + timedelta(milliseconds=number)
            made.append(random.choice(among).made(random, moment))
        _write(made)
    for pattern in [*cases, *classified]:
        pattern.bring_up_to_date()


class Pattern:
    """The newest past state of a record and an entry about it, as text with places to fill in.

    Working out each of a million rows by the ordinary code would take longer than all the rest; a
    ledger that does not fit would be told as such when it is verified.
    """

    def __init__(self, record: Record, commits: Mapping[UUID, str]) -> None:
        self.record = record
        self.version = record.version
        self.model = history_model(type(record))
        self.names = [field.attname for field in self.model._meta.concrete_fields]
        newest = self.model._base_manager.filter(id=record.pk).order_by("-history_date")
        values = dict(zip(self.names, newest.values_list(*self.names)[0], strict=True))
        changed = {
            "history_date": MOMENT, "history_change_reason": "", "history_user_id": "bench",
            "version": VERSION,
        }  # fmt: skip
        changed |= {"monitoring": TEXT} if "monitoring" in values else {}
        own = {"contact": commits[record.pk]} if values.get("contact") else {}
        self.columns = _line(self.model, values["history_id"])
        self.places = {name: self.names.index(name) for name in (*changed, "history_id")}
        self.columns[self.places["history_change_reason"]] = ""
        self.columns[self.places["history_user_id"]] = "bench"
        # A number stands without the quotes that keep its place.
        self.row = _row_text(self.model._meta.db_table, values | changed, own).replace(
            f'"{VERSION}"', VERSION
        )
        self.body = canonical(self._entry(own)).decode().replace(f'"{VERSION}"', VERSION)
        self.text = ""

    def _entry(self, commits: Mapping[str, str]) -> dict[str, object]:
        record = self.record
        kind, table = type(record).kind_code(), self.model._meta.db_table
        about = {"table": table, "id": ROW, "type": "~", "sha256": DIGEST}
        return {
            "v": 1,
            "act": ACT,
            "at": MOMENT,
            "actor": organisation.SYSTEM.facts(),
            "verb": f"{kind}.change",
            "object": {"kind": kind, "id": record.pk, "ref": record.ref, "version": VERSION},
            "rows": [about | ({"commits": dict(commits)} if commits else {})],
            "before": record.digest,
            "after": record.digest,
        }

    def made(self, random: Random, moment: datetime) -> "LedgerRow":
        """Fill in a moment and a text: the record's next state."""
        at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        self.text, key = texts.prose(random, sentences=1), str(new_id())
        self.version += 1
        fill_in = {MOMENT: at, TEXT: self.text, VERSION: str(self.version)}
        digest = hashlib.sha256(_filled(self.row, fill_in).encode()).hexdigest()
        columns = list(self.columns)
        columns[self.places["history_id"]], columns[self.places["history_date"]] = key, at
        columns[self.places["version"]] = str(self.version)
        if "monitoring" in self.places:
            columns[self.places["monitoring"]] = self.text
        more = fill_in | {ROW: key, DIGEST: digest, ACT: str(new_id())}
        return LedgerRow(self, at, columns, _filled(self.body, more))

    def bring_up_to_date(self) -> None:
        """Give the record itself its newest state, past `acting`: no act has made that state."""
        newest: dict[str, object] = {"version": self.version}
        if "monitoring" in self.places and self.text:
            newest["monitoring"] = self.text
        type(self.record)._base_manager.filter(pk=self.record.pk).update(**newest)


@dataclass(frozen=True)
class LedgerRow:
    """One row and the entry that names it."""

    pattern: Pattern
    at: str
    columns: Sequence[str]
    body: str

    def entry(self) -> list[str]:
        """Return the columns of the entry, as COPY takes them."""
        kind = type(self.pattern.record).kind_code()
        leaf = hashlib.sha256(b"\x00" + self.body.encode()).hexdigest()
        actor, about = organisation.SYSTEM, str(self.pattern.record.pk)
        text = self.body.replace("\\", "\\\\")
        return [str(new_id()), self.at, actor.kind, actor.id, f"{kind}.change", kind, about, text,
                f"\\\\x{leaf}"]  # fmt: skip


def _filled(text: str, values: Mapping[str, str]) -> str:
    for place, value in values.items():
        text = text.replace(place, value)
    return text


def _row_text(table: str, values: Mapping[str, object], commits: Mapping[str, str]) -> str:
    """Return the text that `snapshot.row_digest` digests."""
    kept = {
        name: {"commit": commits[name]} if name in commits else value
        for name, value in values.items()
        if name != "history_id" and value not in snapshot.EMPTY
    }
    return canonical({"table": table, "row": kept}).decode()


def _line(model: type[models.Model], key: UUID) -> list[str]:
    """Return a stored row as the database itself writes it for COPY."""
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    table = model._meta.db_table
    statement = f"COPY (SELECT {columns} FROM {table} WHERE history_id = '{key}') TO STDOUT"  # noqa: S608 - our names
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(copy).decode().rstrip("\n").split("\t")


def _write(made: Sequence[LedgerRow]) -> None:
    entries = [each.entry() for each in made]
    for model in {each.pattern.model for each in made}:
        _copy(model, (each.columns for each in made if each.pattern.model is model))
    _copy(Entry, entries)
    _copy(Pending, ([entry[0], entry[-1]] for entry in entries))


def _copy(model: type[models.Model], lines: Iterable[Sequence[str]]) -> None:
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("".join("\t".join(line) + "\n" for line in lines))

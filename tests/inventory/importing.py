"""How the tests of imports send a small register, and what it says."""

import csv
import io

from inventory.imports.actions import commit, runs
from inventory.models import UseCase
from records.incoming.mapping import FieldRule, Identity, TableMapping
from records.incoming.table import ColumnKey

HEADINGS = ("Title", "Agency", "Bureau", "Status", "Aim", "Began", "Contact person", "Notes")
MAPPING = TableMapping(
    name="house",
    title="The house's register",
    rules=(
        FieldRule("name", (ColumnKey("Title"),)),
        FieldRule("unit", (ColumnKey("Agency"), ColumnKey("Bureau"))),
        FieldRule(
            "lifecycle", (ColumnKey("Status"),), values={"Live": "in_use", "Over": "retired"}
        ),
        FieldRule("purpose", (ColumnKey("Aim"),)),
        FieldRule("in_service_on", (ColumnKey("Began"),)),
        FieldRule("contact", (ColumnKey("Contact person"),)),
    ),
    identity=Identity((ColumnKey("Title"), ColumnKey("Agency"))),
)
FIRST = (
    "Chat assistant",
    "Works",
    "Roads",
    "Live",
    "Answers questions",
    "2024-02-01",
    "Ms Long",
    "a",
)
SECOND = ("Leak finder", "Water", "", "Live", "Finds leaks", "2023-05-01", "Mr Short", "")


def table(*rows, headings=HEADINGS):
    """Write rows as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


def changed(row, **values):
    """A row with other values, by heading (spaces written as underscores)."""
    by_heading = dict(zip(HEADINGS, row, strict=True))
    by_heading |= {name.replace("_", " "): value for name, value in values.items()}
    return tuple(by_heading.values())


def previewed(data, *, unit, actor, mapping=MAPPING, **target):
    """Receive, map and preview a file."""
    run = runs.receive(data, name="house.csv", unit=unit, actor=actor)
    wanted = runs.ImportDestination(source="house", unit=unit, **target)
    run = runs.use_mapping(run, mapping=mapping, target=wanted, actor=actor)
    return runs.preview(run, actor=actor)


def imported(data, *, unit, actor, mapping=MAPPING, **target):
    """Bring a file in, without anybody looking at the preview."""
    run = previewed(data, unit=unit, actor=actor, mapping=mapping, **target)
    return commit.commit(run, seen=run.preview_digest, actor=actor)


def counts(run):
    """What became of rows, without what became of none."""
    return {name: count for name, count in run.counts.items() if count}


def by_name():
    """Every use case by its name."""
    return {use_case.name: use_case for use_case in UseCase.objects.select_related("unit")}

"""Import a register from a file, by the same way as the pages do."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, Q

from governance.models import Person, Unit
from inventory.imports.actions import commit, report, runs, saved
from inventory.imports.actions.targets import code_of, named
from inventory.models import ImportRun, MissingUnits, RowOutcome
from records.actors import Actor
from records.errors import RecordsError
from records.incoming import Table
from records.ledger.canonical import JSON


class Command(BaseCommand):
    """Receive, preview and write a register; say what became of its rows."""

    help = "Import records from a CSV or XLSX file: use cases, unless another kind is named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, how to read it, where it goes and who brings it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping", required=True, metavar="NAME", help="a saved mapping, or a ready-made one"
        )
        parser.add_argument(
            "--kind", default="inventory.usecase", metavar="CODE", help="what the rows become"
        )
        parser.add_argument("--unit", default="", metavar="REF", help="default: the organisation")
        parser.add_argument("--as", default="system", dest="who", metavar="EMAIL|system")
        parser.add_argument(
            "--missing-units", choices=MissingUnits.values, default=MissingUnits.CREATE.value
        )
        parser.add_argument("--dry-run", action="store_true", help="preview, write nothing")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, **options: Any) -> None:
        """Import, or say in one sentence why not."""
        try:
            told = _imported(options)
        except RecordsError as error:
            raise CommandError(error.message) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            self.stdout.write(_text(told))
        if not any(told["counts"][name] for name in ("added", "changed", "unchanged")):
            raise CommandError("No row of the file could be accepted; nothing was written.")


def _imported(options: dict[str, Any]) -> dict[str, Any]:
    actor = _actor(options["who"])
    kind = named(options["kind"])
    mapping = saved.find(options["mapping"], actor=actor, target=kind)
    target = runs.ImportDestination(
        source=mapping.name,
        unit=_unit(options["unit"]),
        missing_units=options["missing_units"],
    )
    data, name = _bytes(options["file"]), options["file"].name
    if options["dry_run"]:
        run = ImportRun(unit=target.unit, file_name=name, source=target.source, kind=code_of(kind))
        run.mapping, run.missing_units = mapping.to_json(), target.missing_units
        return _previewed(run, runs.readable(data, name), actor)
    clock = time.perf_counter()
    run = runs.receive(data, name=name, unit=target.unit, kind=code_of(kind), actor=actor)
    run = runs.use_mapping(run, mapping=mapping, target=target, actor=actor)
    run = runs.preview(run, actor=actor)
    previewed = time.perf_counter()
    run = commit.commit(run, seen=run.preview_digest, actor=actor)
    seconds = {
        "preview": round(previewed - clock, 2),
        "commit": round(time.perf_counter() - previewed, 2),
    }
    told = {"import": run.ref, "counts": run.counts, "seconds": seconds}
    return told | _told(list(report.lines(run, actor)))


def _previewed(run: ImportRun, table: Table, actor: Actor) -> dict[str, object]:
    made = runs.planned(run, actor=actor, table=table)
    lines = [report.line(row) for row in made.rows]
    return {"import": None, "counts": made.counts()} | _told(lines)


def _told(lines: list[dict[str, object]]) -> dict[str, object]:
    refused = [line for line in lines if line["outcome"] == RowOutcome.REFUSED]
    kept = [line for line in lines if line["conflicts"]]
    return {
        "refused": [{k: each[k] for k in ("row", "name", "problems")} for each in refused],
        "conflicts": [{k: each[k] for k in ("row", "ref", "conflicts")} for each in kept],
    }


def _text(told: dict[str, JSON]) -> str:
    head = f"{told['import']}: imported." if told["import"] else "Preview; nothing was written."
    counts = [f"  {name.replace('_', ' ')}: {count}" for name, count in told["counts"].items()]
    refused = [
        f"Row {each['row']} ({each['name']}) is refused: {' '.join(each['problems'])}"
        for each in told["refused"]
    ]
    kept = [
        f"Row {each['row']}: {each['ref']} keeps what a person wrote in "
        + ", ".join(conflict["field"] for conflict in each["conflicts"])
        + "; the file says otherwise."
        for each in told["conflicts"]
    ]
    return "\n".join([head, *counts, *refused, *kept])


def _actor(who: str) -> Actor:
    if who == "system":
        return Actor.system("import_register")
    person = Person.objects.filter(email__iexact=who, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody who may sign in has the e-mail address {who}.")
    return Actor.of(person)


def _unit(ref: str) -> Unit:
    wanted = Q(ref=ref) if ref else Q(unit_id=F("pk"))
    unit: Unit | None = Unit.objects.filter(wanted).first()
    if unit is not None:
        return unit
    advice = f"There is no unit {ref}." if ref else "There is no organisation yet: start `up` once."
    raise CommandError(advice)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

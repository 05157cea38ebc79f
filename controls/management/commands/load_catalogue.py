"""Check the catalogue of frameworks, and publish the editions that are not published yet."""

import json
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import F

from controls.crosswalk.actions import catalogue as actions
from controls.frameworks.actions import own_frameworks
from controls.frameworks.loading import CATALOGUE, Catalogue, CatalogueError, read_catalogue
from governance.models import Unit
from governance.people.actions import people
from records.actors import Actor
from records.errors import RuleError
from records.ledger.canonical import JSON


class Command(BaseCommand):
    """Read everything first: one fault anywhere, and nothing is changed."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, or one file of the organisation's own, and whether only to check."""
        parser.add_argument("--check", action="store_true", help="check the files, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--catalogue", type=Path, default=CATALOGUE, metavar="FOLDER")
        source.add_argument(
            "--file",
            type=Path,
            help="publish the organisation's own framework: YAML, OSCAL catalog, CSV or XLSX",
        )
        parser.add_argument(
            "--details",
            type=Path,
            metavar="FILE",
            help="JSON with what a table or an OSCAL catalog leaves open: names, dates",
        )

    def handle(self, **options: Any) -> None:
        """Print what was found and done; leave with 1 where anything was refused."""
        began = time.monotonic()
        if options["file"]:
            self._own(options)
            return
        try:
            read = read_catalogue(options["catalogue"])
            answer = counts(read)
            if not options["check"]:
                answer |= _take_over(read)
        except CatalogueError as error:
            refusal = {"file": error.file, "line": error.line, "message": error.message}
            self._refuse(str(error), refusal, as_json=options["json"])
        except RuleError as error:
            self._refuse(error.message, {"message": error.message}, as_json=options["json"])
        answer["seconds"] = f"{time.monotonic() - began:.2f}"
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        elif options["verbosity"]:
            self.stdout.write("\n".join(sentences(answer)))
        if answer.get("altered"):
            raise SystemExit(1)

    def _own(self, options: dict[str, Any]) -> None:
        """Check or publish a framework of the organisation's own; every fault is told."""
        try:
            data, details = _read_files(options["file"], options["details"])
            own = own_frameworks.look(data, name=options["file"].name, details=details)
        except (OSError, ValueError, RuleError) as error:
            sentence = getattr(error, "message", str(error))
            self._refuse(sentence, {"message": sentence}, as_json=options["json"])
        if own.faults:
            told = "\n".join(str(fault) for fault in own.faults)
            faults = [{"file": f.file, "line": f.line, "message": f.message} for f in own.faults]
            self._refuse(told, {"faults": faults}, as_json=options["json"])
        answer: dict[str, JSON] = {"provisions": len(own.lines), "remarks": list(own.remarks)}
        if not options["check"]:
            try:
                unit, actor = _top(), Actor.system("load_catalogue")
                edition = own_frameworks.publish_own(own, unit=unit, actor=actor)
            except RuleError as error:
                self._refuse(error.message, {"message": error.message}, as_json=options["json"])
            answer |= {"edition": edition.ref, "content_digest": edition.content_digest}
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        elif options["verbosity"]:
            done = f"published as {answer['edition']}" if "edition" in answer else "without fault"
            self.stdout.write("\n".join([f"{len(own.lines)} provisions: {done}.", *own.remarks]))

    def _refuse(self, sentence: str, refusal: dict[str, object], *, as_json: bool) -> NoReturn:
        if as_json:
            self.stdout.write(json.dumps({"error": refusal}))
        else:
            self.stderr.write(f"{sentence}\nNothing was changed.")
        raise SystemExit(1)


def _take_over(read: Catalogue) -> dict[str, object]:
    taken = actions.take_over(read, unit=_top(), actor=Actor.system("load_catalogue"))
    return {
        "published": [edition.ref for edition in taken.published],
        "revised": [edition.ref for edition in taken.revised],
        "unchanged": [edition.ref for edition in taken.unchanged],
        "altered": [edition.ref for edition in taken.altered],
        "mappings_added": len(taken.mappings.added),
        "mappings_renewed": len(taken.mappings.renewed),
        "mappings_withdrawn": [mapping.ref for mapping in taken.mappings.withdrawn],
        "mappings_kept": taken.mappings.kept,
    }


def _top() -> Unit:
    """Return the organisation, founded now where it is not there yet."""
    top = Unit.objects.filter(unit_id=F("pk")).first()
    if top is None:
        top = people.found(settings.ORGANISATION, actor=Actor.system("load_catalogue"))
    return top


def _read_files(file: Path, details: Path | None) -> tuple[bytes, dict[str, object]]:
    said = json.loads(details.read_text(encoding="utf-8")) if details else {}
    if not isinstance(said, dict):
        raise ValueError(f"{details}: This must be one JSON object.")
    return file.read_bytes(), said


def counts(read: Catalogue) -> dict[str, object]:
    """Count what the catalogue holds, provisions by edition."""
    return {
        "frameworks": len(read.frameworks),
        "editions": {
            f"{data.framework}/{data.id}": _count(Counter(p.is_heading for p in data.provisions))
            for data in read.editions.values()
        },
        "mappings": len(read.mappings),
        "fines": len(read.fines),
        "events": len(read.timeline),
        "templates": len(read.templates),
    }


def _count(headings: Counter[bool]) -> dict[str, int]:
    return {"provisions": headings[False], "headings": headings[True]}


def sentences(answer: dict[str, JSON]) -> list[str]:
    """Tell the answer to a person."""
    lines = [
        f"{name}: {count['provisions']} provisions under {count['headings']} headings"
        for name, count in answer["editions"].items()
    ]
    lines.append(
        f"{answer['frameworks']} frameworks, {answer['mappings']} mappings,"
        f" {answer['fines']} fines, {answer['events']} dates and {answer['templates']} templates"
        " were read without fault."
    )
    if "published" in answer:
        done = ", ".join(answer["published"]) or "none"
        lines.append(f"Published: {done}. Published before: {len(answer['unchanged'])}.")
        lines.append(
            f"Mappings added: {answer['mappings_added']}, renewed: {answer['mappings_renewed']},"
            f" withdrawn: {len(answer['mappings_withdrawn'])}."
        )
    if revised := answer.get("revised"):
        lines.append(f"Corrected by a later revision: {', '.join(revised)}.")
    if kept := answer.get("mappings_kept"):
        lines.append(
            f"Left as people changed them, though the catalogue differs: {', '.join(kept)}."
        )
    if answer.get("altered"):
        altered = ", ".join(answer["altered"])
        lines.append(
            f"Altered in the database since they were published: {altered}. Restore a backup;"
            " what was decided under them can no longer be relied upon."
        )
    lines.append(f"It took {answer['seconds']} s.")
    return lines

"""Tell how far a framework is covered at a unit or a use case, in three layers."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from controls.coverage.figures import Figures
from controls.coverage.report import LAYER_CODES, CoverageReport, place_named, report
from controls.coverage.rules import Layer
from controls.frameworks.editions import edition_named
from governance import days
from records.actors import Actor
from records.errors import RuleError
from records.history.moments import fault_of, parse_moment
from records.history.past import as_of

ACTOR = Actor.system("coverage")


class Command(BaseCommand):
    """Read coverage as of a moment and print it."""

    help = "Tell how far a framework is covered: recorded, evidence current, verified by a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the framework, the place, the moment and the form of the output."""
        parser.add_argument(
            "--framework",
            required=True,
            metavar="ID",
            help="a framework, such as iso-42001 (its edition in force), or framework/edition",
        )
        parser.add_argument(
            "--scope",
            default="",
            metavar="REF",
            help="a unit or a use case; without it the organisation",
        )
        parser.add_argument(
            "--as-of", default="", metavar="MOMENT", help="2026-03-14 or 2026-03-14T10:00Z"
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: object, **options: Any) -> None:
        """Print the report."""
        with as_of(_moment(options["as_of"])):
            try:
                edition = edition_named(options["framework"], days.day_read())
                found = report(edition, place_named(options["scope"], ACTOR))
            except RuleError as refusal:
                raise CommandError(refusal.message) from refusal
            except Http404 as missing:
                sentence = f"There is no unit or use case “{options['scope']}”."
                raise CommandError(sentence) from missing
            told = (
                json.dumps(found.as_json(ACTOR), indent=2, ensure_ascii=False)
                if options["as_json"]
                else _text(found)
            )
        self.stdout.write(told)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = parse_moment(text)
    if moment is None:
        raise CommandError(
            f"“{text}” is no past moment; write it as 2026-03-14 or 2026-03-14T10:00Z."
        )
    if fault := fault_of(moment):
        raise CommandError(fault)
    return moment


def _text(found: CoverageReport) -> str:
    head = f"{found.edition.title}, {found.place.ref} {found.place}, {found.day.isoformat()}"
    lines = [_line(found, line.code, line.title) for line in found.shown()]
    return "\n".join([head, _figures(found.figures()), "", *lines])


def _figures(found: Figures) -> str:
    told = (
        f"{LAYER_CODES[layer]} {one.direct} of {found.whole} (and {one.derived} derived only)"
        for layer in Layer
        if layer is not Layer.NONE
        for one in (found.of(layer),)
    )
    return "; ".join(told)


def _line(found: CoverageReport, code: str, title: str) -> str:
    cover = found.covers[code]
    derived = f", derived: {LAYER_CODES[cover.derived]}" if cover.derived else ""
    return f"{code:<20} {LAYER_CODES[cover.direct]:<9} {title}{derived}"

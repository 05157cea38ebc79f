"""Tell what the law asks of a use case, or of the organisation."""

import datetime
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.engine.effects import load_act
from assessments.models import Classification, organisation_units
from assessments.obligations import law, organisation, reports
from assessments.obligations.reports import ObligationRow
from governance import days
from governance.models import Unit
from inventory.models import UseCase
from records.actors import Actor
from records.ledger.canonical import JSON

ACTOR = Actor.system("obligations")


class Command(BaseCommand):
    """Read what is owed, and print it."""

    help = "List the obligations of a use case (UC-), of a classified one (CL-) or of a unit (UN-)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the reference, the day, the edition and the form of the output."""
        parser.add_argument("ref", metavar="REF", help="UC-0001, CL-0001 or UN-0001")
        parser.add_argument(
            "--on", metavar="YYYY-MM-DD", help="the day by which it is judged; today by default"
        )
        parser.add_argument(
            "--edition",
            choices=sorted(load_act().questionnaire.editions),
            help="read the stored answers by this edition instead of the one that was chosen",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, **options: Any) -> None:
        on = _day(options["on"]) if options["on"] else days.today()
        found = report(options["ref"], on=on, edition=options["edition"] or "")
        if options["as_json"]:
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
            return
        for item in (*found["obligations"], *found["of_the_organisation"]):
            self.stdout.write(_text(item))
        self.stdout.write("Not legal advice.")


def report(ref: str, *, on: datetime.date, edition: str) -> dict[str, JSON]:
    """Gather what is owed; raise CommandError for a reference that names nothing."""
    about = {"ref": ref, "on": on.isoformat(), "edition": edition or None}
    if ref.startswith(Unit.ref_prefix):
        unit = Unit.objects.filter(ref=ref).first()
        if unit is None or unit not in organisation_units().values():
            raise CommandError(f"{ref} is not the organisation, at which obligations stand.")
        general = organisation.tell(actor=ACTOR, on=on, use_case__unit__is_sample=unit.is_sample)
        return {
            **about,
            "doubts": [],
            "obligations": [],
            "of_the_organisation": [x.as_json() for x in general],
        }
    use_case = _use_case(ref)
    own = reports.of_use_case(use_case, actor=ACTOR, on=on, edition=edition)
    general_of_case = reports.of_use_case(
        use_case, actor=ACTOR, on=on, edition=edition, level="organisation"
    )
    return {
        **about,
        "doubts": reports.doubts_of(use_case, actor=ACTOR, on=on, edition=edition),
        "obligations": _plain(own),
        "of_the_organisation": _plain(general_of_case),
    }


def _plain(told: Sequence[ObligationRow]) -> list[dict[str, JSON]]:
    return [item.as_json() for item in told]


def _use_case(ref: str) -> UseCase:
    named = UseCase.objects.filter(ref=ref)
    if ref.startswith(Classification.ref_prefix):
        named = UseCase.objects.filter(classifications__ref=ref)
    use_case: UseCase | None = named.first()
    if use_case is None:
        raise CommandError(f"There is no record {ref}.")
    return use_case


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f'"{text}" is no day; write it as YYYY-MM-DD.') from error


def _text(item: dict[str, JSON]) -> str:
    since = item["applies_from"] or "no date yet"
    title = law.title(item["edition"], item["provision"])
    return f"{title} ({item['role']}), from {since}: {item['status']}. {item['why']}"

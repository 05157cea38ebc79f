"""Erase values about a person from a record and its whole past."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from records.actors import Actor
from records.changing import erasure
from records.database import objects
from records.errors import RecordsError
from records.models import Record


class Command(BaseCommand):
    """Erase what a field of a record holds and has held; it cannot be brought back."""

    help = "Erase values about a person from a record, its past and the files it came from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the record, the field, the reason and who acts."""
        parser.add_argument("ref", metavar="REF")
        parser.add_argument("--field", required=True, metavar="NAME")
        parser.add_argument(
            "--reason", required=True, metavar="TEXT", help="do not name the person"
        )
        parser.add_argument("--as", default="system", dest="who", metavar="EMAIL|system")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase, or say in one sentence why not."""
        record = _record(options["ref"])
        fields = erasure.erasable(type(record))
        if options["field"] not in fields:
            known = ", ".join(fields)
            raise CommandError(f"{record.ref} has no field {options['field']}. Choose of: {known}.")
        try:
            erasure.erase(
                record,
                field=options["field"],
                actor=_actor(options["who"]),
                reason=options["reason"],
            )
        except RecordsError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            f"Erased {options['field']} from {record.ref} and from its past. The ledger keeps that "
            "it was there; packs made before still hold it."
        )


def _record(ref: str) -> Record:
    for model in objects.kept_models():
        if issubclass(model, Record) and ref.startswith(f"{model.ref_prefix}-"):
            found: Record | None = model._base_manager.filter(ref=ref).first()
            if found is not None:
                return found
    raise CommandError(f"There is no record {ref}. Give its reference, such as UC-0042.")


def _actor(who: str) -> Actor:
    if who == "system":
        return Actor.system("erase")
    person = get_user_model().objects.filter(email__iexact=who, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody who can sign in has the address {who}.")
    return Actor.of(person)

"""What a sign-off covers: comparing signed digests with today's records, and who wrote them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from governance.models import SignOff
from governance.rules import SignOffState
from records.models import Entry, Record

FRESH = timedelta(minutes=2)


@dataclass(frozen=True)
class Confirmation:
    """Proof that the signer authenticated just now, by `method`."""

    method: str
    at: datetime

    @property
    def is_fresh(self) -> bool:
        """Say whether it is recent enough to sign with."""
        return timedelta(0) <= timezone.now() - self.at <= FRESH


def item(record: Record) -> dict[str, str]:
    """Return what a signature names of a record: kind, id, reference and material digest."""
    return {
        "kind": record.kind_code(),
        "id": str(record.pk),
        "ref": record.ref,
        "digest": record.digest,
    }


def digests_now(items: Iterable[dict[str, str]]) -> dict[str, str]:
    """Return the present digests of the named records by id; one query a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for named in items:
        wanted[named["kind"]].add(named["id"])
    found: dict[str, str] = {}
    for kind, keys in wanted.items():
        model = apps.get_model(kind)
        rows = model._base_manager.filter(pk__in=keys).values_list("pk", "digest")
        found |= {str(key): digest for key, digest in rows}
    return found


def changed_since(sign_offs: Iterable[SignOff]) -> dict[Any, list[dict[str, str]]]:
    """Return, by sign-off key, the items whose record is no longer in the signed state."""
    every = list(sign_offs)
    now = digests_now(named for sign_off in every for named in sign_off.items)
    return {
        sign_off.pk: [named for named in sign_off.items if now.get(named["id"]) != named["digest"]]
        for sign_off in every
    }


@dataclass(frozen=True)
class Standing:
    """How a record stands towards sign-off: none, waiting, signed, stale, changes requested."""

    code: str
    sign_off: SignOff | None = None
    changed: tuple[dict[str, str], ...] = ()


def standings(records: Iterable[Record]) -> dict[Any, Standing]:
    """Return how each record stands, by its key; the number of queries is constant in records."""
    every = list(records)
    latest: dict[Any, SignOff] = {}
    kept = SignOff.objects.current().exclude(state=SignOffState.WITHDRAWN)
    for sign_off in kept.filter(subject_id__in=[record.pk for record in every]).order_by("id"):
        latest[sign_off.subject_id] = sign_off
    changed = changed_since(latest.values())
    return {record.pk: _standing(latest.get(record.pk), changed) for record in every}


def _standing(sign_off: SignOff | None, changed: dict[Any, list[dict[str, str]]]) -> Standing:
    if sign_off is None:
        return Standing("unsigned")
    moved = tuple(changed[sign_off.pk])
    if sign_off.state == SignOffState.CHANGES_REQUESTED:
        return Standing("changes_requested", sign_off, moved)
    if sign_off.state == SignOffState.REQUESTED:
        return Standing("outdated" if moved else "waiting", sign_off, moved)
    return Standing("stale" if moved else "signed", sign_off, moved)


def authors_of(sign_off: SignOff) -> frozenset[str]:
    """Return the keys of the people who wrote the subject or asked for its sign-off."""
    return authors_of_each([sign_off])[sign_off.pk]


def authors_of_each(sign_offs: Iterable[SignOff]) -> dict[Any, frozenset[str]]:
    """Return the authors by sign-off key, by one query."""
    every = list(sign_offs)
    people: dict[Any, set[str]] = defaultdict(set)
    entries = Entry.objects.filter(object_id__in={one.subject_id for one in every})
    for subject, body in entries.values_list("object_id", "body"):
        actor = json.loads(body)["actor"]
        if actor["kind"] != "system":
            people[subject].add(actor.get("person", actor["id"]))
    return {one.pk: frozenset(people[one.subject_id] | {str(one.owner_id)}) for one in every}

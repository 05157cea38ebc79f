"""What a sign-off covers: comparing signed digests with today's records, and who wrote them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance import rules
from governance.models import Person, SignOff, SignOffPolicy
from governance.rules import Factor, SignOffState, Terms
from governance.signoff.models import SignOffQuerySet
from records.errors import RuleError
from records.history.past import history_model
from records.models import Entry, Record

FRESH = timedelta(minutes=2)
# What stands in place of a factor on signatures of the sample organisation, which nobody gave.
SAMPLE = "sample"


@dataclass(frozen=True)
class Confirmation:
    """Proof that the signer authenticated just now: by `method`, for the one sign-off."""

    method: str
    at: datetime
    sign_off: UUID

    @property
    def is_fresh(self) -> bool:
        """Say whether it is recent enough to sign with."""
        return timedelta(0) <= timezone.now() - self.at <= FRESH


def factor_of(person: Person) -> Factor:
    """Return the strongest factor that a person has set up: nothing weaker signs for them."""
    held = Authenticator.objects.filter(user_id=person.pk)
    return rules.strongest(held.values_list("type", flat=True))


_BY = {
    Factor.PASSKEY: _("Sign with your passkey: nothing weaker signs for you."),
    Factor.APP: _("Sign with a code of your authenticator app: nothing weaker signs for you."),
    Factor.PASSWORD: _("Sign with your password."),
}


def refuse_weak_proof(proof: Confirmation, sign_off: SignOff, person: Person) -> None:
    """Raise RuleError for proof that is old, for another sign-off, or by less than one has."""
    if proof.sign_off != sign_off.pk:
        raise RuleError(gettext("Please authenticate again: you did so for another sign-off."))
    if not proof.is_fresh:
        raise RuleError(gettext("Please authenticate again: a signature needs it each time."))
    if proof.method == SAMPLE and sign_off.unit.is_sample:
        return
    needed = factor_of(person)
    if proof.method != needed:
        raise RuleError(str(_BY[needed]))


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


def changed_since(sign_offs: Iterable[SignOff]) -> dict[object, list[dict[str, str]]]:
    """Return, by sign-off key, the items whose record is no longer in the signed state."""
    every = list(sign_offs)
    now = digests_now(named for sign_off in every for named in sign_off.items)
    return {
        sign_off.pk: [named for named in sign_off.items if now.get(named["id"]) != named["digest"]]
        for sign_off in every
    }


@dataclass(frozen=True)
class SignOffStanding:
    """How a record stands towards sign-off: none, waiting, signed, stale, changes requested."""

    code: str
    sign_off: SignOff | None = None
    changed: tuple[dict[str, str], ...] = ()


def standings(records: Iterable[Record]) -> dict[Any, SignOffStanding]:
    """Return how each record stands, by its key; the number of queries is constant in records."""
    every = list(records)
    latest: dict[Any, SignOff] = {}
    kept = SignOff.objects.current().exclude(state=SignOffState.WITHDRAWN)
    for sign_off in kept.filter(subject_id__in=[record.pk for record in every]).order_by("id"):
        latest[sign_off.subject_id] = sign_off
    changed = changed_since(latest.values())
    return {record.pk: _standing(latest.get(record.pk), changed) for record in every}


def standing_of(sign_off: SignOff, moved: Sequence[dict[str, str]]) -> SignOffStanding:
    """Return how a sign-off stands by itself, also one that another followed.

    `moved` are its items whose record is no longer in the signed state.
    """
    if sign_off.state == SignOffState.WITHDRAWN:
        return SignOffStanding("withdrawn", sign_off, tuple(moved))
    found = _standing(sign_off, {sign_off.pk: list(moved)})
    is_followed = found.code == "stale" and _later(sign_off).exists()
    return replace(found, code="followed") if is_followed else found


def _later(sign_off: SignOff) -> SignOffQuerySet:
    kept = SignOff.objects.current().exclude(state=SignOffState.WITHDRAWN)
    return kept.filter(subject_id=sign_off.subject_id, created_at__gt=sign_off.created_at)


def _standing(
    sign_off: SignOff | None, changed: dict[object, list[dict[str, str]]]
) -> SignOffStanding:
    if sign_off is None:
        return SignOffStanding("unsigned")
    moved = tuple(changed[sign_off.pk])
    if sign_off.state == SignOffState.CHANGES_REQUESTED:
        return SignOffStanding("changes_requested", sign_off, moved)
    if sign_off.state == SignOffState.REQUESTED:
        return SignOffStanding("outdated" if moved else "waiting", sign_off, moved)
    return SignOffStanding("stale" if moved else "signed", sign_off, moved)


def authors_of(sign_off: SignOff) -> frozenset[str]:
    """Return the keys of the people who wrote what is signed or asked for its sign-off."""
    return authors_of_each([sign_off])[sign_off.pk]


def authors_of_each(sign_offs: Iterable[SignOff]) -> dict[object, frozenset[str]]:
    """Return the authors by sign-off key, by one query: of the subject and of all it rests on."""
    every = list(sign_offs)
    people: dict[str, set[str]] = defaultdict(set)
    entries = Entry.objects.filter(object_id__in={key for one in every for key in _signed(one)})
    for record, body in entries.values_list("object_id", "body"):
        actor = json.loads(body)["actor"]
        if actor["kind"] != "system":
            people[str(record)].add(actor.get("person", actor["id"]))
    return {
        one.pk: frozenset({str(one.owner_id)}.union(*(people[key] for key in _signed(one))))
        for one in every
    }


def _signed(sign_off: SignOff) -> list[str]:
    return [named["id"] for named in sign_off.items]


def terms_of(sign_off: SignOff) -> Terms:
    """Return the terms that a sign-off was asked for with, whatever its policy says today."""
    return _terms(sign_off.policy_then)


def terms_of_each(sign_offs: Iterable[SignOff]) -> dict[object, Terms]:
    """Return the terms by sign-off key, by one query."""
    every = list(sign_offs)
    kept: Any = history_model(SignOffPolicy)._base_manager.filter(
        id__in={one.policy_id for one in every},
        version__in={one.policy_version for one in every},
    )
    found = {(row.id, row.version): _terms(row) for row in kept}
    return {one.pk: found[one.policy_id, one.policy_version] for one in every}


def _terms(policy: Any) -> Terms:
    return Terms(policy.roles, policy.quorum, policy.in_order, policy.author_excluded)

"""Reading the rows behind coverage: a fixed number of queries, whatever is asked for.

Coverage is a fact and not a view: it is read without an actor, so that a status is the same for
every reader. Which of the records on a path somebody may see is asked for apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from controls.coverage.places import Coverage, ImplementationPlaces, Scope, upwards
from controls.coverage.routes import RecordedClaim, Routes
from controls.coverage.rules import CurrentEvidence, Implemented
from controls.crosswalk.engine.crosswalk import ProvisionNode
from controls.crosswalk.models.crosswalks import crosswalk, made_for, parents_of
from controls.frameworks.editions import newest
from controls.models import (
    Claim,
    Control,
    Edition,
    Evidence,
    EvidenceUse,
    Implementation,
    ImplementationStatus,
    Origin,
    Provision,
    ProvisionStatus,
)
from controls.models import Mapping as MappingRecord
from governance import days
from governance.models import SignOff, Unit
from governance.signoff.signing import standings
from inventory.models import UseCase
from records.actors import Actor
from records.remembered import state_read

__all__ = [
    "Coverage",
    "Scope",
    "coverage_of",
    "scope_of_unit",
    "scopes_of_use_cases",
    "visible_refs",
]
KEPT_EDITIONS = 64
# A list of more keys takes longer to send and to compare than reading what it leaves out.
NAMED_AT_MOST = 500
# Records that stand on a path, by what their references begin with.
ON_A_PATH = {
    model.ref_prefix: model for model in (MappingRecord, Control, Implementation, Evidence, SignOff)
}


def scope_of_unit(unit: Unit) -> Scope:
    """Return the scope of a unit; the organisation is the top one."""
    return Scope(unit.path)


def scopes_of_use_cases(keys: Iterable[UUID]) -> dict[UUID, Scope]:
    """Return the scopes of use cases by their keys, by one query."""
    found = UseCase.objects.filter(pk__in=list(keys)).values_list("pk", "unit__path")
    return {key: Scope(unit_path, key) for key, unit_path in found}


def coverage_of(
    edition: Edition,
    scopes: Collection[Scope],
    *,
    codes: Collection[str] | None = None,
    day: date | None = None,
) -> Coverage:
    """Read how far an edition is covered at some scopes; `codes` says that no others are wanted."""
    on = day or days.day_read()
    routes, claims = _routes(edition, on, _editions())
    if codes is not None:
        claims = _leading_to(edition, codes, routes, claims)
    return Coverage(edition.framework.code, routes, _places(claims, scopes, on))


def _leading_to(
    edition: Edition, codes: Collection[str], routes: Routes, claims: list[RecordedClaim]
) -> list[RecordedClaim]:
    nodes = [ProvisionNode(edition.framework.code, code) for code in set(codes)]
    wanted = {route.claim for node in nodes for route in routes.to(node)}
    return [claim for claim in claims if claim.id in wanted]


def coverages_of(
    framework: str,
    editions: Collection[str],
    scopes: Collection[Scope],
    *,
    codes: Collection[str] | None = None,
) -> dict[str, Coverage]:
    """Read how far the editions of a law that are published here are covered today.

    What they share is read once.
    """
    on = days.day_read()
    every = _editions()
    read = {}
    for edition in every:
        if edition.framework.code == framework and edition.code in editions:
            routes, claims = _routes(edition, on, every)
            wanted = claims if codes is None else _leading_to(edition, codes, routes, claims)
            read[edition.code] = (routes, wanted)
    claimed = {claim.id: claim for _way, claims in read.values() for claim in claims}
    places = _places(list(claimed.values()), scopes, on)
    return {code: Coverage(framework, routes, places) for code, (routes, _claims) in read.items()}


def coverage_of_newest(
    scopes: Collection[Scope], *, day: date | None = None
) -> list[tuple[Edition, Coverage]]:
    """Read how far every framework is covered, each in its edition in force, at once."""
    on = day or days.day_read()
    every = _editions()
    read = newest(every, on)
    routes, claims = _routes_of(read, every)
    places = _places(claims, scopes, on)
    return [(edition, Coverage(edition.framework.code, routes, places)) for edition in read]


_UNREAD = ("rationale", "published_in", "dispute", "digest", "taken_digest")


def _editions() -> list[Edition]:
    return list(Edition.objects.current().select_related("framework"))


def _routes(
    edition: Edition, day: date, every: list[Edition]
) -> tuple[Routes, list[RecordedClaim]]:
    others = [one for one in every if one.framework_id != edition.framework_id]
    return _routes_of([edition, *newest(others, day)], every)


# Each process keeps the ways of the states it read last: pages ask for them again and again.
_KEPT_ROUTES: dict[tuple[object, ...], tuple[Routes, list[RecordedClaim]]] = {}
ROUTES_KEPT = 6


def _routes_of(read: list[Edition], every: list[Edition]) -> tuple[Routes, list[RecordedClaim]]:
    key = (*state_read(), frozenset(edition.pk for edition in read))
    found = _KEPT_ROUTES.get(key)
    if found is None:
        found = _read_routes(read, every)
        _KEPT_ROUTES[key] = found
        for oldest in list(_KEPT_ROUTES)[:-ROUTES_KEPT]:
            _KEPT_ROUTES.pop(oldest, None)
    return found


def _read_routes(read: list[Edition], every: list[Edition]) -> tuple[Routes, list[RecordedClaim]]:
    claims = _claims(read, {one.pk: one for one in every})
    walk = crosswalk(made_for(MappingRecord.objects.current().defer(*_UNREAD), read), read)
    parents: dict[ProvisionNode, ProvisionNode] = {}
    for one in read:
        parents |= parents_of(one)
    return Routes(claims, walk, parents), claims


def _claims(read: list[Edition], by_key: Mapping[UUID, Edition]) -> list[RecordedClaim]:
    """Return the claims on some editions, and those on earlier ones that still hold there."""
    holds: dict[UUID, tuple[Edition, frozenset[str] | None]] = {}
    for edition in read:
        holds[edition.pk] = (edition, None)
        at, unchanged = edition, None
        while (before := by_key.get(at.replaces_id)) is not None:  # type: ignore[arg-type] # None
            kept = _unchanged(at.pk)
            unchanged = kept if unchanged is None else unchanged & kept
            holds.setdefault(before.pk, (edition, unchanged))
            at = before
    found = Claim.objects.filter(
        provision__edition__in=list(holds), control__archived_at__isnull=True
    )
    rows = found.values_list(
        "pk", "control_id", "control__ref", "provision__edition_id", "provision__code", "relation"
    )
    claims = []
    for key, control, ref, edition_id, code, relation in rows.order_by("pk"):
        edition, unchanged = holds[edition_id]
        if unchanged is None or code in unchanged:
            node = ProvisionNode(edition.framework.code, code)
            before_code = "" if unchanged is None else by_key[edition_id].code
            claims.append(RecordedClaim(key, control, ref, node, relation, before_code))
    return claims


@lru_cache(maxsize=KEPT_EDITIONS)
def _unchanged(edition: UUID) -> frozenset[str]:
    """Return the numbers that an edition left as they were; editions never change."""
    found = Provision.objects.filter(edition_id=edition, status=ProvisionStatus.UNCHANGED)
    return frozenset(found.values_list("code", flat=True))


def _places(
    claims: list[RecordedClaim], scopes: Collection[Scope], day: date
) -> ImplementationPlaces:
    controls = {claim.control for claim in claims}
    here = _implementations(scopes, controls)
    rows = [row for row in here.values_list(*_IMPLEMENTATION) if row[2] in controls]
    uses = _uses(here, {claim.id for claim in claims}, day)
    signed = _signed({row[0] for row in rows} | {use[2] for use in uses})
    shown: dict[UUID, list[CurrentEvidence]] = defaultdict(list)
    for implementation, claim, evidence, ref, place, until in uses:
        told = CurrentEvidence(ref, place, until, signed.get(evidence, ""))
        shown[implementation or claim].append(told)
    at_units: list[Implemented] = []
    of_use_cases: dict[UUID, dict[UUID, Implemented]] = defaultdict(dict)
    for row in rows:
        made = _implemented(row, day, signed.get(row[0], ""))
        if row[3] is None:
            at_units.append(made)
        else:
            of_use_cases[row[3]][made.control] = made
    return ImplementationPlaces(at_units, of_use_cases, shown)


# Rows and not records: there may be thousands at the top, and records take long to make.
_IMPLEMENTATION = (
    "pk", "ref", "control_id", "use_case_id", "unit__path", "status", "since", "origin",
)  # fmt: skip


def _implementations(scopes: Collection[Scope], controls: Collection[UUID]) -> Any:
    """Return those at some scopes, narrowed to the controls as long as naming them pays."""
    paths = {place for scope in scopes for place in upwards(scope.unit_path)}
    use_cases = {scope.use_case for scope in scopes if scope.use_case}
    here = Q(use_case__isnull=True, unit__path__in=paths) | Q(use_case__in=use_cases)
    found = Implementation.objects.current().filter(here)
    found = found.exclude(status=ImplementationStatus.RETIRED)
    return found.filter(control__in=controls) if len(controls) <= NAMED_AT_MOST else found


def _uses(implementations: Any, claims: set[UUID], day: date) -> list[tuple[Any, ...]]:
    """Return what evidence is attached to, and until when each is current on the day."""
    attached = Q(implementation__in=implementations.values("pk")) | Q(claim__in=claims)
    current = Q(
        evidence__revisions__removed_at__isnull=True,
        evidence__revisions__current_from__lte=day,
        evidence__revisions__current_to__gte=day,
    )
    found = EvidenceUse.objects.filter(attached, evidence__archived_at__isnull=True)
    return list(
        found.annotate(until=Max("evidence__revisions__current_to", filter=current))
        .order_by("pk")
        .values_list(
            "implementation_id",
            "claim_id",
            "evidence_id",
            "evidence__ref",
            "evidence__unit__path",
            "until",
        )
    )


def _signed(keys: set[UUID]) -> dict[UUID, str]:
    """Return the sign-offs that hold for the present state of records, by their keys."""
    kinds = {model.kind_code(): model for model in (Implementation, Evidence)}
    complete = SignOff.objects.current().complete().filter(subject_kind__in=kinds)
    # Few of many are ever signed: only those are looked at closely.
    named = set(complete.values_list("subject_kind", "subject_id"))
    records = [kinds[kind](pk=key) for kind, key in named if key in keys]
    return {
        key: found.sign_off.ref
        for key, found in standings(records).items()
        if found.code == "signed" and found.sign_off is not None
    }


def _implemented(row: tuple[Any, ...], day: date, sign_off: str) -> Implemented:
    key, ref, control, use_case, unit_path, status, since, origin = row
    is_there = status == ImplementationStatus.IMPLEMENTED and since is not None
    return Implemented(
        id=key,
        ref=ref,
        control=control,
        place=str(use_case or unit_path),
        is_in_place=is_there and since <= day,
        is_inherited=origin == Origin.INHERITED,
        sign_off=sign_off,
    )


def visible_refs(refs: Iterable[str], actor: Actor, needs: str = "view") -> set[str]:
    """Return which references on paths the actor may see; one query for each kind of record."""
    by_prefix: dict[str, set[str]] = defaultdict(set)
    for ref in refs:
        by_prefix[ref.partition("-")[0]].add(ref)
    seen: set[str] = set()
    for prefix, wanted in by_prefix.items():
        if prefix in ON_A_PATH:
            found = ON_A_PATH[prefix].objects.visible_to(actor, needs).filter(ref__in=wanted)
            seen.update(found.values_list("ref", flat=True))
    return seen

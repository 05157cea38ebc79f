"""Filling controls, where they are in place, and their evidence; the coverage to be asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from random import Random

from django.urls import reverse
from django.utils import timezone

from controls.coverage.figures import asks
from controls.evidence import actions as evidence
from controls.library.actions import controls, implementations
from controls.models import (
    Claim,
    Control,
    Edition,
    Evidence,
    EvidenceRevision,
    EvidenceUse,
    Freshness,
    Implementation,
    ImplementationStatus,
    Provision,
    Relation,
)
from governance import days
from governance.models import Unit
from inventory.models import UseCase
from ops.bench import texts
from ops.bench.filling import SET, sets
from ops.bench.organisation import Organisation
from records.actors import Actor
from records.changing.acting import acting_many

# So many of each for a register of five thousand; smaller ones have their share.
WHOLE = 5_000
CONTROLS, EVIDENCE = 1_000, 20_000
CLAIMED = (("iso-42001", "2023"), ("eu-ai-act", "2026-1744"))
RELATIONS = (Relation.EQUAL, Relation.SUPERSET, Relation.SUBSET, Relation.INTERSECTS)
# Ten kinds of proof for an implementation; every fifth was collected too long ago.
PROOFS = 10
ONE_IN_STALE = 5


def fill(organisation: Organisation, count: int) -> None:
    """Add controls with claims, each in place at a unit or a use case, each with evidence."""
    random = Random(20_270_802)  # noqa: S311 - the same each time, nothing secret
    actor = Actor.of(organisation.officer)
    wanted = max(1, CONTROLS * count // WHOLE)
    made: list[Control] = []
    for some in sets(range(wanted)):
        new = [_control(random, organisation, number) for number in some]
        claims = [claim for number, each in zip(some, new, strict=True)
                  for claim in _claims(random, each, number)]  # fmt: skip
        made += acting_many(controls.ADD, new, actor, parts=claims)
    places = _places(random, made, organisation, EVIDENCE * count // WHOLE // PROOFS)
    for some_places in sets(places):
        acting_many(implementations.ADD, some_places, actor)
        for few in sets(some_places, SET // PROOFS):
            proofs = [_proof(random, each, number) for each in few for number in range(PROOFS)]
            acting_many(
                evidence.ADD,
                [proof.evidence for proof in proofs],
                actor,
                parts=[part for proof in proofs for part in (proof.revision, proof.use)],
            )


def coverage_pages() -> list[str]:
    """Return the addresses of coverage: the standard and the law, at the top and at a use case."""
    use_case = UseCase.objects.order_by("id").values_list("ref", flat=True)[0]
    addresses = [reverse("law-coverage", args=list(edition)) for edition in CLAIMED]
    return [*addresses, *(f"{address}?scope={use_case}" for address in addresses)]


def _control(random: Random, organisation: Organisation, number: int) -> Control:
    return Control(
        unit=organisation.top,
        owner=organisation.officer,
        name=f"Control {number}: {texts.name(random)}",
        objective=texts.prose(random, sentences=1),
        procedure=texts.prose(random, sentences=3),
    )


def _claims(random: Random, control: Control, number: int) -> list[Claim]:
    asked = _asked(*CLAIMED[number % len(CLAIMED)])
    return [
        Claim(
            control=control,
            provision=provision,
            relation=random.choice(RELATIONS),
            rationale=texts.prose(random, sentences=1),
        )
        for provision in random.sample(asked, k=2)
    ]


@lru_cache
def _asked(framework: str, code: str) -> Sequence[Provision]:
    """Return what an edition asks of anybody."""
    edition = Edition.objects.get(framework__code=framework, code=code)
    rows = Provision.objects.filter(edition=edition).order_by("order")
    return [row for row in rows if row.exists_here and asks(row.kind, row.addressees)]


def _places(
    random: Random, made: Sequence[Control], organisation: Organisation, count: int
) -> list[Implementation]:
    """Put controls in place: the first ones at the top or at units, the others at use cases."""
    since = days.today() - timedelta(days=30)
    units: list[Unit] = [organisation.top, *organisation.units]
    use_cases = list(UseCase.objects.select_related("unit").order_by("id")[: max(1, count)])
    found = []
    for number in range(count):
        one = Implementation(
            control=made[number % len(made)],
            owner=organisation.officer,
            status=ImplementationStatus.IMPLEMENTED,
            since=since,
        )
        if number < len(made):
            one.unit = units[0] if number % 2 else random.choice(units)
        else:
            one.use_case = use_cases[number % len(use_cases)]
            one.unit = one.use_case.unit
        found.append(one)
    return found


@dataclass(frozen=True)
class Proof:
    """Evidence as it is handed in at a place."""

    evidence: Evidence
    revision: EvidenceRevision
    use: EvidenceUse


def _proof(random: Random, one: Implementation, number: int) -> Proof:
    age = 400 if number % ONE_IN_STALE == 0 else random.randint(0, 300)
    made = Evidence(
        unit=one.unit,
        owner=one.owner,
        name=texts.name(random),
        freshness=Freshness.COLLECTED,
    )
    revision = EvidenceRevision(
        evidence=made,
        link=f"https://proof.bench.example/{one.ref}/{number}",
        collected_on=days.today() - timedelta(days=age),
        received_at=timezone.now(),
    )
    revision.judge(made.freshness, made.valid_days)
    return Proof(made, revision, EvidenceUse(evidence=made, implementation=one))

"""Filling controls, where they are in place, and their evidence; the coverage to be asked for."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.db import transaction
from django.urls import reverse

from controls.coverage.figures import asks
from controls.evidence import actions as evidence
from controls.library.actions import controls, implementations
from controls.models import Control, Edition, Freshness, Implementation, Provision, Relation
from governance import days
from governance.models import Unit
from inventory.models import UseCase
from ops.bench import texts
from ops.bench.filling import sets
from ops.bench.organisation import Organisation
from records.acting import open_act
from records.actors import Actor

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
        # No one act: each control is added, then claims twice.
        with transaction.atomic():
            made += [_control(random, organisation, actor, number) for number in some]
    places = _places(random, made, organisation, EVIDENCE * count // WHOLE // PROOFS, actor)
    for some_places in sets(places, 50):
        with open_act(actor):
            for one in some_places:
                _proofs(random, one, actor)


def coverage_pages() -> list[str]:
    """Return the addresses of coverage: the standard and the law, at the top and at a use case."""
    use_case = UseCase.objects.order_by("id").values_list("ref", flat=True)[0]
    addresses = [reverse("law-coverage", args=list(edition)) for edition in CLAIMED]
    return [*addresses, *(f"{address}?scope={use_case}" for address in addresses)]


def _control(random: Random, organisation: Organisation, actor: Actor, number: int) -> Control:
    control = controls.add(
        actor=actor,
        values={
            "unit": organisation.top,
            "owner": organisation.officer,
            "name": f"Control {number}: {texts.name(random)}",
            "objective": texts.prose(random, sentences=1),
            "procedure": texts.prose(random, sentences=3),
        },
    )
    framework, edition = CLAIMED[number % len(CLAIMED)]
    for code in random.sample(_codes(framework, edition), k=2):
        control = controls.claim(
            control,
            actor=actor,
            edition=f"{framework}/{edition}",
            code=code,
            relation=random.choice(RELATIONS),
            rationale=texts.prose(random, sentences=1),
        )
    return control


_KNOWN: dict[tuple[str, str], Sequence[str]] = {}


def _codes(framework: str, code: str) -> Sequence[str]:
    if (framework, code) not in _KNOWN:
        edition = Edition.objects.get(framework__code=framework, code=code)
        rows = Provision.objects.filter(edition=edition).order_by("order")
        _KNOWN[framework, code] = [
            row.code for row in rows if row.exists_here and asks(row.kind, row.addressees)
        ]
    return _KNOWN[framework, code]


def _places(
    random: Random, made: Sequence[Control], organisation: Organisation, count: int, actor: Actor
) -> list[Implementation]:
    """Put controls in place: the first half at the top or at units, the others at use cases."""
    since = days.today() - timedelta(days=30)
    units: list[Unit] = [organisation.top, *organisation.units]
    use_cases = list(UseCase.objects.select_related("unit").order_by("id")[: max(1, count)])
    found = []
    for some in sets(range(count)):
        with open_act(actor):
            for number in some:
                control = made[number % len(made)]
                if number < len(made):
                    unit = units[0] if number % 2 else random.choice(units)
                    one = implementations.at_unit(
                        control, actor=actor, unit=unit, status="implemented", since=since
                    )
                else:
                    one = implementations.at_use_case(
                        use_cases[number % len(use_cases)],
                        actor=actor,
                        control=control,
                        status="implemented",
                        since=since,
                    )
                found.append(one)
    return found


def _proofs(random: Random, one: Implementation, actor: Actor) -> None:
    for number in range(PROOFS):
        age = 400 if number % ONE_IN_STALE == 0 else random.randint(0, 300)
        evidence.hand_in(
            one,
            actor=actor,
            values={"name": texts.name(random), "freshness": Freshness.COLLECTED},
            handed_in=evidence.HandedIn(
                link=f"https://proof.bench.example/{one.ref}/{number}",
                collected_on=days.today() - timedelta(days=age),
            ),
        )

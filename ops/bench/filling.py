"""Filling the register: use cases, what became of them, and a moment between."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from inventory.models import IntendedUse, UseCase
from inventory.use_cases import actions as use_cases
from inventory.use_cases.choices import DataCategory, Impact, Lifecycle, OperatorRole, YesNoUnsure
from ops.bench import texts
from ops.bench.organisation import Organisation
from records.actors import Actor
from records.changing.acting import acting_many
from records.models import Pending

SET = 500
# So many have intended uses.
ONE_IN_WITH_USES = 20
PATIENCE = 600.0


def fill(organisation: Organisation, count: int) -> datetime:
    """Add `count` use cases and change each twice; return a moment before the first change."""
    random = Random(20_260_727)  # noqa: S311 - the same register each time, nothing secret
    actor = Actor.of(organisation.officer)
    new = [_use_case(random, organisation) for _ in range(count)]
    for some in sets(new):
        uses = [use for each in some[::ONE_IN_WITH_USES] for use in _uses(each, random)]
        acting_many(use_cases.CREATE, some, actor, parts=uses)
    past = timezone.now()
    for change in (_describe(random), _advance(random)):
        for some in sets(list(UseCase.objects.order_by("id"))):
            acting_many(use_cases.CHANGE, some, actor, change=change, reason="Yearly review")
    return past


def sets[T](items: Sequence[T], size: int = SET) -> Iterator[Sequence[T]]:
    """Cut a row of items into sets."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _use_case(random: Random, organisation: Organisation) -> UseCase:
    place = random.randrange(len(organisation.units))
    return UseCase(
        unit=organisation.units[place],
        owner=organisation.owners[place],
        name=texts.name(random),
        purpose=texts.prose(random, sentences=random.randint(2, 5)),
        benefits=texts.prose(random, sentences=random.randint(1, 2)),
        topic=random.choice(texts.TOPICS),
        lifecycle=random.choice([Lifecycle.IDEA, Lifecycle.DEVELOPMENT, Lifecycle.TESTING]),
        impact=random.choice(Impact.values),
        roles=random.choice([[OperatorRole.DEPLOYER], [OperatorRole.PROVIDER], []]),
        system_name=f"System {random.randint(1, 900)}",
        data_categories=random.sample(DataCategory.values, k=random.randint(1, 3)),
        personal_data=random.choice(YesNoUnsure.values),
        contact=f"desk{random.randint(1, 400)}@bench.example",
        initiated_on=date(2023, 1, 1) + timedelta(days=random.randrange(900)),
    )


def _uses(use_case: UseCase, random: Random) -> list[IntendedUse]:
    return [
        IntendedUse(
            use_case=use_case,
            title=texts.name(random),
            affected=texts.prose(random, sentences=1),
        )
        for _ in range(2)
    ]


def _describe(random: Random) -> Callable[[UseCase], None]:
    def change(use_case: UseCase) -> None:
        use_case.oversight = texts.prose(random, sentences=2)
        use_case.risks = texts.prose(random, sentences=1)
        use_case.stop_authority = "Head of the team, at any time"

    return change


def _advance(random: Random) -> Callable[[UseCase], None]:
    def change(use_case: UseCase) -> None:
        use_case.lifecycle = random.choice([Lifecycle.IN_USE, Lifecycle.IN_USE, Lifecycle.PAUSED])
        use_case.in_service_on = date(2026, 1, 1) + timedelta(days=random.randrange(200))

    return change


def wait_until_placed() -> None:
    """Wait until the sequencer has given every entry its place."""
    last = time.monotonic() + PATIENCE
    while Pending.objects.exists():
        if time.monotonic() > last:
            raise TimeoutError("the sequencer did not place all entries")
        time.sleep(0.1)

"""The whole bench: fill, serve, measure one thing after another."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db.models import Count

from controls.models import Claim
from governance.models import SignOff, Unit
from governance.rules import SignOffState
from inventory.models import IntendedUse, UseCase
from ops.bench import (
    classifying,
    controls,
    figures,
    filling,
    machine,
    organisation,
    pages,
    serving,
    yardstick,
)
from ops.bench.report import Figure, as_json
from records.history.past import history_model
from records.models import Entry

# About so many use cases are in the unit that is packed.
IN_A_UNIT = 50


@dataclass(frozen=True)
class Order:
    """What is to be measured."""

    scale: int
    requests: int = 60
    register: str = ""
    mapping: str = "us-federal-2024"
    # How long writers write, and about how long the printed documents are.
    seconds: float = 10.0
    pages: tuple[int, ...] = (100, 300)


def measure(order: Order, *, address: str) -> dict[str, object]:
    """Return the report as plain values; `address` is that of the database."""
    head = {"machine": machine.describe(address), "scale": order.scale}
    plain = yardstick.taken(address)
    tell(f"{plain}.")
    with serving.running() as port:
        began = time.perf_counter()
        tell(f"Filling with {order.scale} use cases.")
        founded = organisation.make()
        past = filling.fill(founded, order.scale)
        tell("Classifying them.")
        classifying.fill(founded)
        tell("Adding controls and their evidence.")
        controls.fill(founded, order.scale)
        filling.wait_until_placed()
        head["filled"] = _filled(time.perf_counter() - began)
        session = serving.sign_in(founded.officer)
        measured: list[Figure] = []
        for page in pages.pages(past):
            tell(f"Page: {page.name}.")
            measured.append(
                pages.measure(page, port=port, session=session, requests=order.requests)
            )
        measured += _works(order)
        head["load_after"] = machine.load()
    return as_json(head, measured, plain)


def _works(order: Order) -> list[Figure]:
    append = "ledger append, 16 writers"
    written = partial(figures.writers, seconds=order.seconds)
    works: list[tuple[str, Callable[[], list[Figure]]]] = [
        ("classify all under a new edition", figures.change),
        ("sign-off until its receipt, p99", partial(figures.signing, seconds=order.seconds)),
        ("acting, 16 writers", partial(written, "write", "acting, 16 writers")),
        ("verify", _verify),
        ("import of a register", lambda: figures.register(order.register, order.mapping)),
        ("evidence pack", lambda: figures.pack(_signed())),
        ("gaps of the organisation", figures.gaps),
        ("pack of a unit", _pack_of_unit),
        ("pack of a framework", _pack_of_framework),
        *(
            (f"document of {pages} pages", partial(figures.document, pages))
            for pages in order.pages
        ),
        # Last: what it appends is about no record, so the ledger does not fit afterwards.
        (append, partial(written, "append", append)),
    ]
    measured = []
    for name, work in works:
        tell(f"Work: {name}.")
        measured += figures.gently(name, work)
    return measured


def _verify() -> list[Figure]:
    filling.wait_until_placed()
    return figures.verify()


def _signed() -> str:
    """Name a use case whose classification is signed."""
    signed = SignOff.objects.filter(state=SignOffState.COMPLETE).values("subject_id")
    found = UseCase.objects.filter(classifications__in=signed, intended_uses__isnull=False)
    return str(found.values_list("ref", flat=True)[0])


def _pack_of_unit() -> list[Figure]:
    """Pack the unit that has about fifty use cases."""
    cases = Count("pk", distinct=True)
    units = UseCase.objects.order_by().values_list("unit__ref").annotate(cases=cases)
    ref, count = min(units, key=lambda row: (abs(row[1] - IN_A_UNIT), row[0]))
    return figures.pack_once("pack of a unit", ref, use_cases=count)


def _pack_of_framework() -> list[Figure]:
    """Pack the edition whose provisions are claimed most, at the top of the organisation."""
    claims = Claim.objects.order_by().values_list("provision__edition__ref")
    (edition, _count), *_others = claims.annotate(count=Count("pk")).order_by("-count")
    top = Unit.objects.order_by("path").values_list("ref", flat=True)[0]
    return figures.pack_once("pack of a framework", edition, top)


def _filled(seconds: float) -> dict[str, object]:
    return {
        "seconds": round(seconds, 1),
        "use_cases": UseCase.objects.count(),
        "use_case_history_rows": history_model(UseCase)._base_manager.count(),
        "intended_uses": IntendedUse.objects.count(),
        "sign_offs": SignOff.objects.count(),
        "ledger_entries": Entry.objects.count(),
        "web_threads": "2 x 4",
        "database": settings.DATABASES["default"]["NAME"],
    }


def tell(sentence: str) -> None:
    """Say what goes on, beside the report."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()

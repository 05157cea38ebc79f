"""The whole bench: fill, serve, measure one thing after another."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from config.bench import (
    classifying,
    controls,
    figures,
    filling,
    machine,
    organisation,
    pages,
    serving,
)
from config.bench.report import Figure, as_json
from governance.models import SignOff
from governance.rules import SignOffState
from inventory.models import IntendedUse, UseCase
from records.history import history_model
from records.models import Entry


@dataclass(frozen=True)
class Order:
    """What is to be measured."""

    scale: int
    requests: int = 60
    register: str = ""
    mapping: str = "us-federal-2024"


def measure(order: Order, *, address: str) -> dict[str, Any]:
    """Return the report as plain values; `address` is that of the database."""
    head = {"machine": machine.describe(address), "scale": order.scale}
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
    return as_json(head, measured)


def _works(order: Order) -> list[Figure]:
    append = "ledger append, 16 writers"
    works: list[tuple[str, Callable[[], list[Figure]]]] = [
        ("classify all under a new edition", figures.sweep),
        ("report on a change of the law", figures.change),
        ("sign-off until its receipt, p99", figures.signing),
        ("acting, 16 writers", lambda: figures.writers("write", "acting, 16 writers")),
        (append, lambda: figures.writers("append", append)),
        ("verify", _verify),
        ("import of a register", lambda: figures.register(order.register, order.mapping)),
        ("evidence pack", lambda: figures.pack(_signed())),
        ("document of 100 pages", lambda: figures.document(100)),
        ("document of 300 pages", lambda: figures.document(300)),
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


def _filled(seconds: float) -> dict[str, Any]:
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

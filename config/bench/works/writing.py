"""Changing one use case after another, each in a transaction of its own."""

from collections.abc import Callable
from itertools import count, cycle
from typing import Any

from config.bench.works import threads
from governance.models import Person
from inventory.actions import use_cases
from inventory.models import UseCase
from records.actors import Actor


def work(
    *, begin_at: float, seconds: float, writers: int, share: int, shares: int
) -> dict[str, Any]:
    """Return the seconds of each change; every writer has use cases of its own."""
    officer = Person.objects.get(email="officer@bench.example")
    mine = list(UseCase.objects.order_by("id"))[share::shares]
    rows = [_writer(mine[number::writers], officer) for number in range(writers)]
    return {"times": threads.write(rows, begin_at=begin_at, seconds=seconds)}


def _writer(own: list[UseCase], officer: Person) -> Callable[[], object]:
    todo, numbers = cycle(own), count(1)

    def change() -> object:
        values = {"monitoring": f"Compared with a sample of {next(numbers)} cases."}
        # An actor lives as long as a request, so each change finds its rights anew.
        return use_cases.change(next(todo), actor=Actor.of(officer), values=values)

    return change

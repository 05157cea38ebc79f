"""Changing one use case after another, each in a transaction of its own."""

from collections.abc import Callable
from functools import partial
from itertools import count, cycle
from pathlib import Path

from governance.models import Person
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from ops.bench.works import threads
from records.actors import Actor


def work(
    *, meeting: str, seconds: float, writers: int, share: int, shares: int
) -> dict[str, object]:
    """Return the seconds of each change; every writer has use cases of its own."""
    officer = Person.objects.get(email="officer@bench.example")
    mine = list(UseCase.objects.order_by("id"))[share::shares]
    rows = [_writer(mine[number::writers], officer) for number in range(writers)]
    ready = partial(threads.meet, Path(meeting), share=share, shares=shares)
    return {"times": threads.write(rows, ready=ready, seconds=seconds)}


def _writer(own: list[UseCase], officer: Person) -> Callable[[], object]:
    todo, numbers = cycle(own), count(1)

    def change() -> object:
        values = {"monitoring": f"Compared with a sample of {next(numbers)} cases."}
        # An actor lives as long as a request, so each change finds its rights anew.
        return use_cases.change(next(todo), actor=Actor.of(officer), values=values)

    return change

"""What rests on a signed state: features above sign-off say what of theirs carries it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from governance.models import SignOff
from records.actors import Actor

Finding = Callable[[SignOff, Actor], Iterable[object]]
_FINDINGS: list[Finding] = []


def register(find: Finding) -> None:
    """Let `find(sign_off, actor)` name the records within the actor's reach that carry it."""
    _FINDINGS.append(find)


def carrying(sign_off: SignOff, actor: Actor) -> Iterator[Any]:
    """Return every record that carries the signed state."""
    for find in _FINDINGS:
        yield from find(sign_off, actor)

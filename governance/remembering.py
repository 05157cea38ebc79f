"""What is worked out within somebody's reach, kept as long as that reach holds."""

from collections.abc import Callable

from governance import days
from records.actors import Actor
from records.remembered import remembered


def remembered_for[T](actor: Actor, name: str, make: Callable[[], T], *about: object) -> T:
    """Return what `make` works out within an actor's reach, anew once any act commits.

    Rights begin and end with today, also where the past is read: so today belongs to the key,
    beside the day that is read and what else `about` names.
    """
    limits = ",".join(sorted(actor.needs)) if actor.needs is not None else "*"
    reader = (actor.kind, actor.id, actor.within, limits, days.today(), days.day_read())
    return remembered(name, make, *reader, *about)

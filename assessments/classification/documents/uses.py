"""Which intended uses of a use case nobody has classified."""

from collections.abc import Collection
from typing import Any

from inventory.models import IntendedUse, UseCase


def missing_uses(use_case: UseCase, classified: Collection[Any]) -> list[IntendedUse]:
    """Return the intended uses that lack a classification of their own.

    `classified` holds the keys of the uses that have one, None for the use case as a whole. A
    single intended use is the whole; of several, each is assessed, since they may differ in whom
    they affect. Where nothing is classified, that is told once and not for each use.
    """
    uses = list(use_case.intended_uses.all())
    if not classified or (None in classified and len(uses) < 2):
        return []
    return [use for use in uses if use.pk not in classified]

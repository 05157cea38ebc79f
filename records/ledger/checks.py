"""What else belongs to a sound ledger: checks that the apps above add to `verify_ledger`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LedgerFault:
    """Something that does not fit: what kind of thing, which one, and in a sentence why."""

    code: str
    about: str
    sentence: str


Check = Callable[[], Iterable[LedgerFault]]

_CHECKS: list[Check] = []
# Checks that cannot run in the one moment in which all else is read: they write what they throw
# away again, or take long over files.
_APART: set[Check] = set()


def register(check: Check, *, apart: bool = False) -> None:
    """Let `verify_ledger` run a check of what the ledger vouches for.

    One that stands `apart` runs after the one moment in which all else is read.
    """
    if check not in _CHECKS:
        _CHECKS.append(check)
    if apart:
        _APART.add(check)


def every(*, apart: bool) -> list[Check]:
    """Return what was registered of either sort, in that order."""
    return [check for check in _CHECKS if (check in _APART) is apart]

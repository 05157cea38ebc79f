"""What else belongs to a sound ledger: checks that the apps above add to `verify_ledger`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: what kind of thing, which one, and in a sentence why."""

    code: str
    about: str
    sentence: str


Check = Callable[[], Iterable[Finding]]

_CHECKS: list[Check] = []


def register(check: Check) -> None:
    """Let `verify_ledger` run a check of what the ledger vouches for; called from `apps.py`."""
    if check not in _CHECKS:
        _CHECKS.append(check)


def every() -> list[Check]:
    """Return what was registered, in that order."""
    return list(_CHECKS)

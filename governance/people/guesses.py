"""Guesses at a password or a code: counted before they are judged, taken back where none judged."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from typing import Any
from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.core.internal.ratelimit import cache_lock
from allauth.mfa import app_settings
from django.core.cache import cache

MOST, WITHIN = 5, 300  # guesses, seconds
# After so many seconds a guess that was never judged is taken for lost. Judging takes one or two,
# also on a busy machine.
LEASE = 15


class Guess:
    """One guess. It counts from its beginning on: many at once are no more than in a row.

    What is cut off before it was judged - the database is lost, the worker dies - told nobody
    anything. A mark beside the count says that a guess still has to be judged. It goes before
    anything else can break, so that nobody can cut off a guess that is known to be wrong.
    """

    def __init__(self, whose: str) -> None:
        """Prepare a guess for the count that `whose` names."""
        self._count = f"guesses:{sha256(whose.encode()).hexdigest()}"
        self._name = uuid4().hex
        self._is_judged = self._is_right = False

    def begin(self) -> bool:
        """Count the guess where there were not too many, and those no more that were lost."""
        cache.set(self._mark_of(self._name), "open", WITHIN)
        with cache_lock(self._count) as is_mine:
            if not is_mine:
                return False
            now, before = time.time(), cache.get(self._count, {})
            counted = {name: at for name, at in before.items() if not self._is_over(name, now - at)}
            may_begin = len(counted) < MOST
            if may_begin:
                counted[self._name] = now
            cache.set(self._count, counted, WITHIN)
        return may_begin

    def judged(self, *, is_right: bool) -> None:
        """Say what the guess was; from here on a wrong one counts, whatever happens."""
        self._is_judged, self._is_right = True, is_right
        was_open = cache.delete(self._mark_of(self._name))
        if not was_open and not is_right:
            # Judging took so long that the guess was taken for lost. It counts all the same.
            with cache_lock(self._count):
                counted = cache.get(self._count, {})
                cache.set(self._count, counted | {self._name: time.time()}, WITHIN)

    def end(self) -> None:
        """Count the guess no more where it was right, or was never judged."""
        if self._is_judged and not self._is_right:
            return
        with cache_lock(self._count) as is_mine:
            counted = cache.get(self._count, {})
            if is_mine and counted.pop(self._name, None):
                cache.set(self._count, counted, WITHIN)

    def _mark_of(self, name: str) -> str:
        return f"{self._count}:{name}"

    def _is_over(self, name: str, age: float) -> bool:
        """Return whether a guess counts no more: it is old, or was begun and never judged."""
        # Without its mark it was judged. Whoever takes the mark decides: this one or the judge.
        return age >= WITHIN or (age >= LEASE and cache.delete(self._mark_of(name)))


_under_way: ContextVar[Guess | None] = ContextVar("guess", default=None)


@contextmanager
def guess(whose: str) -> Iterator[Guess]:
    """Let somebody guess once; a ValidationError says that there were too many."""
    one = Guess(whose)
    if not one.begin():
        raise get_adapter().validation_error("too_many_login_attempts")
    outer = _under_way.set(one)
    try:
        yield one
    finally:
        _under_way.reset(outer)
        one.end()


def code_of(person: Any) -> str:
    """Return whose count guesses at a person's codes are of, wherever a code is asked for."""
    return f"code of {person.pk}"


def is_first_use(person: Any, code: str) -> bool:
    """Say whether a right code of a person's app was not used before, and use it up.

    allauth remembers a code for one step of the clock, and takes it for some more.
    """
    steps = 2 * app_settings.TOTP_TOLERANCE + 1
    name = f"used-code:{person.pk}:{normalize_user_code(code)}"
    return bool(cache.add(name, True, steps * app_settings.TOTP_PERIOD))


def judged(*, is_right: bool) -> None:
    """Say what the guess is that is under way, where one is."""
    one = _under_way.get()
    if one is not None:
        one.judged(is_right=is_right)

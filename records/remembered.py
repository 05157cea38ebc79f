"""Results worked out from the whole register, kept until anything new is recorded."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from records.history.past import current_moment

logger = logging.getLogger(__name__)
KEPT_SECONDS = 3_600
# Positions only grow, and an entry without a place waits in `pending`: the sum counts what was
# committed. The newest key tells registers of the same size apart.
_RECORDED = """
    SELECT (SELECT coalesce(max(pos) + 1, 0) FROM public.records_place)
         + (SELECT count(*) FROM public.records_pending),
           (SELECT max(id::text) FROM (
               SELECT id FROM public.records_entry ORDER BY id DESC LIMIT 1) AS newest)
"""


def remembered[T](name: str, make: Callable[[], T], *about: object) -> T:
    """Return what `make` works out from records; it is worked out anew once any act commits.

    `about` names what else the result depends on: a place, a day, a reader. The moment that is
    read belongs to it by itself. Results are pickled, so they are plain values.
    """
    return kept(_key(name, *about), make, seconds=KEPT_SECONDS)


def kept[T](key: str, make: Callable[[], T], *, seconds: int) -> T:
    """Return what is kept under a key, else what `make` works out; a cache that is down keeps none.

    The key names everything that the result depends on, the shape of the result included.
    """
    found: T | None = None
    with _forgiving():
        found = cache.get(key)
    if found is None:
        found = make()
        with _forgiving():
            cache.set(key, found, timeout=seconds)
    return found


def let_go(key: str) -> None:
    """Keep nothing under a key any more; where the cache is down, it ends with its time."""
    with _forgiving():
        cache.delete(key)


@contextmanager
def _forgiving() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        logger.warning("Nothing is remembered, the cache does not answer: %s", error)


def state_read() -> tuple[object, ...]:
    """Name the state of all records as it is read here: another one once any act commits."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORDED)
        return (*cursor.fetchone(), current_moment())


def _key(name: str, *about: object) -> str:
    told = "\n".join(str(item) for item in (name, *state_read(), *about))
    return f"remembered:{hashlib.sha256(told.encode()).hexdigest()}"

"""The queue's side of jobs: a message only says "look", the row decides."""

from celery import shared_task

from records import health, jobs
from records.documents import cache


@shared_task
def look(key: str) -> None:
    """Look at one job and do it if it is free."""
    jobs.run(key)


@shared_task
def sweep() -> None:
    """Find jobs that no message or a dead worker left behind, and do them; show life by it."""
    health.beat("worker")
    for key in jobs.waiting():
        jobs.run(key)


@shared_task
def prune_shelf() -> None:
    """Let go of the printed chapters used longest ago; a pack that wants one prints it again."""
    cache.Shelf(cache.place()).prune(keep_bytes=cache.KEPT_BYTES)

"""The queue's side of jobs: a message only says "look", the row decides."""

from celery import shared_task

from records import jobs


@shared_task
def look(key: str) -> None:
    """Look at one job and do it if it is free."""
    jobs.run(key)


@shared_task
def sweep() -> None:
    """Find jobs that no message or a dead worker left behind, and do them."""
    for key in jobs.waiting():
        jobs.run(key)

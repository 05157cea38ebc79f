"""Later and slow work: asked for in a transaction, claimed with a lease, done once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from records import acts
from records.actors import Actor
from records.errors import RecordsError, Repeated
from records.models.jobs import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5

Work = Callable[..., dict[str, Any] | None]
_TASKS: dict[str, Work] = {}


class Cancelled(Exception):
    """The work was asked to stop."""


@dataclass
class Run:
    """One attempt at a job, handed to its work."""

    job: Job
    actor: Actor

    def step(self, text: str, percent: int) -> None:
        """Tell where the work stands, and keep the lease; raise Cancelled where asked to stop.

        Progress is a queue fact, not a record: it is written at once, outside of any act. Call it
        outside of transactions, or it shows only at their end.
        """
        rows = Job.objects.filter(pk=self.job.pk)
        rows.update(step=text[:200], percent=percent, lease_until=timezone.now() + LEASE)
        if rows.values_list("cancel_asked", flat=True).get():
            raise Cancelled


def job(name: str) -> Callable[[Work], Work]:
    """Register a function as the work behind `name`; it gets a Run and the job's arguments."""

    def register(work: Work) -> Work:
        if _TASKS.setdefault(name, work) is not work:
            raise ValueError(f"The job {name} is declared twice.")
        return work

    return register


def enqueue(
    task: str,
    arguments: dict[str, Any],
    *,
    actor: Actor,
    effect_key: str,
    title: str,
) -> Job:
    """Ask for work within the caller's transaction; the same effect key returns the first job."""
    if task not in _TASKS:
        raise ValueError(f"No work is registered as {task}.")
    new = Job(
        task=task,
        arguments=arguments,
        effect_key=effect_key,
        title=title[:200],
        actor_kind=actor.kind,
        actor_id=str(actor.person.pk) if actor.person else actor.id,
        created_at=timezone.now(),
    )
    Job.objects.bulk_create([new], ignore_conflicts=True)
    kept = Job.objects.get(effect_key=effect_key)
    transaction.on_commit(lambda: _say_look(kept))
    return kept


def _say_look(waiting: Job) -> None:
    try:
        current_app.send_task("records.tasks.look", args=[str(waiting.pk)], retry=False)
    except OperationalError:
        logger.warning("The queue is down; the sweeper will find job %s.", waiting.pk)


def claim(key: str) -> Job | None:
    """Take a waiting job, or one whose lease ran out, for this worker alone."""
    now = timezone.now()
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        found = Job.objects.select_for_update(skip_locked=True).filter(free, pk=key).first()
        if found is None:
            return None
        found.state, found.started_at = Job.State.RUNNING, found.started_at or now
        found.lease_until, found.attempts = now + LEASE, found.attempts + 1
        found.save()
        return found


def run(key: str) -> None:
    """Claim a job and do its work; any failure ends in a state a person can read."""
    claimed = claim(key)
    if claimed is None:
        return
    if claimed.attempts > MAX_ATTEMPTS:
        _end(claimed, Job.State.FAILED, error="The work was tried too often. Nothing was changed.")
        return
    try:
        with acts.under_key(f"job:{claimed.effect_key}"):
            result = _TASKS[claimed.task](Run(claimed, _actor(claimed)), **claimed.arguments)
    except Repeated as repeated:
        _end(claimed, Job.State.DONE, result={"touched": repeated.result})
    except Cancelled:
        _end(claimed, Job.State.CANCELLED)
    except RecordsError as refusal:
        _end(claimed, Job.State.FAILED, error=refusal.message)
    except Exception:
        logger.exception("Job %s (%s) failed.", claimed.pk, claimed.task)
        sentence = f"Something went wrong on our side. Reference {claimed.pk}."
        _end(claimed, Job.State.FAILED, error=sentence)
    else:
        _end(claimed, Job.State.DONE, result=result or {})


def _end(ended: Job, state: Job.State, *, result: Any = None, error: str = "") -> None:
    Job.objects.filter(pk=ended.pk).update(
        state=state,
        result=result or {},
        error=error,
        percent=100 if state == Job.State.DONE else ended.percent,
        finished_at=timezone.now(),
        lease_until=None,
    )


def _actor(claimed: Job) -> Actor:
    if claimed.actor_kind == "system":
        return Actor.system(claimed.actor_id)
    return Actor.of(get_user_model().objects.get(pk=claimed.actor_id))


def cancel(asked: Job) -> None:
    """Ask a job to stop at its next step; one that has not begun stops at once."""
    Job.objects.filter(pk=asked.pk).update(cancel_asked=True)
    Job.objects.filter(pk=asked.pk, state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, finished_at=timezone.now()
    )


def waiting() -> list[str]:
    """Return the keys of jobs that nobody works on: new ones, and those whose worker died."""
    now = timezone.now()
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    return [str(key) for key in Job.objects.filter(free).values_list("pk", flat=True)[:200]]

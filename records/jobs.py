"""Later and slow work: asked for in a transaction, claimed with a lease, done once.

A refusal ends a job. Anything else - a lost connection, a killed process, a defect - ends the lease
alone: the job waits a while and is tried again, so work must be safe to begin anew.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from celery import current_app
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from records import permissions
from records.actors import Actor
from records.changing import open_acts, repeats
from records.errors import NotNowError, RecordsError, Refused, Repeated
from records.ledger.canonical import JSON
from records.models.base import Record
from records.models.jobs import Job

logger = logging.getLogger(__name__)

# Kept while the work lives, so that a killed worker's jobs are free again soon.
LEASE = timedelta(seconds=45)
# Work that hangs loses its lease after this.
LONGEST = timedelta(hours=1)
MAX_ATTEMPTS = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=2)

# What the result of a request calls a job that it asked for.
KIND = "records.job"

# Ended without an effect.
_IN_VAIN = (Job.State.FAILED, Job.State.CANCELLED)

Work = Callable[..., dict[str, object] | None]
_TASKS: dict[str, Work] = {}


class Cancelled(Exception):
    """The work was asked to stop."""


class Overtaken(Exception):
    """The lease ran out, and another worker has taken the job over."""


@dataclass
class Run:
    """One attempt at a job, handed to its work."""

    job: Job
    actor: Actor

    @contextmanager
    def once(self, part: str) -> Iterator[None]:
        """Let one part of work in several acts be carried out once, whichever attempt does it."""
        with suppress(Repeated), open_acts.under_key(f"{open_acts.OF_JOBS}{self.job.pk}:{part}"):
            yield

    def step(self, text: str, percent: int) -> None:
        """Tell where the work stands; raise Cancelled where asked to stop, Overtaken where late.

        Progress is a queue fact, not a record: it is written at once, outside of any act. Call it
        outside of transactions, or it shows only at their end.
        """
        rows = _held(self.job)
        if not rows.update(step=text[:200], percent=percent, lease_until=timezone.now() + LEASE):
            raise Overtaken
        if rows.filter(cancel_asked=True).exists():
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
    arguments: dict[str, JSON],
    *,
    about: Record | None,
    actor: Actor,
    effect_key: str,
    title: str,
) -> Job:
    """Ask for work within the caller's transaction; the same effect key returns the first job.

    One that failed or was stopped had no effect, and stands in nobody's way who asks anew.
    `about` is the record whose reach decides who else may see the job and stop it: None for work
    on many records, which is its asker's alone.
    """
    if task not in _TASKS:
        raise ValueError(f"No work is registered as {task}.")
    new = Job(
        task=task,
        arguments=arguments,
        effect_key=effect_key,
        title=title[:200],
        actor_kind=actor.kind,
        actor_id=str(actor.person.pk) if actor.person else actor.id,
        limits=_limits(actor),
        subject_kind=about.kind_code() if about else "",
        subject_id=about.pk if about else None,
        created_at=timezone.now(),
    )
    with transaction.atomic():
        # First, so that a key that is used already leaves no job behind.
        used = repeats.use_up(actor)
        kept = _once(new)
        repeats.tell(used, [{"kind": KIND, "id": str(kept.pk), "ref": ""}])
        transaction.on_commit(lambda: _say_look(kept))
    return kept


def _once(new: Job) -> Job:
    """Write a job down unless one of the same effect is there; return the one that is."""
    in_vain = Job.objects.filter(effect_key=new.effect_key, state__in=_IN_VAIN)
    in_vain.update(effect_key=Concat(Value("in-vain:"), Cast("id", TextField())))
    Job.objects.bulk_create([new], ignore_conflicts=True)
    return Job.objects.get(effect_key=new.effect_key)


def _limits(actor: Actor) -> dict[str, JSON]:
    if actor.kind != "token":
        return {}
    return {"token": actor.id, "needs": sorted(actor.needs or ()), "within": actor.within}


def asked_by(actor: Actor) -> QuerySet[Job]:
    """Return the jobs of a person; a token sees those alone that it asked for itself."""
    if actor.person is None:
        return Job.objects.none()
    found = Job.objects.exclude(actor_kind="system").filter(actor_id=str(actor.person.pk))
    return found.filter(limits__token=actor.id) if actor.kind == "token" else found


def forget(task: str, *, finished_before: datetime) -> None:
    """Remove jobs of a sort that ended long ago, where even that they were asked for tells much."""
    Job.objects.filter(task=task, finished_at__lt=finished_before).delete()


def _say_look(waiting: Job) -> None:
    try:
        current_app.send_task("records.tasks.look", args=[str(waiting.pk)], retry=False)
    except (OperationalError, RedisError, OSError):
        logger.warning("The queue is down; the sweeper will find job %s.", waiting.pk)


def _free() -> Q:
    """Name the jobs that nobody works on: those whose pause is over, those whose worker died."""
    now = timezone.now()
    waiting = Q(state=Job.State.WAITING)
    waiting &= Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return waiting | Q(state=Job.State.RUNNING, lease_until__lt=now)


def claim(key: str) -> Job | None:
    """Take a job that nobody works on for this worker alone."""
    now = timezone.now()
    with transaction.atomic():
        found = Job.objects.select_for_update(skip_locked=True).filter(_free(), pk=key).first()
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
        _give_up(claimed)
        return
    try:
        with _kept(claimed), open_acts.under_key(f"{open_acts.OF_JOBS}{claimed.pk}"):
            attempt = Run(claimed, _standing(_actor(claimed)))
            result = _TASKS[claimed.task](attempt, **claimed.arguments)
    except Repeated as repeated:
        _end(claimed, Job.State.DONE, result={"touched": repeated.result})
    except Cancelled:
        _end(claimed, Job.State.CANCELLED)
    except Overtaken:
        logger.warning("Job %s was taken over by another worker.", claimed.pk)
    except Exception as trouble:
        _break_off(claimed, trouble)
    else:
        _end(claimed, Job.State.DONE, result=result or {})


def _break_off(claimed: Job, trouble: Exception) -> None:
    """End a job that was refused; anything else is tried again."""
    if sentence := _refusal(trouble):
        _end(claimed, Job.State.FAILED, error=sentence)
    elif isinstance(trouble, NotNowError):
        _try_again(claimed, trouble.message)
    else:
        logger.error("Job %s broke off (%s).", claimed.pk, claimed.attempts, exc_info=trouble)
        _try_again(claimed, _("It broke off on our side."))


def _refusal(trouble: Exception) -> str:
    """Return the sentence of a refusal, which a later attempt would meet again; else nothing."""
    if isinstance(trouble, NotNowError):
        return ""
    if isinstance(trouble, RecordsError):
        return trouble.message
    if isinstance(trouble, ValidationError):
        return " ".join(trouble.messages)
    if isinstance(trouble, ObjectDoesNotExist):
        return _("What this is about is not within your reach.")
    return ""


@contextmanager
def _kept(claimed: Job) -> Iterator[None]:
    """Keep the lease while the work lives, however long one of its steps takes."""
    over = Event()
    Thread(target=_keep, args=(claimed, over), daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _keep(claimed: Job, over: Event) -> None:
    every = LEASE / 3
    for _time in range(LONGEST // every):
        if over.wait(every.total_seconds()):
            return
        try:
            _held(claimed).update(lease_until=timezone.now() + LEASE)
        except DatabaseError as error:
            logger.warning("The lease of job %s was not renewed: %s", claimed.pk, error)
        finally:
            connection.close()


def _held(claimed: Job) -> QuerySet[Job]:
    """Return the job as long as this attempt holds it."""
    return Job.objects.filter(pk=claimed.pk, state=Job.State.RUNNING, attempts=claimed.attempts)


def pause_after(attempts: int) -> timedelta:
    """Return how long a job waits after so many attempts, doubled by each."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << attempts - 1))


def _try_again(claimed: Job, why: str) -> None:
    """Put a job back for a later attempt, unless there were enough or it was asked to stop."""
    if not connection.in_atomic_block:  # the connection may be what broke off
        connection.close_if_unusable_or_obsolete()
    if claimed.attempts >= MAX_ATTEMPTS:
        _give_up(claimed)
        return
    held = _held(claimed)
    held.filter(cancel_asked=True).update(
        state=Job.State.CANCELLED, finished_at=timezone.now(), lease_until=None
    )
    held.update(
        state=Job.State.WAITING,
        step=(_("%(why)s It is tried again.") % {"why": why})[:200],
        lease_until=timezone.now() + pause_after(claimed.attempts),
    )


def _give_up(claimed: Job) -> None:
    sentence = _(
        "It was tried %(count)s times and broke off each time. Tell your administrator the "
        "reference %(reference)s."
    )
    words = {"count": MAX_ATTEMPTS, "reference": claimed.pk}
    _end(claimed, Job.State.FAILED, error=sentence % words)


def _end(ended: Job, state: Job.State, *, result: object = None, error: str = "") -> None:
    _held(ended).update(
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
    person = get_user_model().objects.get(pk=claimed.actor_id)
    if claimed.actor_kind != "token":
        return Actor.of(person)
    limits = claimed.limits
    needs = frozenset(limits.get("needs", ()))
    return Actor.token(
        limits.get("token", ""), person, needs=needs, within=limits.get("within", "")
    )


def _standing(actor: Actor) -> Actor:
    """Return who asked, or raise Refused where they may not ask for anything any more."""
    if permissions.stands(actor):
        return actor
    if actor.kind == "token":
        sentence = _(
            "The token that asked for this was withdrawn or has ended, so it was not carried out."
        )
    else:
        sentence = _(
            "The person who asked for this can no longer sign in, so it was not carried out."
        )
    raise Refused(sentence)


def cancel(asked: Job) -> None:
    """Ask a job to stop at its next step; one that has not begun stops at once."""
    Job.objects.filter(pk=asked.pk).update(cancel_asked=True)
    Job.objects.filter(pk=asked.pk, state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, finished_at=timezone.now()
    )


def waiting() -> list[str]:
    """Return the keys of jobs that nobody works on: new ones, and those whose worker died."""
    free = Job.objects.filter(_free()).order_by("created_at")
    return [str(key) for key in free.values_list("pk", flat=True)[:200]]

"""Checks of what runs beside the pages: worker, jobs, and room on the disk."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from records.health.checks import BEAT_EVERY, HealthCheck, Level, last_beat, lasting
from records.models import Job

LATE, DEAD = 3 * BEAT_EVERY, timedelta(minutes=10)
QUEUE_SLOW, QUEUE_STUCK = timedelta(minutes=5), timedelta(hours=1)
LITTLE_ROOM, NO_ROOM = 2 * 1024**3, 500 * 1024**2


def work() -> Iterator[HealthCheck]:
    """Look at worker, jobs and disk."""
    yield worker()
    yield jobs()
    yield disk()


def worker() -> HealthCheck:
    """Say when the worker last showed a sign of life."""
    seen, label = last_beat("worker"), _("Worker")
    todo = _("Start the worker with its schedule; jobs wait until then, none is lost.")
    if seen is None:
        return HealthCheck(
            code="worker", label=label, level="warn", says=_("It was not heard of yet."), todo=todo
        )
    silent = timezone.now() - seen
    level: Level = "bad" if silent > DEAD else "warn" if silent > LATE else "ok"
    return HealthCheck(
        code="worker",
        label=label,
        level=level,
        says=_("Last heard of %(time)s ago.") % {"time": lasting(silent.total_seconds())},
        todo=todo if level != "ok" else "",
        figures={"countersign_worker_seen_seconds": silent.total_seconds()},
    )


def jobs() -> HealthCheck:
    """Say how much work waits, since when, and what failed within a day."""
    now = timezone.now()
    waiting = Q(state=Job.State.WAITING)
    failed = Q(state=Job.State.FAILED, finished_at__gte=now - timedelta(days=1))
    found = Job.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("created_at", filter=waiting),
        running=Count("pk", filter=Q(state=Job.State.RUNNING)),
        failed=Count("pk", filter=failed),
    )
    age = now - found["oldest"] if found["oldest"] else timedelta()
    level: Level = "bad" if age > QUEUE_STUCK else "warn" if age > QUEUE_SLOW else "ok"
    says = _("%(waiting)s wait, %(running)s run, %(failed)s failed within a day.") % found
    if found["waiting"]:
        since = _("The oldest waits for %(time)s.") % {"time": lasting(age.total_seconds())}
        says = f"{says} {since}"
    return HealthCheck(
        code="jobs",
        label=_("Jobs"),
        level=level,
        says=says,
        todo=_("See that the worker runs; if it does, start another one.") if level != "ok" else "",
        figures={
            "countersign_jobs_waiting": found["waiting"],
            "countersign_jobs_oldest_seconds": age.total_seconds(),
            "countersign_jobs_running": found["running"],
            "countersign_jobs_failed_last_day": found["failed"],
        },
    )


def disk() -> HealthCheck:
    """Say how much room is left where files, logs and the embedded database lie."""
    folder = settings.STATE_DIR
    usage = shutil.disk_usage(folder)
    level: Level = "bad" if usage.free < NO_ROOM else "warn" if usage.free < LITTLE_ROOM else "ok"
    return HealthCheck(
        code="disk",
        label=_("Room on the disk"),
        level=level,
        says=_("%(free)s of %(total)s are free at %(folder)s.")
        % {
            "free": filesizeformat(usage.free),
            "total": filesizeformat(usage.total),
            "folder": folder,
        },
        todo=_("Make room; a full disk stops the database.") if level != "ok" else "",
        figures={
            "countersign_disk_free_bytes": usage.free,
            "countersign_disk_total_bytes": usage.total,
        },
    )

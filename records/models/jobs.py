"""Work that runs later or takes long: the row is the truth, the queue only says "look"."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.ids import new_id


class Job(models.Model):
    """One piece of work, written in the transaction that asks for it."""

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    # Work with the same effect is done once, however often it is asked for.
    effect_key = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80)
    # Where a token asked: {"token", "needs", "within"}; the work can do no more than the token.
    limits = models.JSONField(default=dict)
    # The record the work is about, whose reach of today decides who else sees the job; nothing for
    # work on many records, which only its asker sees.
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    step = models.CharField(max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="records_job_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="records_job_percent_at_most_100"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

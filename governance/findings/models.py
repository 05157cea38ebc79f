"""Findings: what falls short of what was asked, and the actions that put it right."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from governance import days
from governance.people.models import Person
from records.history.past import tracked
from records.models import Part, Record, RecordQuerySet


class FindingSource(models.TextChoices):
    """By what a finding came up."""

    AUDIT = "audit", _("audit")
    INCIDENT = "incident", _("incident")
    GATE = "gate", _("gate")
    CONTROL_TEST = "control_test", _("test of a control")
    REVIEW = "review", _("review")
    OTHER = "other", _("other")


class FindingGrade(models.TextChoices):
    """How grave a finding is; the first two are nonconformities (ISO/IEC 42001 clause 10.2)."""

    MAJOR = "major", _("major nonconformity")
    MINOR = "minor", _("minor nonconformity")
    OBSERVATION = "observation", _("observation")
    OPPORTUNITY = "opportunity", _("opportunity for improvement")


NONCONFORMITIES = (FindingGrade.MAJOR, FindingGrade.MINOR)


class FindingState(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", _("open")
    INEFFECTIVE = "ineffective", _("actions did not work")
    EFFECTIVE = "effective", _("actions work")
    CLOSED = "closed", _("closed")


def a_person(label: Any, **options: Any) -> "models.ForeignKey[Any, Any]":
    """Make a link to somebody who is named in a finding, or to nobody yet."""
    return models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        **options,
    )


class FindingQuerySet(RecordQuerySet):
    """Questions about findings."""

    def unsettled(self) -> "FindingQuerySet":
        """Keep what is not closed."""
        return self.current().exclude(state=FindingState.CLOSED)

    def with_progress(self, day: date) -> "FindingQuerySet":
        """Work out age and lateness on a day, and whether actions are planned and still open."""
        actions = CorrectiveAction.objects.filter(finding=OuterRef("pk"))
        age = Coalesce("closed_on", Value(day, models.DateField())) - F("found_on")
        found: FindingQuerySet = self.annotate(
            age=ExpressionWrapper(age, DurationField()),
            is_overdue=Coalesce(Q(due_on__lt=day, closed_on__isnull=True), Value(value=False)),
            is_planned=Exists(actions),
            is_pending=Exists(actions.filter(done_on__isnull=True)),
        )
        return found


class Finding(Record):
    """Something that falls short, about a record or by itself, until it is closed."""

    # What it is about; nothing where it was raised by hand.
    subject_kind = models.CharField(max_length=60, blank=True, editable=False)
    subject_id = models.UUIDField(null=True, blank=True, editable=False)
    subject_ref = models.CharField(_("about"), max_length=16, blank=True, editable=False)
    name = models.CharField(_("what was found"), max_length=300)
    description = models.TextField(_("what shows it"), blank=True, max_length=10_000)
    requirement = models.CharField(_("what it falls short of"), blank=True, max_length=500)
    source = models.CharField(
        _("source"), max_length=20, choices=FindingSource, default=FindingSource.OTHER
    )
    grade = models.CharField(_("grade"), max_length=20, choices=FindingGrade)
    found_on = models.DateField(_("found on"), default=days.today)
    due_on = models.DateField(_("to be closed by"), null=True, blank=True)
    containment = models.TextField(_("containment"), blank=True, max_length=10_000)
    root_cause = models.TextField(_("root cause"), blank=True, max_length=10_000)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=FindingState,
        default=FindingState.OPEN,
        editable=False,
    )
    checked_by = a_person(_("checked by"), editable=False)
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    check_result = models.TextField(_("what the check showed"), blank=True, editable=False)
    closed_by = a_person(_("closed by"), editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    history = tracked()

    objects = FindingQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "FN"
    parts = ("governance.CorrectiveAction",)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_id", "-id"], name="governance_finding_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_id__isnull=True, subject_kind="")
                | (Q(subject_id__isnull=False) & ~Q(subject_kind="")),
                name="governance_finding_subject_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.CLOSED, closed_on__isnull=False)
                | (~Q(state=FindingState.CLOSED) & Q(closed_on__isnull=True)),
                name="governance_finding_closed_on",
            ),
        ]

    # Worked out by `with_progress`.
    age: timedelta
    is_overdue: bool
    is_planned: bool
    is_pending: bool

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Say whether nothing more is to be done."""
        return self.state == FindingState.CLOSED

    @property
    def needs_actions(self) -> bool:
        """Say whether it may only be closed by actions that were checked."""
        return self.grade in NONCONFORMITIES

    def clean(self) -> None:
        """Refuse what nobody can have found yet."""
        if self.found_on and self.found_on > days.today():
            raise ValidationError({"found_on": _("This day is still to come.")})


class CorrectiveAction(Part):
    """One thing that is done so that a finding does not come up again."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="corrective_actions")
    name = models.CharField(_("action"), max_length=500)
    owner = a_person(_("owner"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    done_by = a_person(_("done by"), editable=False)
    result = models.TextField(_("what was done"), blank=True, max_length=10_000, editable=False)
    history = tracked()

    belongs_to = "finding"
    at_most = 100

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep what was done as it was recorded: who may check it depends on who did it."""
        if self.done_on and self.done_on > days.today():
            raise ValidationError({"done_on": _("This day is still to come.")})
        if CorrectiveAction.objects.filter(pk=self.pk, done_on__isnull=False).exists():
            raise ValidationError(
                _("“%(name)s” is done and stays as recorded. Add another action instead.")
                % {"name": self.name}
            )


def who_acted(finding: Finding) -> set[Any]:
    """Return the keys of those who did an action on a finding, or answered for one that is done."""
    done = CorrectiveAction.objects.filter(finding=finding, done_on__isnull=False)
    return {key for pair in done.values_list("done_by", "owner") for key in pair if key}

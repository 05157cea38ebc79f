"""Single questions of a classification that somebody passed to a colleague."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.classification.models.classifications import Classification
from records.history import tracked
from records.models import WHOLE_PART, Part


class RequestState(models.TextChoices):
    """Where a question that was passed on stands."""

    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("answered")
    PASSED_BACK = "passed_back", _("came back without an answer")
    SETTLED = "settled", _("answered by somebody else")
    WITHDRAWN = "withdrawn", _("withdrawn")


# What still waits for an answer, on classifications in use.
WAITING = Q(state=RequestState.OPEN, classification__archived_at=None)


class QuestionRequest(Part):
    """One question that a colleague was asked to answer.

    Who has a question is no part of what is signed. Its own states are kept and stand in the
    ledger.
    """

    classification = models.ForeignKey(
        Classification, models.PROTECT, related_name="question_requests", editable=False
    )
    question = models.CharField(_("question"), max_length=60)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked of")
    )
    asked_at = models.DateTimeField(_("asked"))
    note = models.TextField(_("note"), blank=True, max_length=2_000)
    state = models.CharField(
        _("state"), max_length=12, choices=RequestState, default=RequestState.OPEN
    )
    comment = models.TextField(_("comment"), blank=True, max_length=2_000)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    history = tracked()

    belongs_to = "classification"
    immaterial = WHOLE_PART
    personal = ("note", "comment")

    class Meta:
        verbose_name = _("question passed on")
        verbose_name_plural = _("questions passed on")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["classification", "question"],
                condition=Q(state="open", removed_at__isnull=True),
                name="assessments_question_asked_once",
                violation_error_message=_("Somebody already has this question."),
            )
        ]
        indexes = [
            models.Index(fields=["asked_of", "state"], name="assessments_asked_of"),
            models.Index(fields=["asked_by", "state"], name="assessments_asked_by"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        """Say whether it still waits for an answer."""
        return self.state == RequestState.OPEN

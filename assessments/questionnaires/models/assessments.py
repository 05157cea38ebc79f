"""What every assessment is, whatever its subject: answers to a questionnaire, and an outcome."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.questionnaires.engine.answers import AnswerSheet
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent as Questions
from assessments.questionnaires.models.questionnaires import Questionnaire, questions_of
from assessments.questionnaires.sheets import given_by, sheet
from governance import days
from records.models import WHOLE_PART, Part, Record


class Assessment(Record):
    """A record read by a questionnaire: what was answered, by whom, and what comes of it.

    A kind of assessment names its subject and two kinds of parts, whose links to it are called
    `legal_views` and `question_requests`. The outcome is stored with the answers that led to it,
    so that what is signed holds both; it is worked out anew at each change, never when it is read.
    """

    questionnaire = models.ForeignKey(
        Questionnaire,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("questionnaire"),
    )
    questionnaire_digest = models.CharField(max_length=64, editable=False)
    # Question to answer; only what was answered: everything else counts by its default.
    answers = models.JSONField(_("answers"), default=dict, blank=True, editable=False)
    # The questions among them whose default was taken in bulk; nobody looked at them one by one.
    by_default = models.JSONField(_("taken by default"), default=list, blank=True, editable=False)
    # What is suggested, until a person adopts it: question to {answer, because}.
    suggested = models.JSONField(default=dict, blank=True, editable=False)
    outcome = models.JSONField(_("outcome"), default=dict, editable=False)
    outcome_class = models.CharField(
        _("class"), max_length=60, db_index=True, blank=True, editable=False
    )
    asked_count = models.PositiveSmallIntegerField(_("questions asked"), editable=False)
    answered_count = models.PositiveSmallIntegerField(_("answered"), editable=False)
    open_review_count = models.PositiveSmallIntegerField(_("legal views needed"), editable=False)
    # The one that was made anew here: its answers are offered, its questions compared.
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("made anew from"),
    )

    # The link to the record that is assessed, and to the part of it where only that is.
    subject_fields: ClassVar[tuple[str, ...]]
    # The parts of a kind, by the names that their links give them here.
    legal_views: Any
    question_requests: Any
    create_needs = "change"
    # All of these follow from what stands beside them.
    cosmetic: ClassVar[tuple[str, ...]] = (
        "suggested",
        "asked_count",
        "answered_count",
        "open_review_count",
    )

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_count__lte=F("asked_count")),
                name="%(app_label)s_%(class)s_answered_of_asked",
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Any:
        """Return the record that is assessed."""
        return getattr(self, self.subject_fields[0])

    @property
    def same_subject(self) -> Mapping[str, Any]:
        """Return what finds the other assessments of the same."""
        return {name: getattr(self, name) for name in self.subject_fields}

    @property
    def about(self) -> str:
        """Name what is assessed, beside others of the same record."""
        return str(self)

    @property
    def questions(self) -> Questions:
        """Return the questionnaire ready for the engine."""
        return questions_of(self.questionnaire_digest)

    @property
    def chosen_edition(self) -> str:
        """Name the edition of the questionnaire by which answers are read, where it has several."""
        return ""

    @property
    def read_on(self) -> date:
        """Return the day as of which the rules are read."""
        return days.today()

    @property
    def fixed(self) -> frozenset[str]:
        """Name the questions that the choice of an edition answers; nobody else does."""
        return given_by(self.chosen_edition, self.questions)

    def sheet(self, answers: Mapping[str, Any] | None = None) -> AnswerSheet:
        """Return what is shown and counts, with the stored answers or with others."""
        given = self.answers if answers is None else answers
        return sheet(
            given,
            edition=self.chosen_edition,
            questions=self.questions,
            by_default=self.by_default,
        )

    @property
    def open_questions(self) -> frozenset[str]:
        """Name the questions that are shown and not answered."""
        asked = self.sheet().visible - self.fixed
        return asked.difference(self.answers)

    @property
    def said(self) -> dict[str, Any]:
        """Return the answers that somebody gave: those taken by default are left out."""
        return {name: v for name, v in self.answers.items() if name not in self.by_default}

    @property
    def default_count(self) -> int:
        """Return how many answers were taken by default."""
        return len(self.by_default)

    @property
    def open_count(self) -> int:
        """Return how many questions are shown and not answered."""
        return self.asked_count - self.answered_count

    @property
    def is_answered(self) -> bool:
        """Say whether every question that is shown has an answer."""
        return self.open_count == 0


class ReviewKind(models.TextChoices):
    """What a legal view speaks of."""

    QUESTION = "question", _("question")
    RULE = "rule", _("rule")


class Opinion(Part):
    """What was found on something that needs a legal view, so that the answer can be relied on."""

    kind = models.CharField(_("about"), max_length=10, choices=ReviewKind)
    code = models.CharField(_("question or rule"), max_length=60)
    # The doubt as it stood: another doubt about the same rule needs another view.
    doubt = models.TextField(_("doubt"), max_length=5_000)
    view = models.TextField(_("legal view"), max_length=10_000)
    source = models.CharField(_("given by"), max_length=300)

    belongs_to = "assessment"
    personal = ("source",)

    class Meta:
        abstract = True
        verbose_name = _("legal view")
        verbose_name_plural = _("legal views")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"

    def answers_to(self, item: Mapping[str, Any]) -> bool:
        """Say whether this is a view on an item of `needs_review`."""
        return bool(item.get(self.kind) == self.code and item["why"] == self.doubt)


class RequestState(models.TextChoices):
    """Where a question that was passed on stands."""

    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("answered")
    PASSED_BACK = "passed_back", _("came back without an answer")
    SETTLED = "settled", _("answered by somebody else")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Inquiry(Part):
    """One question that a colleague was asked to answer.

    Who has a question is no part of what is signed. Its own states are kept and stand in the
    ledger.
    """

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

    belongs_to = "assessment"
    immaterial = WHOLE_PART
    personal = ("note", "comment")

    class Meta:
        abstract = True
        verbose_name = _("question passed on")
        verbose_name_plural = _("questions passed on")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        """Say whether it still waits for an answer."""
        return self.state == RequestState.OPEN

    @classmethod
    def waiting(cls) -> Q:
        """Keep what still waits for an answer, on assessments in use."""
        return Q(state=RequestState.OPEN, **{f"{cls.belongs_to}__archived_at": None})

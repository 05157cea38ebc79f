"""What the AI Act makes of a use case: the answers, the outcome with its reasons, legal views."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.models.choices import OutcomeClass, ReviewKind
from assessments.classification.models.obligations import ObligationProfile
from assessments.classification.models.standing import ClassificationQuerySet
from assessments.engine.effects import Act
from assessments.questionnaires.models import Questionnaire, act_of
from inventory.models import IntendedUse, UseCase
from records.history import tracked
from records.models import Part, Record


class Classification(Record):
    """A use case, or one intended use of it, read by the rules of the AI Act.

    The outcome is stored with the answers that led to it, so that what is signed holds both. It is
    worked out anew at each change, never when it is read.
    """

    use_case = models.ForeignKey(
        UseCase,
        models.PROTECT,
        related_name="classifications",
        editable=False,
        verbose_name=gettext_lazy("use case"),
    )
    intended_use = models.ForeignKey(
        IntendedUse,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="classifications",
        editable=False,
        verbose_name=gettext_lazy("intended use"),
    )
    questionnaire = models.ForeignKey(
        Questionnaire,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=gettext_lazy("questionnaire"),
    )
    questionnaire_digest = models.CharField(max_length=64, editable=False)
    edition = models.CharField(gettext_lazy("edition of the law"), max_length=20, editable=False)
    on_date = models.DateField(gettext_lazy("law as of"), editable=False)
    # The catalogue that the dates of the duties were read from.
    law_digest = models.CharField(max_length=64, editable=False)
    # Question to answer; only what was answered: everything else counts by its default.
    answers = models.JSONField(gettext_lazy("answers"), default=dict, blank=True, editable=False)
    # The questions among them whose default was taken in bulk; nobody looked at them one by one.
    # Whoever signs the answers signs how they were given.
    by_default = models.JSONField(
        gettext_lazy("taken by default"), default=list, blank=True, editable=False
    )
    # What the register suggests, until a person adopts it: question to {answer, because}.
    suggested = models.JSONField(default=dict, blank=True, editable=False)
    outcome = models.JSONField(gettext_lazy("outcome"), default=dict, editable=False)
    outcome_class = models.CharField(
        gettext_lazy("class"),
        max_length=30,
        choices=OutcomeClass,
        db_index=True,
        editable=False,
    )
    gravity = models.PositiveSmallIntegerField(editable=False)
    # The gravest class that a "not sure" or the law leaves open; empty where nothing decisive is.
    worst_class = models.CharField(
        gettext_lazy("class at worst"),
        max_length=30,
        choices=OutcomeClass,
        blank=True,
        editable=False,
    )
    # Roles and high-risk grounds that the rules found: a second copy from the outcome, so that a
    # register of any size is counted and searched.
    roles = ArrayField(
        models.CharField(max_length=40),
        verbose_name=gettext_lazy("roles found"),
        default=list,
        blank=True,
        editable=False,
    )
    grounds = ArrayField(
        models.CharField(max_length=80),
        verbose_name=gettext_lazy("high-risk grounds found"),
        default=list,
        blank=True,
        editable=False,
    )
    asked_count = models.PositiveSmallIntegerField(gettext_lazy("questions asked"), editable=False)
    answered_count = models.PositiveSmallIntegerField(gettext_lazy("answered"), editable=False)
    open_review_count = models.PositiveSmallIntegerField(
        gettext_lazy("legal views needed"), editable=False
    )
    # What the outcome asks of us, role by role; written once, shared by all with the same duties.
    obligation_profile = models.ForeignKey(
        ObligationProfile,
        models.PROTECT,
        null=True,
        related_name="classifications",
        editable=False,
        verbose_name=gettext_lazy("obligations"),
    )
    # The classification that was made anew here: its answers are offered, its questions compared.
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=gettext_lazy("made anew from"),
    )
    # Another class than the rules found; it counts once a second person signed this very state.
    override_class = models.CharField(
        gettext_lazy("class by override"),
        max_length=30,
        choices=OutcomeClass,
        blank=True,
        editable=False,
    )
    override_reason = models.TextField(
        gettext_lazy("reason of the override"), max_length=5_000, blank=True, editable=False
    )
    override_basis = models.CharField(
        gettext_lazy("legal basis of the override"), max_length=500, blank=True, editable=False
    )
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=gettext_lazy("override set by"),
    )
    override_at = models.DateTimeField(
        gettext_lazy("override set"), null=True, blank=True, editable=False
    )
    # What was set and no longer stands, because answers or law changed: {class, reason, basis}.
    override_lapsed = models.JSONField(
        gettext_lazy("lapsed override"), default=dict, blank=True, editable=False
    )
    history = tracked()

    objects = ClassificationQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "CL"
    create_needs = "change"
    # It is reached as its use case is, wherever that moves.
    reach_field = "use_case__unit__path"
    parts = ("assessments.LegalView", "assessments.QuestionRequest")
    # All of these follow from what stands beside them.
    cosmetic = (
        "suggested",
        "gravity",
        "worst_class",
        "roles",
        "grounds",
        "asked_count",
        "answered_count",
        "open_review_count",
        "obligation_profile",
        "override_lapsed",
    )

    class Meta:
        verbose_name = gettext_lazy("classification")
        verbose_name_plural = gettext_lazy("classifications")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "intended_use"],
                condition=Q(archived_at__isnull=True),
                nulls_distinct=False,
                name="assessments_classification_one_current",
                violation_error_message=gettext_lazy(
                    "There is already a classification of this. Open it, or archive it first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(answered_count__lte=F("asked_count")),
                name="assessments_classification_answered_of_asked",
            ),
            models.CheckConstraint(
                condition=Q(override_class="")
                | (~Q(override_reason="") & ~Q(override_basis="") & Q(override_by__isnull=False)),
                name="assessments_classification_override_whole",
                violation_error_message=gettext_lazy(
                    "An override needs its reason, its legal basis and who set it."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["use_case", "gravity"], name="assessments_classified"),
        ]

    def __str__(self) -> str:
        if self.intended_use is None:
            return self.use_case.name
        return f"{self.use_case.name}: {self.intended_use.title}"

    def clean(self) -> None:
        """Refuse an edition of the law that the questionnaire does not know, or a foreign use."""
        if self.edition not in self.act.questionnaire.editions:
            raise ValidationError({"edition": _("The questionnaire knows no such edition.")})
        if self.intended_use and self.intended_use.use_case_id != self.use_case_id:
            raise ValidationError({"intended_use": _("This use belongs to another use case.")})

    @property
    def act(self) -> Act:
        """Return the questionnaire with its rules, ready for the engine."""
        return act_of(self.questionnaire_digest)

    @property
    def class_in_force(self) -> str:
        """Return the class that counts; an override is looked up where no list brought it along."""
        if not self.override_class:
            return self.outcome_class
        if not hasattr(self, "class_now"):
            rows = Classification.objects.filter(pk=self.pk).with_class()
            self.class_now = rows.values_list("class_now", flat=True).get()
        return str(self.class_now)

    @property
    def override_state(self) -> str:
        """Say whether an override is signed, unsigned or lapsed; nothing where there is none."""
        if not self.override_class:
            return "lapsed" if self.override_lapsed else ""
        return "signed" if self.class_in_force == self.override_class else "unsigned"

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


class LegalView(Part):
    """What was found on something that needs a legal view, so that the answer can be relied on."""

    classification = models.ForeignKey(
        Classification, models.PROTECT, related_name="legal_views", editable=False
    )
    kind = models.CharField(gettext_lazy("about"), max_length=10, choices=ReviewKind)
    code = models.CharField(gettext_lazy("question or rule"), max_length=60)
    # The doubt as it stood: another doubt about the same rule needs another view.
    doubt = models.TextField(gettext_lazy("doubt"), max_length=5_000)
    view = models.TextField(gettext_lazy("legal view"), max_length=10_000)
    source = models.CharField(gettext_lazy("given by"), max_length=300)
    history = tracked()

    belongs_to = "classification"
    personal = ("source",)

    class Meta:
        verbose_name = gettext_lazy("legal view")
        verbose_name_plural = gettext_lazy("legal views")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"

    def answers_to(self, item: dict[str, Any]) -> bool:
        """Say whether this is a view on an item of `needs_review`."""
        return item.get(self.kind) == self.code and item["why"] == self.doubt

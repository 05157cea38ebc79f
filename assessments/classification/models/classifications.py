"""What the AI Act makes of a use case: the answers, the outcome with its reasons, legal views."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.models.choices import OutcomeClass
from assessments.classification.models.obligations import ObligationProfile
from assessments.classification.models.questions import act_of
from assessments.classification.models.standing import ClassificationQuerySet
from assessments.engine.effects import ActRules
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent as Questions
from assessments.questionnaires.models.assessments import Assessment, Inquiry, Opinion
from inventory.models import IntendedUse, UseCase
from records.history.past import tracked


class Classification(Assessment):
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
    edition = models.CharField(gettext_lazy("edition of the law"), max_length=20, editable=False)
    on_date = models.DateField(gettext_lazy("law as of"), editable=False)
    # The catalogue that the dates of the duties were read from.
    law_digest = models.CharField(max_length=64, editable=False)
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
    # What the outcome asks of us, role by role; written once, shared by all with the same duties.
    obligation_profile = models.ForeignKey(
        ObligationProfile,
        models.PROTECT,
        null=True,
        related_name="classifications",
        editable=False,
        verbose_name=gettext_lazy("obligations"),
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
    subject_fields = ("use_case", "intended_use")
    # It is reached as its use case is, wherever that moves.
    reach_field = "use_case__unit__path"
    parts = ("assessments.LegalView", "assessments.QuestionRequest")
    # All of these follow from what stands beside them.
    cosmetic = (
        *Assessment.cosmetic,
        "gravity",
        "worst_class",
        "roles",
        "grounds",
        "obligation_profile",
        "override_lapsed",
    )

    class Meta(Assessment.Meta):
        verbose_name = gettext_lazy("classification")
        verbose_name_plural = gettext_lazy("classifications")
        constraints = [
            *Assessment.Meta.constraints,
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
    def act(self) -> ActRules:
        """Return the questionnaire with its rules, ready for the engine."""
        return act_of(self.questionnaire_digest)

    @property
    def questions(self) -> Questions:
        """Return the questionnaire; the one that is shipped is not read from the database."""
        return self.act.questionnaire

    @property
    def chosen_edition(self) -> str:
        """Name the edition of the law."""
        return self.edition

    @property
    def read_on(self) -> date:
        """Return the day as of which the law is read."""
        return self.on_date

    @property
    def about(self) -> str:
        """Name the intended use, or say that it is the use case as a whole."""
        return self.intended_use.title if self.intended_use else _("the use case as a whole")

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


class LegalView(Opinion):
    """What was found on something that needs a legal view under the AI Act."""

    classification = models.ForeignKey(
        Classification, models.PROTECT, related_name="legal_views", editable=False
    )
    history = tracked()

    belongs_to = "classification"


class QuestionRequest(Inquiry):
    """One question of a classification that a colleague was asked to answer."""

    classification = models.ForeignKey(
        Classification, models.PROTECT, related_name="question_requests", editable=False
    )
    history = tracked()

    belongs_to = "classification"

    class Meta(Inquiry.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["classification", "question"],
                condition=Q(state="open", removed_at__isnull=True),
                name="assessments_question_asked_once",
                violation_error_message=gettext_lazy("Somebody already has this question."),
            )
        ]
        indexes = [
            models.Index(fields=["asked_of", "state"], name="assessments_asked_of"),
            models.Index(fields=["asked_by", "state"], name="assessments_asked_by"),
        ]

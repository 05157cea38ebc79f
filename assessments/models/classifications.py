"""What the AI Act makes of a use case: the answers, the outcome with its reasons, legal views."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import BooleanField, Case, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.engine.effects import Act
from assessments.models.choices import OutcomeClass, ReviewKind
from assessments.models.questionnaires import Questionnaire, act_of
from governance.models import SignOff
from governance.rules import SignOffState
from inventory.models import IntendedUse, UseCase
from records.history import tracked
from records.models import Part, Record, RecordQuerySet


class Covers(Func):
    """Say whether the items of a sign-off hold what the second expression lists."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = BooleanField()


def _named(digest: str) -> Func:
    pair = Func(Value("digest"), OuterRef(digest), function="jsonb_build_object")
    return Func(pair, function="jsonb_build_array", output_field=models.JSONField())


class ClassificationQuerySet(RecordQuerySet):
    """Questions about classifications."""

    def with_standing(self) -> "ClassificationQuerySet":
        """Work out in the database how each stands towards sign-off, as `standing`.

        The classification and its use case are compared with what was signed; questionnaire and
        law, which a sign-off names too, never change.
        """
        latest = (
            SignOff.objects.current()
            .exclude(state=SignOffState.WITHDRAWN)
            .filter(subject_id=OuterRef("pk"))
            .annotate(
                is_held=Covers(F("items"), _named("digest")),
                is_base_held=Covers(F("items"), _named("use_case__digest")),
            )
            .annotate(code=_code())
            .order_by("-id")
            .values("code")[:1]
        )
        found: ClassificationQuerySet = self.annotate(
            standing=Coalesce(Subquery(latest), Value("unsigned"))
        )
        return found

    def with_story(self) -> "ClassificationQuerySet":
        """Join what names a classification, so that lists need no further queries."""
        return self.select_related("use_case__unit", "intended_use")


def _code() -> Case:
    held = Q(is_held=True, is_base_held=True)
    return Case(
        When(state=SignOffState.CHANGES_REQUESTED, then=Value("changes_requested")),
        When(held, state=SignOffState.REQUESTED, then=Value("waiting")),
        When(state=SignOffState.REQUESTED, then=Value("outdated")),
        When(held, then=Value("signed")),
        default=Value("stale"),
    )


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
    asked_count = models.PositiveSmallIntegerField(gettext_lazy("questions asked"), editable=False)
    answered_count = models.PositiveSmallIntegerField(gettext_lazy("answered"), editable=False)
    open_review_count = models.PositiveSmallIntegerField(
        gettext_lazy("legal views needed"), editable=False
    )
    history = tracked()

    objects = ClassificationQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "CL"
    # It is reached as its use case is, wherever that moves.
    reach_field = "use_case__unit__path"
    parts = ("assessments.LegalView",)
    # All of these follow from what stands beside them.
    cosmetic = ("suggested", "gravity", "asked_count", "answered_count", "open_review_count")

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

"""The AI use case: what an organisation does with AI, for whom, and who can stop it."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inventory.use_cases.choices import (
    Autonomy,
    Cadence,
    DataCategory,
    DevelopmentMode,
    Impact,
    Lifecycle,
    OperatorRole,
    YesNoUnsure,
)
from records.history.past import tracked
from records.models import Part, Record, RecordQuerySet


class UseCaseQuerySet(RecordQuerySet):
    """Questions about the register."""

    def running(self) -> "UseCaseQuerySet":
        """Keep use cases that are neither retired nor archived."""
        return self.current().exclude(lifecycle=Lifecycle.RETIRED)


def choices_array(choices: type[models.TextChoices], label: Any) -> "ArrayField[Any, Any]":
    """Make a field that holds several values of a closed list."""
    base = models.CharField(max_length=40, choices=choices)
    return ArrayField(base, verbose_name=label, default=list, blank=True)


class UseCase(Record):
    """One use of AI by the organisation."""

    name = models.CharField(_("name"), max_length=500)
    purpose = models.TextField(_("purpose"), blank=True, max_length=20_000)
    benefits = models.TextField(_("expected benefits"), blank=True, max_length=20_000)
    outputs = models.TextField(_("outputs"), blank=True, max_length=20_000)
    topic = models.CharField(_("topic area"), max_length=200, blank=True)
    lifecycle = models.CharField(
        _("stage"), max_length=20, choices=Lifecycle, default=Lifecycle.IDEA
    )
    impact = models.CharField(_("impact"), max_length=10, choices=Impact, default=Impact.UNKNOWN)
    roles = choices_array(OperatorRole, _("our roles"))
    excluded_uses = models.TextField(_("excluded uses"), blank=True, max_length=20_000)
    foreseeable_misuse = models.TextField(_("foreseeable misuse"), blank=True, max_length=20_000)

    system_name = models.CharField(_("system"), max_length=300, blank=True)
    development_mode = models.CharField(
        _("built"), max_length=12, choices=DevelopmentMode, default=DevelopmentMode.UNKNOWN
    )
    procurement_ref = models.CharField(_("contract reference"), max_length=1000, blank=True)
    code_access = models.CharField(_("access to the code"), max_length=500, blank=True)

    data_categories = choices_array(DataCategory, _("data categories"))
    personal_data = models.CharField(
        _("personal data"), max_length=8, choices=YesNoUnsure, default=YesNoUnsure.UNKNOWN
    )
    demographic_attributes = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("attributes of people used"),
        default=list,
        blank=True,
    )
    training_data = models.TextField(_("training and test data"), blank=True, max_length=20_000)
    public_facing = models.CharField(
        _("meets the public"), max_length=8, choices=YesNoUnsure, default=YesNoUnsure.UNKNOWN
    )

    stop_authority = models.CharField(_("who may stop it"), max_length=300, blank=True)
    oversight = models.TextField(_("human oversight"), blank=True, max_length=20_000)
    risks = models.TextField(_("known risks"), blank=True, max_length=20_000)
    testing = models.TextField(_("testing"), blank=True, max_length=20_000)
    monitoring = models.TextField(_("monitoring"), blank=True, max_length=20_000)
    notice = models.TextField(_("notice to people concerned"), blank=True, max_length=20_000)
    appeal = models.TextField(_("objection and appeal"), blank=True, max_length=20_000)
    contact = models.CharField(_("business contact"), max_length=300, blank=True)

    initiated_on = models.DateField(_("initiated"), null=True, blank=True)
    developed_on = models.DateField(_("development began"), null=True, blank=True)
    placed_on_market_on = models.DateField(_("placed on the market"), null=True, blank=True)
    in_service_on = models.DateField(_("in service since"), null=True, blank=True)
    modified_on = models.DateField(_("substantially modified"), null=True, blank=True)
    retired_on = models.DateField(_("retired"), null=True, blank=True)
    review_cadence = models.CharField(
        _("review"), max_length=12, choices=Cadence, default=Cadence.NONE
    )

    # Where a register brought the use case: which source, what identifies it there, and what that
    # register says beyond our fields (heading to text).
    source = models.CharField(_("source"), max_length=100, blank=True, editable=False)
    source_identity = models.CharField(max_length=600, blank=True, editable=False)
    external = models.JSONField(_("further details"), default=dict, blank=True, editable=False)
    history = tracked()

    objects = UseCaseQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "UC"
    parts = ("inventory.IntendedUse",)
    personal = ("contact",)
    cosmetic = ("source", "source_identity")

    class Meta:
        verbose_name = _("use case")
        verbose_name_plural = _("use cases")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_identity"],
                condition=~Q(source=""),
                name="inventory_usecase_source_once",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "lifecycle"], name="inventory_usecase_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse dates that contradict each other."""
        first = self.in_service_on or self.placed_on_market_on
        if self.retired_on and first and self.retired_on < first:
            raise ValidationError({"retired_on": _("It cannot be retired before it was in use.")})


class IntendedUse(Part):
    """One intended use of a use case: what is assessed."""

    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="intended_uses")
    title = models.CharField(_("use"), max_length=300)
    affected = models.TextField(_("who is affected"), blank=True, max_length=5_000)
    decision = models.TextField(_("which decision or outcome"), blank=True, max_length=5_000)
    autonomy = models.CharField(
        _("how autonomous"), max_length=16, choices=Autonomy, default=Autonomy.RECOMMENDS
    )
    places = models.CharField(_("where"), max_length=300, blank=True)
    people_per_year = models.PositiveBigIntegerField(
        _("people concerned a year"), null=True, blank=True
    )
    history = tracked()

    belongs_to = "use_case"
    at_most = 100

    class Meta:
        verbose_name = _("intended use")
        verbose_name_plural = _("intended uses")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title

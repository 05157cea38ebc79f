"""What the law asks of us: derived once for each profile, and what people plan to do about it."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Unit
from inventory.models import UseCase
from records.history import tracked
from records.ids import new_id
from records.models import Record


class WrittenOnceQuerySet(models.QuerySet[Any]):
    """Rows that are added and read, nothing else."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse: what is derived anew is another profile."""
        raise TypeError("What was derived is never changed; another outcome has another profile.")

    def delete(self) -> NoReturn:
        """Refuse: the past of classifications refers to it."""
        raise TypeError("What was derived is never deleted.")


class ObligationProfile(models.Model):
    """All that one edition of the law asks in one situation; classifications share it.

    The digest names exactly these obligations, so the table holds each set once.
    """

    digest = models.CharField(max_length=64, primary_key=True, editable=False)
    edition = models.CharField(_("edition of the law"), max_length=20, editable=False)
    law_digest = models.CharField(max_length=64, editable=False)
    count = models.PositiveSmallIntegerField(_("obligations"), editable=False)

    # The database refuses to change or delete rows of such tables.
    append_only: ClassVar[bool] = True

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of obligations")
        verbose_name_plural = _("sets of obligations")

    def __str__(self) -> str:
        return f"{self.edition} {self.digest[:12]}"


class ObligationLevel(models.TextChoices):
    """Where an obligation is met: for each use case, or once for the organisation."""

    USE_CASE = "use_case", _("each use case")
    ORGANISATION = "organisation", _("the organisation, once")


class Obligation(models.Model):
    """A provision that binds one role in one situation, from a day, and why from then.

    The provision is named by its code in the profile's edition: what is derived does not wait until
    that edition is published in the catalogue.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    profile = models.ForeignKey(ObligationProfile, models.PROTECT, related_name="obligations")
    order = models.PositiveSmallIntegerField()
    provision = models.CharField(_("provision"), max_length=80)
    role = models.CharField(_("role"), max_length=40)
    regime = models.CharField(_("regime"), max_length=40)
    level = models.CharField(_("stands at"), max_length=12, choices=ObligationLevel)
    # None where a transition lets it wait for a day that is not set.
    applies_from = models.DateField(_("applies from"), null=True)
    why = models.TextField(_("why this date"))
    # What must be so beside the classification, where only people can tell; empty for always.
    only_if = models.TextField(_("only if"), blank=True)

    append_only: ClassVar[bool] = True

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["profile", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "provision", "role"], name="assessments_obligation_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["level", "applies_from", "profile"], name="assessments_obligation_due"
            ),
            models.Index(fields=["provision", "role"], name="assessments_obligation_of"),
        ]

    def __str__(self) -> str:
        return f"{self.provision} ({self.role})"


class ObligationPlan(Record):
    """Who meets an obligation, by what next step, and until when.

    Without a use case it speaks of an obligation of the organisation, at its unit. Whether the
    obligation is met is never entered: it is worked out from controls, evidence and records.
    """

    use_case = models.ForeignKey(
        UseCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obligation_plans",
        editable=False,
        verbose_name=_("use case"),
    )
    provision = models.CharField(_("provision"), max_length=80, editable=False)
    role = models.CharField(_("role"), max_length=40, editable=False)
    next_step = models.TextField(_("next step"), blank=True, max_length=2_000)
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    history = tracked()

    ref_prefix = "OP"

    class Meta:
        verbose_name = _("plan for an obligation")
        verbose_name_plural = _("plans for obligations")
        ordering = ["planned_for", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "provision", "role"],
                condition=Q(use_case__isnull=False, archived_at__isnull=True),
                name="assessments_plan_once_a_use_case",
                violation_error_message=_("This obligation has a plan already. Change that one."),
            ),
            models.UniqueConstraint(
                fields=["unit", "provision", "role"],
                condition=Q(use_case__isnull=True, archived_at__isnull=True),
                name="assessments_plan_once_a_unit",
                violation_error_message=_("This obligation has a plan already. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision}, {self.role}"


class CalendarFeed(Record):
    """An address at which a calendar reads what is due for one person; only its hash is kept.

    The secret opens this feed and nothing else. Archived means withdrawn.
    """

    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    history = tracked()

    ref_prefix = "FE"

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.ref


class UndertakingSize(models.TextChoices):
    """How large the law takes an undertaking to be; it decides over the ceiling of fines."""

    SME = "sme", _("small or medium-sized (SME)")
    SMALL_MID_CAP = "small_mid_cap", _("small mid-cap")
    LARGE = "large", _("larger than that")
    PUBLIC = "public", _("no undertaking (public body)")


class Undertaking(Record):
    """How large an organisation is: size and turnover, asked for because fines depend on them."""

    size = models.CharField(_("size"), max_length=14, choices=UndertakingSize)
    turnover_eur = models.DecimalField(
        _("worldwide turnover of a year, in euro"),
        max_digits=16,
        decimal_places=0,
        null=True,
        blank=True,
    )
    turnover_year = models.PositiveSmallIntegerField(_("financial year"), null=True, blank=True)
    figures_from = models.CharField(_("where the figures come from"), max_length=300, blank=True)
    history = tracked()

    ref_prefix = "US"

    class Meta:
        verbose_name = _("size of the organisation")
        verbose_name_plural = _("sizes of the organisation")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(archived_at__isnull=True),
                name="assessments_undertaking_once_a_unit",
                violation_error_message=_("The size of this unit is known. Change that entry."),
            ),
            models.CheckConstraint(
                condition=Q(turnover_eur__isnull=True) | Q(turnover_eur__gte=0),
                name="assessments_undertaking_turnover_not_negative",
                violation_error_message=_("A turnover is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_size_display()}"


def organisation_units() -> dict[bool, Unit]:
    """Return the units at which obligations of an organisation stand: ours, and the sample's."""
    units = Unit.objects.order_by("created_at")
    ours = units.filter(is_sample=False).first()
    sample = units.filter(is_sample=True).first()
    return {is_sample: unit for is_sample, unit in ((False, ours), (True, sample)) if unit}

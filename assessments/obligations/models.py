"""What the law asks of us: derived once for each profile, and what people plan to do about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Unit
from inventory.models import UseCase
from records.history.past import tracked
from records.models import Record


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
    create_needs = "change"

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
    create_needs = "view"

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
    create_needs = "administer"

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
    first = Unit.objects.order_by("is_sample", "created_at").distinct("is_sample")
    return {unit.is_sample: unit for unit in first}

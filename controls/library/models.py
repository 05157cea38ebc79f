"""Controls of the organisation: what they claim of frameworks, and where they are in place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from controls.crosswalk.models.mappings import Relation
from controls.frameworks.models.provisions import Provision
from inventory.models import UseCase
from records.history.past import tracked
from records.models import Part, Record


class ControlCadence(models.TextChoices):
    """How often a control is carried out."""

    CONTINUOUS = "continuous", _("continuously")
    EVENT = "event", _("at each occasion")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every three months")
    HALF_YEARLY = "half_yearly", _("every six months")
    YEARLY = "yearly", _("every year")


class Claim(Part):
    """What a control does of one provision, by the same set terms as mappings: control first."""

    control = models.ForeignKey("controls.Control", models.PROTECT, related_name="claims")
    provision = models.ForeignKey(
        Provision, models.PROTECT, related_name="claims", verbose_name=_("provision")
    )
    relation = models.CharField(_("what it does of it"), max_length=10, choices=Relation)
    rationale = models.TextField(_("why"), max_length=4_000)
    history = tracked()

    belongs_to = "control"

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["control", "provision"],
                condition=Q(removed_at__isnull=True),
                name="controls_claim_once",
                violation_error_message=_("The control claims this provision already."),
            )
        ]

    def __str__(self) -> str:
        return self.provision.code

    def clean(self) -> None:
        """Refuse claims on headings and on what does not stand in the edition."""
        if self.provision.is_heading:
            sentence = _("“%(code)s” only groups others. Claim what stands below it.")
            raise ValidationError({"provision": sentence % {"code": self.provision.code}})
        if not self.provision.exists_here:
            sentence = _("“%(code)s” does not stand in this edition.")
            raise ValidationError({"provision": sentence % {"code": self.provision.code}})


class Control(Record):
    """A measure of the organisation, described once and put in place at many units."""

    name = models.CharField(_("name"), max_length=300)
    objective = models.TextField(_("objective"), max_length=10_000)
    procedure = models.TextField(_("procedure"), blank=True, max_length=20_000)
    cadence = models.CharField(
        _("carried out"), max_length=12, choices=ControlCadence, default=ControlCadence.EVENT
    )
    test_procedure = models.TextField(_("how it is tested"), blank=True, max_length=20_000)
    history = tracked()

    ref_prefix = "CT"
    parts = ("controls.Claim",)
    # Units take controls of the house over: what a control is says nothing about any of them.
    read_by_all = True

    class Meta:
        verbose_name = _("control")
        verbose_name_plural = _("controls")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImplementationStatus(models.TextChoices):
    """How far a control is in place."""

    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    IMPLEMENTED = "implemented", _("implemented")
    RETIRED = "retired", _("retired")


class Origin(models.TextChoices):
    """Who carries a control out at a place."""

    OWN = "own", _("carried out here")
    INHERITED = "inherited", _("inherited from above")


class Implementation(Record):
    """A control at a unit, with all below it, or at one use case; `unit` follows the use case."""

    control = models.ForeignKey(
        Control,
        models.PROTECT,
        related_name="implementations",
        editable=False,
        verbose_name=_("control"),
    )
    use_case = models.ForeignKey(
        UseCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="implementations",
        editable=False,
        verbose_name=_("use case"),
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=ImplementationStatus,
        default=ImplementationStatus.PLANNED,
    )
    since = models.DateField(_("in place since"), null=True, blank=True)
    origin = models.CharField(_("who does it"), max_length=10, choices=Origin, default=Origin.OWN)
    stays_ours = models.TextField(_("what stays ours"), blank=True, max_length=10_000)
    description = models.TextField(_("how it is done here"), blank=True, max_length=20_000)
    history = tracked()

    ref_prefix = "IP"

    class Meta:
        verbose_name = _("implementation")
        verbose_name_plural = _("implementations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["control", "unit"],
                condition=Q(use_case__isnull=True, archived_at__isnull=True),
                name="controls_implementation_once_a_unit",
                violation_error_message=_("The control is recorded at this unit already."),
            ),
            models.UniqueConstraint(
                fields=["control", "use_case"],
                condition=Q(use_case__isnull=False, archived_at__isnull=True),
                name="controls_implementation_once_a_use_case",
                violation_error_message=_("The control is recorded at this use case already."),
            ),
            models.CheckConstraint(
                condition=~Q(status=ImplementationStatus.IMPLEMENTED) | Q(since__isnull=False),
                name="controls_implementation_since_when",
                violation_error_message=_("Say since when it is in place."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.control)

    @property
    def place(self) -> Any:
        """Return the use case or the unit at which the control is in place."""
        return self.use_case or self.unit

"""What the law asks by one result: derived, shared under its digest, written once."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.ids import new_id


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
    # The conditions and relief it was derived by; empty for what was derived before they had one.
    conditions_digest = models.CharField(max_length=64, blank=True, editable=False)
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
    # What makes it lighter here: {provision, says}.
    relief = models.JSONField(_("relief"), default=list, blank=True)
    uncertain_why = models.TextField(_("not settled"), blank=True)
    # The earlier day by the letter of the law, where another reading gives the day that counts.
    formal_from = models.DateField(_("by the letter from"), null=True)

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

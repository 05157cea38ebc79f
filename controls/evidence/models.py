"""Evidence: files and links that show a control at work, with what they cover and until when."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from controls.evidence import rules as freshness
from controls.evidence.rules import RevisionDays, span
from controls.library.models import Claim, Implementation
from governance import days
from records.history.past import tracked
from records.models import Part, Record, RecordQuerySet

AT_MOST_DAYS = 3_660


class Freshness(models.TextChoices):
    """By which rule evidence grows stale."""

    COLLECTED = freshness.COLLECTED, _("some days after it was collected")
    COVERED = freshness.COVERED, _("some days after the period that it covers")
    STANDING = freshness.STANDING, _("never by itself")


class EvidenceQuerySet(RecordQuerySet):
    """Questions about evidence."""

    def with_currency(self, day: date) -> "EvidenceQuerySet":
        """Work out until when each is current: `current_until`, else when it ended: `ended_on`."""
        taken = EvidenceRevision.objects.filter(evidence=OuterRef("pk"))
        ends = taken.order_by("-current_to").values("current_to")[:1]
        now = Q(current_from__lte=day, current_to__gte=day)
        found: EvidenceQuerySet = self.annotate(
            current_until=Subquery(
                taken.filter(now).order_by("-current_to").values("current_to")[:1]
            ),
            ended_on=Subquery(ends),
        )
        return found


class Evidence(Record):
    """One kind of proof, taken again and again: each time is a revision of it."""

    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("what it shows"), blank=True, max_length=10_000)
    freshness = models.CharField(
        _("grows stale"), max_length=10, choices=Freshness, default=Freshness.COLLECTED
    )
    valid_days = models.PositiveSmallIntegerField(
        _("days"), default=365, validators=[MaxValueValidator(AT_MOST_DAYS)]
    )
    history = tracked()

    objects = EvidenceQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "EV"
    parts = ("controls.EvidenceRevision", "controls.EvidenceUse")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class EvidenceRevision(Part):
    """Evidence as it was handed in once: a file, named by its digest, or a link."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="revisions")
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    sha256 = models.CharField(_("digest of the file"), max_length=64, blank=True)
    byte_count = models.PositiveBigIntegerField(_("bytes"), default=0)
    media_type = models.CharField(_("sort of file"), max_length=100, blank=True)
    link = models.CharField(
        _("link"), max_length=2000, blank=True, validators=[URLValidator(["https", "http"])]
    )
    covers_from = models.DateField(_("covers from"), null=True, blank=True)
    covers_to = models.DateField(_("covers until"), null=True, blank=True)
    collected_on = models.DateField(_("collected on"))
    received_at = models.DateTimeField(_("received"))
    note = models.TextField(_("remark"), blank=True, max_length=2_000)
    # Worked out from the rule of the evidence, so that lists and coverage read one and the same.
    current_from = models.DateField(_("current from"), null=True, blank=True, editable=False)
    current_to = models.DateField(_("current until"), null=True, blank=True, editable=False)
    history = tracked()

    belongs_to = "evidence"

    class Meta:
        verbose_name = _("revision of evidence")
        verbose_name_plural = _("revisions of evidence")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["evidence", "-current_to"], name="controls_revision_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256="") ^ Q(link=""),
                name="controls_evidencerevision_file_or_link",
                violation_error_message=_("Give a file or a link, one of them."),
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True)
                | Q(covers_to__isnull=True)
                | Q(covers_from__lte=F("covers_to")),
                name="controls_evidencerevision_period",
                violation_error_message=_("What it covers ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.link

    def clean(self) -> None:
        """Refuse evidence from the future: nobody can have collected it yet."""
        if not self.collected_on or not self.received_at:
            return
        if self.collected_on > days.day_of(self.received_at):
            raise ValidationError({"collected_on": _("This day is still to come.")})

    @property
    def path(self) -> str:
        """Return where the file is kept: by its content, so the same one is kept once."""
        return f"evidence/{self.sha256}"

    def judge(self, rule: str, days: int) -> None:
        """Work out from when until when it is current by a rule."""
        taken = RevisionDays(self.collected_on, self.covers_from, self.covers_to)
        self.current_from, self.current_to = span(rule, days, taken) or (None, None)


class EvidenceUse(Part):
    """What evidence is attached to: a claim, or an implementation."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    claim = models.ForeignKey(
        Claim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_uses",
        verbose_name=_("claim"),
    )
    implementation = models.ForeignKey(
        Implementation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_uses",
        verbose_name=_("implementation"),
    )
    history = tracked()

    belongs_to = "evidence"

    class Meta:
        verbose_name = _("use of evidence")
        verbose_name_plural = _("uses of evidence")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=True) ^ Q(implementation__isnull=True),
                name="controls_evidenceuse_one_end",
                violation_error_message=_("Attach it to a claim or to an implementation."),
            ),
            models.UniqueConstraint(
                fields=["evidence", "claim"],
                condition=Q(removed_at__isnull=True, claim__isnull=False),
                name="controls_evidenceuse_claim_once",
                violation_error_message=_("It is attached to this claim already."),
            ),
            models.UniqueConstraint(
                fields=["evidence", "implementation"],
                condition=Q(removed_at__isnull=True, implementation__isnull=False),
                name="controls_evidenceuse_implementation_once",
                violation_error_message=_("It is attached to this implementation already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.claim or self.implementation)

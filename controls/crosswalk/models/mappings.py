"""How provisions of two frameworks lie to each other, as people and published tables judged it."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from controls.frameworks.models.frameworks import Framework
from records.history.past import tracked
from records.models import Record

WEAKEST, STRONGEST = 1, 10


class Relation(models.TextChoices):
    """How the source lies to the target, by the set terms of NIST IR 8477."""

    EQUAL = "equal", _("asks for the same as")
    SUBSET = "subset", _("lies inside")
    SUPERSET = "superset", _("contains")
    INTERSECTS = "intersects", _("overlaps with")


class MappingState(models.TextChoices):
    """Whether somebody beside the author has looked at a mapping."""

    PROPOSED = "proposed", _("proposed")
    REVIEWED = "reviewed", _("reviewed")
    DISPUTED = "disputed", _("disputed")


def _codes(label: Any) -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=60), verbose_name=label, default=list, blank=True)


class Mapping(Record):
    """One pair of provisions, read from source to target.

    It names numbers of provisions, not rows of an edition, and lists the editions it was made for:
    another edition of the same law has no mapping until somebody extends it.
    """

    # The id in the files of the catalogue; empty for a mapping made here.
    code = models.CharField(_("number in the catalogue"), max_length=20, blank=True, editable=False)
    source_framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="+", verbose_name=_("from framework")
    )
    source_editions = _codes(_("in editions"))
    source_code = models.CharField(_("provision"), max_length=80)
    target_framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="+", verbose_name=_("to framework")
    )
    target_editions = _codes(_("in editions of that"))
    target_code = models.CharField(_("to provision"), max_length=80)
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    strength = models.PositiveSmallIntegerField(_("strength"))
    rationale = models.TextField(_("why"), max_length=4_000)
    # Published tables that have the same pair: ids of the catalogue, or words.
    published_in = ArrayField(
        models.CharField(max_length=300), verbose_name=_("published in"), default=list, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MappingState, default=MappingState.PROPOSED
    )
    # Empty where the catalogue proposed it.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    dispute = models.TextField(_("why disputed"), max_length=4_000, blank=True)
    # What the catalogue said when it was last taken over: tells what a person has changed since.
    taken_digest = models.CharField(max_length=64, blank=True, editable=False)
    history = tracked()

    ref_prefix = "CW"
    read_by_all = True

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        ordering = ["ref"]
        indexes = [
            models.Index(
                fields=["source_framework", "source_code"], name="controls_mapping_source"
            ),
            models.Index(
                fields=["target_framework", "target_code"], name="controls_mapping_target"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="controls_mapping_code_once",
                violation_error_message=_("This mapping of the catalogue is already here."),
            ),
            models.UniqueConstraint(
                fields=[
                    "source_framework",
                    "source_code",
                    "source_editions",
                    "target_framework",
                    "target_code",
                    "target_editions",
                ],
                condition=Q(archived_at__isnull=True),
                name="controls_mapping_pair_once",
                violation_error_message=_("This pair has a mapping already."),
            ),
            models.CheckConstraint(
                condition=~Q(source_framework=F("target_framework")),
                name="controls_mapping_two_frameworks",
                violation_error_message=_("A mapping joins provisions of two frameworks."),
            ),
            models.CheckConstraint(
                condition=Q(strength__gte=WEAKEST, strength__lte=STRONGEST),
                name="controls_mapping_strength",
                violation_error_message=_("The strength goes from 1, weak, to 10, identical."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MappingState.REVIEWED) | Q(reviewer__isnull=False),
                name="controls_mapping_reviewed_by_somebody",
                violation_error_message=_("Somebody must have reviewed it."),
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(reviewer=F("proposed_by")),
                name="controls_mapping_four_eyes",
                violation_error_message=_("Who proposed a mapping cannot review it."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MappingState.DISPUTED) | ~Q(dispute=""),
                name="controls_mapping_dispute_has_reason",
                violation_error_message=_("Say why the mapping is disputed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_code} – {self.target_code}"

"""What a new edition of the law means for one classification, and what was decided about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.classification.models.classifications import Classification
from assessments.law_changes.models.edition_names import name_words
from records.history.past import tracked
from records.models import Record, RecordQuerySet


class EditionVerdict(models.TextChoices):
    """What comes of the stored answers under the other edition."""

    CHANGED = "changed", _("outcome changes")
    NEEDS_ANSWERS = "needs_answers", _("needs new answers")
    SAME = "same", _("outcome stays")


class EditionDecision(models.TextChoices):
    """What was decided about it."""

    OPEN = "open", _("to be decided")
    ADOPTED = "adopted", _("read by the new edition")
    KEPT = "kept", _("left under the old edition")
    JOINED = "joined", _("taken into a later review")


class EditionReviewQuerySet(RecordQuerySet):
    """Questions about edition reviews."""

    def undecided(self) -> "EditionReviewQuerySet":
        """Keep what nobody has decided yet."""
        found: EditionReviewQuerySet = self.current().filter(decision=EditionDecision.OPEN)
        return found


class EditionReview(Record):
    """The task to read one classification by a new edition, with what the report found."""

    classification = models.ForeignKey(
        Classification,
        models.PROTECT,
        related_name="edition_reviews",
        editable=False,
        verbose_name=_("classification"),
    )
    from_edition = models.CharField(_("from edition"), max_length=20, editable=False)
    to_edition = models.CharField(_("to edition"), max_length=20, editable=False)
    verdict = models.CharField(_("found"), max_length=14, choices=EditionVerdict, editable=False)
    # {before, after, differs, questions, gained, lost, moved} as the report told it; `joins` names
    # the earlier reviews of the same edition that it took in.
    found = models.JSONField(_("what changes"), default=dict, editable=False)
    # The state of the classification that the report read.
    seen_digest = models.CharField(max_length=64, editable=False)
    decision = models.CharField(
        _("decided"),
        max_length=10,
        choices=EditionDecision,
        default=EditionDecision.OPEN,
        editable=False,
    )
    decided_why = models.TextField(_("reason"), blank=True, max_length=2_000, editable=False)
    history = tracked()

    objects = EditionReviewQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "ER"
    create_needs = "change"
    # It is reached as its use case is, wherever that moves.
    reach_field = "classification__use_case__unit__path"

    class Meta:
        verbose_name = _("edition review")
        verbose_name_plural = _("edition reviews")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["classification", "from_edition", "to_edition"],
                condition=Q(archived_at__isnull=True),
                name="assessments_edition_review_once",
                violation_error_message=_("There is already a review of this."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=EditionDecision.KEPT) | ~Q(decided_why=""),
                name="assessments_edition_review_kept_why",
                violation_error_message=_("Say why it stays under the old edition."),
            ),
        ]

    def __str__(self) -> str:
        editions = (name_words(name) for name in (self.from_edition, self.to_edition))
        return f"{self.classification}: {' → '.join(editions)}"

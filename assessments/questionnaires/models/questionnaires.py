"""Questionnaires as published: their whole content under one digest, never changed."""

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.questionnaires.engine.loading import QuestionnaireError, load
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent as Questions
from records.history.past import tracked
from records.models import Record, RecordQuerySet


class QuestionnaireQuerySet(RecordQuerySet):
    """Questions about questionnaires."""

    def newest(self, code: str) -> "Questionnaire | None":
        """Return the newest edition of a questionnaire; its content is left in the database."""
        found: Questionnaire | None = (
            self.current().filter(code=code).order_by("-edition").defer("content").first()
        )
        return found


class Questionnaire(Record):
    """One edition of a questionnaire with its questions and rules."""

    code = models.CharField(_("code"), max_length=60, editable=False)
    edition = models.CharField(_("edition"), max_length=20, editable=False)
    title = models.CharField(_("title"), max_length=300, editable=False)
    content = models.JSONField(_("content"), editable=False)
    content_digest = models.CharField(_("digest of the content"), max_length=64, editable=False)
    question_count = models.PositiveIntegerField(_("questions"), editable=False)
    rule_count = models.PositiveIntegerField(_("rules"), editable=False)
    history = tracked()

    objects = QuestionnaireQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "QN"
    create_needs = "administer"
    read_by_all = True

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["code", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition"],
                name="assessments_questionnaire_once",
                violation_error_message=_("This edition is already published."),
            ),
            models.UniqueConstraint(
                fields=["content_digest"], name="assessments_questionnaire_content_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"


@lru_cache(maxsize=16)
def questions_of(content_digest: str) -> Questions:
    """Return the questionnaire of that digest ready for the engine, built once a process.

    Raises QuestionnaireError where the stored content is no longer what was published.
    """
    rows = Questionnaire._base_manager.filter(content_digest=content_digest)
    built = load(rows.values_list("content", flat=True).get())
    if built.digest != content_digest:
        sentence = f"The stored questionnaire {content_digest[:12]} was altered. Run verify_ledger."
        raise QuestionnaireError(sentence)
    return built

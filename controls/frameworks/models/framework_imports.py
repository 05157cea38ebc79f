"""Frameworks of one's own: each file that was sent, and the edition it became."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from controls.frameworks.models.frameworks import Edition
from records.history.past import tracked
from records.models import Record


class FileFormat(models.TextChoices):
    """In which form a framework can be sent."""

    YAML = "yaml", _("YAML of the catalogue")
    OSCAL = "oscal", _("OSCAL catalog (JSON)")
    SHEET = "sheet", _("spreadsheet (CSV or XLSX)")


class FrameworkImportState(models.TextChoices):
    """How far the import of a framework is."""

    RECEIVED = "received", _("waits for your word")
    REFUSED = "refused", _("cannot be published")
    PUBLISHED = "published", _("published")


class FrameworkImport(Record):
    """One file with a framework of one's own: kept as sent, looked at, then published or not."""

    file_name = models.CharField(_("file"), max_length=255, editable=False)
    file_format = models.CharField(_("form"), max_length=5, choices=FileFormat, editable=False)
    sha256 = models.CharField(_("digest of the file"), max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    # What a spreadsheet and an OSCAL catalog do not say: names, edition, dates.
    details = models.JSONField(_("what was said beside the file"), default=dict, blank=True)
    title = models.CharField(_("edition"), max_length=300, blank=True, editable=False)
    content_digest = models.CharField(
        _("digest of the content"), max_length=64, blank=True, editable=False
    )
    counts = models.JSONField(_("counts"), default=dict, blank=True, editable=False)
    # {place, sentence}, in the order of the file; any of them refuses the whole.
    problems = models.JSONField(_("problems"), default=list, blank=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=FrameworkImportState,
        default=FrameworkImportState.RECEIVED,
        editable=False,
    )
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published as"),
    )
    job = models.UUIDField(null=True, editable=False)
    history = tracked()

    ref_prefix = "FI"
    create_needs = "import"
    cosmetic = ("job",)

    class Meta:
        verbose_name = _("framework import")
        verbose_name_plural = _("framework imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title or self.file_name

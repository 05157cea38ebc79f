"""Imports of registers: each file that was sent, what became of its rows, and saved mappings."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inventory.models.use_cases import UseCase
from inventory.sources import mapping as mappings
from inventory.sources.problems import SourceError
from records.history import tracked
from records.models import Record

# Where the files are kept.
FOLDER = "imports"


class ImportMapping(Record):
    """A saved way to read one sort of table."""

    name = models.SlugField(_("name"), max_length=60)
    title = models.CharField(_("title"), max_length=200, blank=True)
    mapping = models.JSONField(_("mapping"), default=dict)
    history = tracked()

    ref_prefix = "MP"

    class Meta:
        verbose_name = _("import mapping")
        verbose_name_plural = _("import mappings")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="inventory_importmapping_name_once",
                violation_error_message=_("There is already a mapping of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.name

    def clean(self) -> None:
        """Refuse what is no mapping, and names of mappings that come with the product."""
        if self.name in mappings.ready_made():
            sentence = _("A mapping of this name comes with the product. Choose another name.")
            raise ValidationError({"name": sentence})
        try:
            mappings.parse(json.dumps(self.mapping))
        except SourceError as error:
            told = _now(error.sentence.template) % error.sentence.params
            raise ValidationError({"mapping": told}) from error


class RunState(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("file received")
    MAPPED = "mapped", _("mapped")
    PREVIEWED = "previewed", _("waits for your word")
    COMMITTED = "committed", _("imported")
    FAILED = "failed", _("failed")


class MissingUnits(models.TextChoices):
    """What becomes of rows whose unit is not there."""

    CREATE = "create", _("add the unit")
    REFUSE = "refuse", _("refuse the row")
    HERE = "here", _("put the row into the unit of this import")


class ImportRun(Record):
    """One file brought into the register: kept as sent, read by a mapping, reported by row."""

    file_name = models.CharField(_("file"), max_length=255, editable=False)
    sha256 = models.CharField(_("digest of the file"), max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    # How the file was read; empty where it is no text or no workbook.
    encoding = models.CharField(_("encoding"), max_length=20, blank=True, editable=False)
    delimiter = models.CharField(_("delimiter"), max_length=1, blank=True, editable=False)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True, editable=False)
    # What the person chose of these, where the recognition was wrong.
    chosen = models.JSONField(default=dict, blank=True, editable=False)
    # Headings with their occurrence; no values, they may be about people.
    columns = models.JSONField(_("columns"), default=list, editable=False)
    row_count = models.PositiveIntegerField(_("rows"), default=0, editable=False)

    # Rows are recognised again within the register of this name.
    source = models.SlugField(_("register"), max_length=100, blank=True, editable=False)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True, editable=False)
    missing_units = models.CharField(
        _("missing units"), max_length=8, choices=MissingUnits, default=MissingUnits.CREATE
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RunState, default=RunState.UPLOADED, editable=False
    )
    counts = models.JSONField(_("counts"), default=dict, blank=True, editable=False)
    new_units = models.JSONField(_("new units"), default=list, blank=True, editable=False)
    # What the preview showed, and what came of it: SHA-256 of the report, row by row.
    preview_digest = models.CharField(max_length=64, blank=True, editable=False)
    report_digest = models.CharField(
        _("digest of the report"), max_length=64, blank=True, editable=False
    )
    committed_at = models.DateTimeField(_("imported"), null=True, editable=False)
    job = models.UUIDField(null=True, editable=False)
    failure = models.TextField(_("why it failed"), blank=True, editable=False)
    history = tracked()

    ref_prefix = "IM"
    cosmetic = ("job",)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> str:
        """Return where the file is kept: by its content, so the same one is kept once."""
        return f"{FOLDER}/{self.sha256}"

    @property
    def is_over(self) -> bool:
        """Say whether its rows have been written."""
        return self.state == RunState.COMMITTED


class Outcome(models.TextChoices):
    """What becomes of a row."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")
    VANISHED = "vanished", _("no longer in the file")


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Questions about the rows of imports."""

    def last_brought(self, source: str) -> dict[str, Any]:
        """Return by identity the values that each use case got from its register last."""
        found = (
            self.filter(use_case__source=source, brought__isnull=False)
            .filter(run__state=RunState.COMMITTED)
            .exclude(outcome__in=(Outcome.REFUSED, Outcome.VANISHED))
            .order_by("use_case_id", "-run__committed_at")
            .distinct("use_case_id")
        )
        return dict(found.values_list("use_case__source_identity", "brought"))


class ImportRow(models.Model):
    """What becomes of one row: the preview, then the report.

    No record: it follows from the file and the mapping, and the run's digest vouches for it.
    """

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rows")
    # As a spreadsheet counts; empty for what is no longer in the file.
    number = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    identity = models.CharField(max_length=600)
    name = models.CharField(max_length=500)
    unit_names = models.CharField(max_length=2000, blank=True)
    use_case = models.ForeignKey(UseCase, models.PROTECT, null=True, related_name="+")
    # What the file says, by field; empty where it says the same as at the last import.
    brought = models.JSONField(null=True)
    changes = models.JSONField(default=list)  # {field, old, new}
    conflicts = models.JSONField(default=list)  # {field, current, new}: the person's value stays
    remarks = models.JSONField(default=list)  # {column, template, params}
    problems = models.JSONField(default=list)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number", "id"]
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="inventory_importrow_run"),
            models.Index(
                fields=["use_case"],
                name="inventory_importrow_brought",
                condition=Q(brought__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"

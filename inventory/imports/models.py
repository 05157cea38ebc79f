"""Imports from tables: each file that was sent, what became of its rows, and saved mappings."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inventory.imports.mappings import ready_made
from records.history.past import tracked
from records.incoming import SourceError, TableMapping
from records.ledger.canonical import JSON
from records.models import Record

# Where the files are kept.
FOLDER = "imports"


class ImportMapping(Record):
    """A saved way to read one sort of table."""

    name = models.SlugField(_("name"), max_length=60)
    title = models.CharField(_("title"), max_length=200, blank=True)
    mapping = models.JSONField(_("mapping"), default=dict)
    # The code of the kind that it fills; empty for use cases, which were the only ones once.
    kind = models.CharField(max_length=60, blank=True, default="", editable=False)
    history = tracked()

    ref_prefix = "MP"
    create_needs = "import"

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
        if self.name in ready_made():
            sentence = _("A mapping of this name comes with the product. Choose another name.")
            raise ValidationError({"name": sentence})
        try:
            TableMapping.from_json(self.mapping)
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

    # The code of the kind that the rows become; empty for use cases, the only ones once: a value
    # would alter the digests of what was recorded before.
    kind = models.CharField(max_length=60, blank=True, default="", editable=False)
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
    # What the preview showed, with how the file was read; what came of it: SHA-256 of the report,
    # row by row.
    preview_digest = models.CharField(max_length=64, blank=True, editable=False)
    report_digest = models.CharField(
        _("digest of the report"), max_length=64, blank=True, editable=False
    )
    committed_at = models.DateTimeField(_("imported"), null=True, editable=False)
    job = models.UUIDField(null=True, editable=False)
    failure = models.TextField(_("why it failed"), blank=True, editable=False)
    history = tracked()

    ref_prefix = "IM"
    create_needs = "import"
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


class RowOutcome(models.TextChoices):
    """What becomes of a row."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")
    VANISHED = "vanished", _("no longer in the file")


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Questions about the rows of imports."""

    def of_register(self, run: ImportRun) -> "ImportRowQuerySet":
        """Keep the rows that imports of the register of a run have carried out.

        A register belongs to a unit: one of the same name elsewhere is another one, and a run
        neither changes nor tells of what that has brought.
        """
        return self.filter(
            run__kind=run.kind,
            run__source=run.source,
            run__unit__path__startswith=run.unit.path,
            run__state=RunState.COMMITTED,
        ).exclude(subject_id=None)

    def identities(self, run: ImportRun) -> dict[str, UUID]:
        """Return by identity the records that these rows became.

        What the unit of the run has brought itself goes before what units below it have.
        """
        added = self.filter(outcome=RowOutcome.ADDED).order_by("run__committed_at", "id")
        rows = list(added.values_list("run__unit_id", "identity", "subject_id"))
        rows.sort(key=lambda row: row[0] == run.unit_id)
        return {identity: key for _unit, identity, key in rows if key is not None}

    def last_brought(self) -> dict[str, JSON]:
        """Return by identity the values that each record got from its register last."""
        found = (
            self.filter(brought__isnull=False)
            .exclude(outcome__in=(RowOutcome.REFUSED, RowOutcome.VANISHED))
            .order_by("subject_id", "-run__committed_at")
            .distinct("subject_id")
        )
        return dict(found.values_list("identity", "brought"))


class ImportRow(models.Model):
    """What becomes of one row: the preview, then the report.

    No record: it follows from the file and the mapping, and the run's digest vouches for it.
    """

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rows")
    # As a spreadsheet counts; empty for what is no longer in the file.
    number = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    identity = models.CharField(max_length=600)
    name = models.CharField(max_length=500)
    unit_names = models.CharField(max_length=2000, blank=True)
    # The record that the row is about: {kind, id, ref}, empty while there is none.
    subject_kind = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.UUIDField(null=True)
    subject_ref = models.CharField(max_length=16, blank=True, default="")
    # What the file says, by field; empty where it says the same as at the last import.
    brought = models.JSONField(null=True)
    changes = models.JSONField(default=list)  # {field, old, new}
    conflicts = models.JSONField(default=list)  # {field, current, new}: the person's value stays
    remarks = models.JSONField(default=list)  # {column, template, params}
    problems = models.JSONField(default=list)

    objects = ImportRowQuerySet.as_manager()

    # Whether what it says was taken away for a reader; never stored.
    is_withheld = False

    class Meta:
        ordering = ["number", "id"]
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="inventory_importrow_run"),
            models.Index(
                fields=["subject_id"],
                name="inventory_importrow_brought",
                condition=Q(brought__isnull=False),
            ),
            models.Index(fields=["subject_id"], name="inventory_importrow_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"

    def name_subject(self, record: Record) -> None:
        """Say which record the row is about."""
        self.subject_kind, self.subject_id = record.kind_code(), record.pk
        self.subject_ref = record.ref

    def withhold(self) -> None:
        """Leave, for a reader, only that the row is there and what became of it."""
        self.is_withheld = True
        self.subject_kind, self.subject_id, self.subject_ref = "", None, ""
        self.identity = self.name = self.unit_names = ""
        self.changes, self.conflicts, self.remarks, self.problems = [], [], [], []

"""Evidence packs as they were made."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.history.past import tracked
from records.models import Record


class Pack(Record):
    """A sealed PDF about one record as of a moment, which proves itself offline."""

    subject_kind = models.CharField(max_length=60, editable=False)
    subject_id = models.UUIDField(editable=False)
    subject_ref = models.CharField(_("record"), max_length=16, editable=False)
    title = models.CharField(_("title"), max_length=300, editable=False)
    moment = models.DateTimeField(_("as of"), editable=False)
    size = models.BigIntegerField(_("ledger size"), editable=False)
    # SHA-256 of manifest.json: the same pack made again bears the same id.
    manifest_digest = models.CharField(_("pack id"), max_length=64, editable=False)
    unsealed_digest = models.CharField(max_length=64, editable=False)
    sealed_digest = models.CharField(_("digest of the file"), max_length=64, editable=False)
    file = models.CharField(max_length=200, editable=False)
    byte_count = models.PositiveBigIntegerField(_("bytes"), editable=False)
    gap_count = models.PositiveIntegerField(_("gaps"), editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    history = tracked()

    ref_prefix = "PK"
    create_needs = "pack"

    class Meta:
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_id", "-id"], name="governance_pack_subject")]

    def __str__(self) -> str:
        return str(_("Evidence pack of %(ref)s") % {"ref": self.subject_ref})

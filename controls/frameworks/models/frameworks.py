"""Laws and standards, and their editions as published."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from controls.frameworks.loading.revisions import FIRST
from records.history.past import tracked
from records.models import Record


class FrameworkKind(models.TextChoices):
    """What a framework is to those who follow it."""

    LAW = "law", _("law")
    STANDARD = "standard", _("standard")
    GUIDANCE = "guidance", _("guidance")


class Framework(Record):
    """A law or a standard, whatever its edition."""

    code = models.CharField(_("code"), max_length=60, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    short_title = models.CharField(_("short title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=FrameworkKind)
    publisher = models.CharField(_("publisher"), max_length=300)
    licence = models.TextField(_("licence"), max_length=4_000)
    history = tracked()

    ref_prefix = "FW"
    create_needs = "administer"
    read_by_all = True

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.short_title

    @property
    def is_law(self) -> bool:
        """Say whether it binds by itself."""
        return self.kind == FrameworkKind.LAW

    def get_absolute_url(self) -> str:
        """Return the page that lists its editions."""
        return reverse("law-framework", args=[self.code])


class Edition(Record):
    """One edition of a framework; what was published of it stays readable and is never rewritten.

    A corrected catalogue makes a new revision of it; `revision` is empty for the first one.
    `content_digest` names the text it was published from, `rows_digest` the provisions as stored.
    """

    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="editions", verbose_name=_("framework")
    )
    code = models.CharField(_("code"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    # What the edition consists of: acts with their CELEX, OJ and ELI references.
    law = models.JSONField(_("legal acts"), default=list, blank=True)
    published_on = models.DateField(_("published"))
    in_force_on = models.DateField(_("in force"))
    checked_on = models.DateField(_("checked against sources"))
    disclaimer = models.TextField(_("disclaimer"))
    own_words = models.TextField(_("wording"))
    sources = models.JSONField(_("sources"), default=list, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    uncertain = models.BooleanField(_("uncertain"), default=False)
    uncertain_why = models.TextField(_("why uncertain"), blank=True)
    # Chapters in reading order, {title, top: [codes]}, and sets of dates that provisions share.
    parts_of_text = models.JSONField(_("chapters"), default=list, blank=True)
    date_profiles = models.JSONField(_("dates of application"), default=dict, blank=True)
    extra = models.JSONField(_("further details"), default=dict, blank=True)
    # Nothing for the first, which is how states from before there were revisions are written.
    revision = models.PositiveSmallIntegerField(_("revision"), null=True, editable=False)
    # What was corrected, revision by revision: {revision, date, corrections}.
    revisions = models.JSONField(_("corrections"), default=list, blank=True, editable=False)
    # Without headings, which only group provisions.
    provision_count = models.PositiveIntegerField(_("provisions"))
    content_digest = models.CharField(_("digest of the content"), max_length=64)
    rows_digest = models.CharField(_("digest of the provisions"), max_length=64)
    # Which key is whose: mappings and claims point at keys, so none may pass to another provision.
    keys_digest = models.CharField(
        _("digest of their keys"), max_length=64, blank=True, editable=False
    )
    history = tracked()

    ref_prefix = "ED"
    # Of each installation: what an edition says does not hang on it.
    cosmetic = ("keys_digest",)
    create_needs = "administer"
    read_by_all = True

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["framework__code", "-in_force_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name="controls_edition_once",
                violation_error_message=_("This edition is already published."),
            ),
            models.CheckConstraint(
                condition=Q(uncertain=False) | ~Q(uncertain_why=""),
                name="controls_edition_doubt_has_reason",
                violation_error_message=_("Say what is uncertain about the edition."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def revision_number(self) -> int:
        """Return which revision this is, counting from 1."""
        return self.revision or FIRST

    @property
    def name(self) -> str:
        """Name it in few words: the framework by its short title, and the edition's code."""
        return f"{self.framework.short_title}, {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page on which the edition is read."""
        return reverse("law-edition", args=[self.framework.code, self.code])

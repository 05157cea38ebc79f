"""The provisions of an edition: written with it, kept as they were when a revision comes."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, NoReturn
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from controls.frameworks.loading import official_url
from controls.frameworks.loading.data import HEADING, NOT_LAW
from controls.frameworks.models.frameworks import Edition
from controls.frameworks.rules import ProvisionStanding, standing
from records.ids import new_id
from records.ledger.canonical import digest
from records.ledger.revising import RevisionRule


class ProvisionStatus(models.TextChoices):
    """What an edition made of a provision."""

    ORIGINAL = "original", _("as first published")
    UNCHANGED = "unchanged", _("unchanged")
    AMENDED = "amended", _("amended")
    INSERTED = "inserted", _("inserted")
    DELETED = "deleted", _("deleted")
    ABSENT = "absent", _("not in this edition")


class ProvisionQuerySet(models.QuerySet["Provision"]):
    """Questions about provisions; what is written is neither changed nor removed."""

    def update(self, **_values: object) -> NoReturn:
        """Refuse: a changed law is a new edition, a corrected catalogue a new revision."""
        raise TypeError("Provisions are never changed; publish another edition or revision.")

    def delete(self) -> NoReturn:
        """Refuse: decisions refer to provisions."""
        raise TypeError("Provisions are never deleted.")


class ProvisionContent(models.Model):
    """What an edition says of one node of its tree, beside what the node is."""

    slug = models.SlugField(max_length=80, db_index=False)
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("in our words"), blank=True)
    kind = models.CharField(_("kind"), max_length=60)
    addressees = ArrayField(models.CharField(max_length=60), verbose_name=_("for"), default=list)
    applies_to = ArrayField(
        models.CharField(max_length=60), verbose_name=_("applies to"), default=list
    )
    status = models.CharField(_("status"), max_length=10, choices=ProvisionStatus)
    # Days by route: all, annex_i, annex_iii, formal, placed_before_<day>.
    applies_from = models.JSONField(_("applies from"), default=dict)
    citation = models.CharField(_("citation"), max_length=400)
    uncertain = models.BooleanField(_("uncertain"), default=False)
    uncertain_why = models.TextField(_("why uncertain"), blank=True)
    extra = models.JSONField(default=dict)

    class Meta:
        abstract = True


class Provision(ProvisionContent):
    """One node of an edition's tree; `order` counts in reading order, `depth` from the top.

    A revision of the edition puts other content into the row; what it held before is kept in
    EarlierProvision, and the key stays, since mappings and claims point at it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="provisions")
    code = models.CharField(_("number"), max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    # With which revision of the edition it came, and which one its content is of.
    first_revision = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveSmallIntegerField(default=1)

    # The database refuses to change or delete rows of such tables.
    append_only: ClassVar[bool] = True
    # But for a revision: one function of the database keeps the earlier content, and says so.
    revised: ClassVar[RevisionRule] = RevisionRule(
        earlier="controls.EarlierProvision", link="provision", record="edition"
    )

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="controls_provision_code"),
            models.UniqueConstraint(fields=["edition", "slug"], name="controls_provision_slug"),
            # Looked at when the transaction ends: what is inserted moves all that follows it.
            models.UniqueConstraint(
                fields=["edition", "order"],
                name="controls_provision_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(uncertain=False) | ~Q(uncertain_why=""),
                name="controls_provision_doubt_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(depth=0, parent__isnull=True) | Q(depth__gt=0, parent__isnull=False),
                name="controls_provision_top_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse: provisions are written in bulk when their edition is published."""
        raise TypeError("Provisions are written with their edition, by publishing it.")

    def get_absolute_url(self) -> str:
        """Return the provision's page."""
        names = [self.edition.framework.code, self.edition.code, self.slug]
        return reverse("law-provision", args=names)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: decisions refer to provisions."""
        raise TypeError("Provisions are never deleted.")

    @property
    def official_url(self) -> str:
        """Return its place in the official text of its edition, or nothing where none is known."""
        return official_url(self.edition.framework.code, self.edition.code, self.code)

    @property
    def is_heading(self) -> bool:
        """Say whether it only groups others."""
        return self.kind == HEADING

    @property
    def is_ours(self) -> bool:
        """Say whether the heading was added to complete the tree."""
        return bool(self.extra.get("ours"))

    @property
    def exists_here(self) -> bool:
        """Say whether it stands in this edition."""
        return self.status not in NOT_LAW

    @property
    def dates(self) -> dict[str, date]:
        """Return the days from which it applies, by route."""
        return {route: date.fromisoformat(day) for route, day in self.applies_from.items()}

    def standing_on(self, day: date) -> ProvisionStanding:
        """Say whether it applies on a day."""
        return standing(exists=self.exists_here, dates=self.dates, on=day)


class EarlierProvision(ProvisionContent):
    """What a provision held until a revision of its edition put other content in its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="earlier")
    parent = models.ForeignKey(Provision, models.PROTECT, null=True, related_name="+")
    until_revision = models.PositiveSmallIntegerField()

    append_only: ClassVar[bool] = True

    class Meta:
        verbose_name = _("earlier provision")
        verbose_name_plural = _("earlier provisions")
        ordering = ["provision", "until_revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "until_revision"], name="controls_earlier_provision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision.code} {self.title}"

    @property
    def code(self) -> str:
        """Return the number, which never changes."""
        return self.provision.code


def content_at(
    rows: Iterable[Provision], earlier: Iterable[EarlierProvision], revision: int
) -> list[Provision | EarlierProvision]:
    """Return the provisions of an edition as a revision of it had them, in any order."""
    past: dict[UUID, EarlierProvision] = {}
    for row in sorted(earlier, key=lambda row: -row.until_revision):
        if row.until_revision > revision:
            past[row.provision_id] = row
    return [past.get(row.pk, row) for row in rows if row.first_revision <= revision]


_DIGESTED = (
    "code",
    "slug",
    "order",
    "depth",
    "title",
    "summary",
    "kind",
    "addressees",
    "applies_to",
    "status",
    "applies_from",
    "citation",
    "uncertain",
    "uncertain_why",
    "extra",
)


def rows_digest(provisions: Iterable[Provision | EarlierProvision]) -> str:
    """Digest provisions as stored, in reading order, each with the number of its parent."""
    rows = sorted(provisions, key=lambda provision: provision.order)
    order = {_key(row): row.order for row in rows}
    return digest(
        [
            {name: getattr(row, name) for name in _DIGESTED}
            | ({"parent": order[row.parent_id]} if row.parent_id else {})
            for row in rows
        ]
    )


def _key(row: Provision | EarlierProvision) -> UUID:
    return row.pk if isinstance(row, Provision) else row.provision_id


def keys_digest(provisions: Iterable[Provision]) -> str:
    """Digest which key each provision has, by its number."""
    return digest({row.code: str(row.pk) for row in provisions})

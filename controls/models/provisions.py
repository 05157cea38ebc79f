"""The provisions of an edition: written once with it, never changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, NoReturn

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from controls.loading.data import HEADING, NOT_LAW
from controls.models.frameworks import Edition
from controls.rules import Standing, standing
from records.ids import new_id
from records.ledger.canonical import digest


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

    def update(self, **_values: Any) -> NoReturn:
        """Refuse: a changed law is a new edition."""
        raise TypeError("Provisions are never changed; publish another edition.")

    def delete(self) -> NoReturn:
        """Refuse: decisions refer to provisions."""
        raise TypeError("Provisions are never deleted.")


class Provision(models.Model):
    """One node of an edition's tree; `order` counts in reading order, `depth` from the top."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="provisions")
    code = models.CharField(_("number"), max_length=80)
    slug = models.SlugField(max_length=80, db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
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

    # The database refuses to change or delete rows of such tables.
    append_only: ClassVar[bool] = True

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="controls_provision_code"),
            models.UniqueConstraint(fields=["edition", "slug"], name="controls_provision_slug"),
            models.UniqueConstraint(fields=["edition", "order"], name="controls_provision_order"),
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

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: provisions are written in bulk when their edition is published."""
        raise TypeError("Provisions are written with their edition, by publishing it.")

    def get_absolute_url(self) -> str:
        """Return the provision's page."""
        names = [self.edition.framework.code, self.edition.code, self.slug]
        return reverse("law-provision", args=names)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: decisions refer to provisions."""
        raise TypeError("Provisions are never deleted.")

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

    def standing_on(self, day: date) -> Standing:
        """Say whether it applies on a day."""
        return standing(exists=self.exists_here, dates=self.dates, on=day)


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


def rows_digest(provisions: Iterable[Provision]) -> str:
    """Digest provisions as stored, in reading order, each with the number of its parent."""
    rows = sorted(provisions, key=lambda provision: provision.order)
    order = {row.pk: row.order for row in rows}
    return digest(
        [
            {name: getattr(row, name) for name in _DIGESTED}
            | ({"parent": order[row.parent_id]} if row.parent_id else {})
            for row in rows
        ]
    )

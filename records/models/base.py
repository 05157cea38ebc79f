"""What every record and every part of a record is."""

from collections.abc import Collection
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import permissions
from records.actors import Actor
from records.changing import open_acts
from records.changing.bounds import excess_of, excess_of_json
from records.ids import new_id
from records.ledger.canonical import CanonicalError, canonical
from records.texts import faults_of

# As `immaterial` of a part: no signature covers any of it, and its record's digest leaves it out.
WHOLE_PART = frozenset({"*"})


class TrackedQuerySet(models.QuerySet[Any]):
    """Reach records only through what an actor may see."""

    def visible_to(self, actor: Actor, needs: str = "view") -> Self:
        """Keep what `actor` may reach with `needs`."""
        kept: Self = permissions.visible(self, actor, needs)
        return kept


class RecordQuerySet(TrackedQuerySet):
    """Questions that can be asked of records of every kind."""

    def current(self) -> Self:
        """Keep what is not archived."""
        return self.filter(archived_at__isnull=True)


class PartQuerySet(TrackedQuerySet):
    """Questions about the parts of records."""


class PartManager(models.Manager.from_queryset(PartQuerySet)):  # type: ignore[misc] # dynamic base
    """Leave out removed parts: they stay in the table so that the past can be read."""

    def get_queryset(self) -> PartQuerySet:
        """Return the parts that still belong to their record."""
        found: PartQuerySet = super().get_queryset().filter(removed_at__isnull=True)
        return found


class TrackedRow(models.Model):
    """A row whose every state is kept; it changes only within `records.changing.acting`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    # Field names, declared on the model: values about people, and what may change unsigned.
    personal: ClassVar[tuple[str, ...]] = ()
    cosmetic: ClassVar[tuple[str, ...]] = ()
    # Fields outside history, which the sign-in machinery may save by name.
    untracked: ClassVar[tuple[str, ...]] = ()
    immaterial: ClassVar[frozenset[str]] = frozenset()

    pk: UUID

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save within the act that is open on the holding record; refuse to save outside of one."""
        names = kwargs.get("update_fields")
        if names is None or not set(names) <= set(self.untracked):
            open_acts.require_open(self)
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse: records are archived and parts removed, so that their past can be read."""
        raise TypeError("Records are archived and parts removed, never deleted.")

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Refuse also what could be stored, but not digested: forms, imports and API come here."""
        left_out = set(exclude or ())
        unfit = {
            field.name: fault
            for field in self._meta.concrete_fields
            if field.name not in left_out and (fault := _unfit(field, getattr(self, field.attname)))
        }
        # What is unfit goes no further: the validators of the fields might normalise it.
        super().clean_fields(exclude=left_out | unfit.keys())
        if unfit:
            raise ValidationError(unfit)

    @classmethod
    def kind_code(cls) -> str:
        """Return the code that names this kind in links, verbs and the ledger."""
        return cls._meta.label_lower

    def holder(self) -> "Record":
        """Return the record this row belongs to (itself, for a record)."""
        raise NotImplementedError(f"{type(self).__name__} must say which record holds it.")


def _unfit(field: Any, value: object) -> str:
    """Return what keeps a value out of the ledger, as a sentence, or nothing."""
    excess = excess_of(field, value)
    if not excess:
        for place, fault in faults_of(value):
            words = {
                "place": f"“{place}”" if place else gettext("The text"),
                "fault": gettext(fault),
            }
            return gettext("%(place)s %(fault)s") % words
        try:
            if isinstance(value, dict | list):
                excess = excess_of_json(canonical(value))
        except CanonicalError as error:
            return str(error)
    return gettext("This %(excess)s") % {"excess": excess} if excess else ""


class Record(TrackedRow):
    """Something an organisation governs: with reference, unit, owner, history and sign-off."""

    ref = models.CharField(_("reference"), max_length=16, unique=True, editable=False)
    unit = models.ForeignKey(
        "governance.Unit", models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    # The digest of the material state, kept in step by acting: sign-offs compare against it.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("changed"), editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    ref_prefix: ClassVar[str]
    # Where the path of the unit stands that decides over reach.
    reach_field: ClassVar[str] = "unit__path"
    # The right that it takes to add one at a unit, and to move one there.
    create_needs: ClassVar[str] = "create"
    # Everybody who may read anywhere may read these: they say nothing about any unit.
    read_by_all: ClassVar[bool] = False
    # Rights are always today's: such kinds are not read as of a moment.
    always_today: ClassVar[bool] = False
    parts: ClassVar[tuple[str, ...]] = ()
    immaterial = frozenset(
        {"version", "digest", "created_at", "updated_at", "owner", "review_cadence"}
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def holder(self) -> "Record":
        """Return itself."""
        return self

    def part_models(self) -> list[type["Part"]]:
        """Return the models of this record's parts, named by `parts` as model labels."""
        return [self._meta.apps.get_model(label) for label in self.parts]

    def material_parts(self) -> list[type["Part"]]:
        """Return the models of the parts that a signature covers."""
        return [model for model in self.part_models() if model.immaterial != WHOLE_PART]

    @classmethod
    def reached_by(cls) -> str:
        """Name the link to the record through which these are reached; empty: by their own unit."""
        name = cls.reach_field.partition("__")[0]
        return name if name != "unit" and cls._meta.get_field(name).is_relation else ""

    @classmethod
    def owned_by(cls) -> str:
        """Name the column of who reaches these as their owner.

        What is reached through another record has none of its own: who hands that over keeps
        nothing of it.
        """
        return cls.told_by("owner")

    @classmethod
    def told_by(cls, name: str) -> str:
        """Name the column of the unit or owner that is told of these: the one that gives reach."""
        return "__".join([*cls.reach_field.split("__")[:-2], name])

    @property
    def reach_owner(self) -> Any:
        """Return who reaches this as its owner, and is told as such."""
        link = self.reached_by()
        return getattr(self, link).reach_owner if link else self.owner

    @property
    def reach_owner_id(self) -> UUID | None:
        """Return the key of who reaches this as its owner."""
        link = self.reached_by()
        owner: UUID | None = getattr(self, link).reach_owner_id if link else self.owner_id
        return owner

    @property
    def reach_unit(self) -> Any:
        """Return the unit that decides over reach; what is about the record stands there."""
        link = self.reached_by()
        return getattr(self, link).reach_unit if link else self.unit

    @property
    def is_archived(self) -> bool:
        """Say whether the record is out of use."""
        return self.archived_at is not None


class Part(TrackedRow):
    """A row that belongs to one record and changes only with it; `belongs_to` names that field."""

    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    belongs_to: ClassVar[str]
    # So many of a kind are kept with one record.
    at_most: ClassVar[int] = 1_000
    always_today: ClassVar[bool] = False

    objects = PartManager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Validate and save within the act that is open on the record."""
        if kwargs.get("update_fields") is None:
            # The holding record may still be unsaved: the database checks that link at commit.
            self.full_clean(exclude=["id", self.belongs_to])
        super().save(*args, **kwargs)

    def remove(self) -> None:
        """Take the part from its record; its past stays readable."""
        self.removed_at = timezone.now()
        self.save()

    def holder(self) -> Record:
        """Return the record this part belongs to."""
        record: Record = getattr(self, self.belongs_to)
        return record

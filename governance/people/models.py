"""Units of the organisation, people, what they are appointed to, and their API tokens."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.choices import ROLES
from governance.rules import NEEDS, Role
from records.history.past import tracked
from records.models import Part, Record, RecordQuerySet


class UnitQuerySet(RecordQuerySet):
    """Questions about units."""

    def name_of_organisation(self) -> str:
        """Return the name of the top unit; nothing before it was founded."""
        names = self.order_by("created_at").values_list("name", flat=True)
        return names.first() or ""


class Unit(Record):
    """A part of the organisation; its `unit` is the one above it, the top one's is itself."""

    name = models.CharField(_("name"), max_length=200)
    # The keys from the top unit down to this one, "/a/b/": a subtree is a prefix.
    path = models.CharField(max_length=1000, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    history = tracked()

    objects = UnitQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "UN"
    create_needs = "administer"
    reach_field = "path"
    always_today = True
    cosmetic = ("path",)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="governance_unit_name_once",
                violation_error_message=_("There is already a unit of this name there."),
            )
        ]
        indexes = [
            models.Index(
                fields=["path"], name="governance_unit_path", opclasses=["text_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_top(self) -> bool:
        """Say whether this is the organisation itself."""
        return self.unit_id == self.pk


class PersonQuerySet(RecordQuerySet):
    """Questions about people."""

    def get_by_natural_key(self, email: str) -> object:
        """Find a person by e-mail address, as Django's sign-in asks."""
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, Record):
    """Somebody who can sign in; the home unit is `unit`."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(_("may sign in"), default=True)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    # What is wanted of e-mails, name and secrets: they never enter history.
    history = tracked(excluded=("email", "name", "password", "last_login", "time_zone"))

    ref_prefix = "PE"
    create_needs = "administer"
    always_today = True
    untracked = ("password", "last_login", "time_zone", "name", "email")
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    parts = ("governance.Appointment", "governance.ApiToken")

    @property
    def initials(self) -> str:
        """Return up to two letters that stand for the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Appointment(Part):
    """A role a person holds at a unit and everything below it, for a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    history = tracked()

    belongs_to = "person"
    always_today = True

    class Meta:
        verbose_name = _("appointment")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="governance_appointment_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"

    def clean(self) -> None:
        """Ask for an end date where the role needs one: an auditor's access always ends."""
        if self.role == Role.AUDITOR and self.ends_on is None:
            raise ValidationError({"ends_on": _("An auditor's access needs a last day.")})


class ApiToken(Part):
    """A program's key: acts for a person, within some needs and one unit's subtree."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    # The secret itself is shown once and never kept.
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    needs = ArrayField(
        models.CharField(max_length=20, choices=[(need, need) for need in NEEDS]),
        verbose_name=_("may"),
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("within"))
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = tracked(excluded=("last_used_at",))

    belongs_to = "person"
    always_today = True
    untracked = ("last_used_at",)
    at_most = 100

    class Meta:
        verbose_name = _("API token")

    def __str__(self) -> str:
        return self.name

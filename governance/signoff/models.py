"""Sign-off of any record: the policy, the request, and the signatures with what they cover."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance.choices import MEANINGS, ROLES, SIGN_OFF_STATES
from governance.people.models import Person
from governance.rules import SignOffState
from records.history.past import history_model, tracked
from records.models import Part, Record, RecordQuerySet


class SignOffPolicy(Record):
    """Who must sign records of one kind: which roles, how many, in which order, who may not."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind of record"), max_length=60)
    roles = ArrayField(
        models.CharField(max_length=20, choices=ROLES), verbose_name=_("roles that may sign")
    )
    quorum = models.PositiveSmallIntegerField(
        _("signatures needed"), default=1, validators=[MinValueValidator(1)]
    )
    # With an order, the role that stands first in `roles` signs first.
    in_order = models.BooleanField(_("roles sign in order"), default=False)
    author_excluded = models.BooleanField(_("authors may not sign"), default=True)
    # Whoever signs states first what they read, then the sentence of their meaning: `statement` is
    # that of an approval. Without opening words it is a whole by itself.
    reading = models.TextField(_("opening words"), blank=True, max_length=2_000)
    statement = models.TextField(_("sentence of an approval"), max_length=2_000)
    history = tracked()

    ref_prefix = "SP"
    create_needs = "administer"
    read_by_all = True

    class Meta:
        verbose_name = _("sign-off policy")
        verbose_name_plural = _("sign-off policies")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(archived_at__isnull=True),
                name="governance_signoffpolicy_one_a_kind",
                violation_error_message=_("There is already a policy for this kind of record."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SignOffQuerySet(RecordQuerySet):
    """Questions about sign-offs."""

    def about(self, record: Record) -> "SignOffQuerySet":
        return self.filter(subject_kind=record.kind_code(), subject_id=record.pk)

    def waiting(self) -> "SignOffQuerySet":
        """Keep those that still need signatures."""
        return self.current().filter(state=SignOffState.REQUESTED)

    def complete(self) -> "SignOffQuerySet":
        """Keep those whose policy was met."""
        return self.filter(state=SignOffState.COMPLETE)


class SignOff(Record):
    """A request to sign one record, in the exact state that `items` names by digest."""

    subject_kind = models.CharField(max_length=60, editable=False)
    subject_id = models.UUIDField(editable=False)
    subject_ref = models.CharField(_("record"), max_length=16, editable=False)
    # The first item is the subject; others are what it rests on: {kind, id, ref, digest}.
    items = models.JSONField(_("signed records"), editable=False)
    policy = models.ForeignKey(SignOffPolicy, models.PROTECT, related_name="+")
    policy_version = models.PositiveIntegerField(editable=False)
    reading = models.TextField(_("opening words"), blank=True, editable=False)
    statement = models.TextField(_("sentence of an approval"), editable=False)
    # The sentences of all other meanings, so that none changes while it waits.
    sentences = models.JSONField(
        _("sentences of other meanings"), default=dict, blank=True, editable=False
    )
    request = models.TextField(_("request"), blank=True, max_length=5_000)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=SIGN_OFF_STATES,
        default=SignOffState.REQUESTED,
        editable=False,
    )
    history = tracked()

    objects = SignOffQuerySet.as_manager()  # type: ignore[misc] # narrows the manager

    ref_prefix = "SO"
    create_needs = "change"
    parts = ("governance.Signature",)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="governance_signoff_subject"),
            models.Index(fields=["state"], name="governance_signoff_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(state="requested", archived_at__isnull=True),
                name="governance_signoff_one_open",
                violation_error_message=_("This record already waits for sign-off."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Sign-off of %(ref)s") % {"ref": self.subject_ref})

    @cached_property
    def policy_then(self) -> Any:
        """Return the policy in the version it was asked with, as history keeps it, by one query."""
        kept = history_model(SignOffPolicy)._base_manager
        return kept.get(id=self.policy_id, version=self.policy_version)


class Signature(Part):
    """One person's signature: who, as what, meaning what, over which digests, how proved."""

    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="signatures")
    signatory = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The name as it stood then: it survives renames, and enters the ledger by commitment only.
    printed_name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("as"), max_length=20, choices=ROLES)
    meaning = models.CharField(_("meaning"), max_length=20, choices=MEANINGS)
    # What was stated as a whole; empty in signatures of older versions.
    statement = models.TextField(_("statement"), blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=5_000)
    items = models.JSONField(_("signed records"))
    method = models.CharField(_("authenticated by"), max_length=20)
    signed_at = models.DateTimeField(_("signed"))
    history = tracked()

    belongs_to = "sign_off"
    personal = ("printed_name",)

    class Meta:
        verbose_name = _("signature")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_off", "signatory"],
                condition=Q(removed_at__isnull=True),
                name="governance_signature_once",
                violation_error_message=_("You have already signed this."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.get_meaning_display()}"

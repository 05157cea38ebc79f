"""How classifications stand towards sign-off, and which class counts, as the database sees it."""

from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from assessments.classification.models.choices import (
    NO_GRAVITY,
    UNANSWERED,
    OutcomeClass,
    gravity,
)
from governance.models import Signature, SignOff
from governance.rules import ASSENT, SignOffState
from inventory.models import IntendedUse
from records.models import RecordQuerySet


class Covers(Func):
    """Say whether the items of a sign-off hold what the second expression lists."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = BooleanField()


def _named(digest: str) -> Func:
    pair = Func(Value("digest"), OuterRef(digest), function="jsonb_build_object")
    return Func(pair, function="jsonb_build_array", output_field=models.JSONField())


class ClassificationQuerySet(RecordQuerySet):
    """Questions about classifications."""

    def with_standing(self) -> "ClassificationQuerySet":
        """Work out in the database how each stands towards sign-off, as `standing`.

        The classification and its use case are compared with what was signed; questionnaire and
        law, which a sign-off names too, never change.
        """
        found: ClassificationQuerySet = self.annotate(standing=_standing())
        return found

    def with_class(self) -> "ClassificationQuerySet":
        """Work out in the database which class counts, as `class_now` and `gravity_now`.

        That is the class of the rules, or that of an override once its exact state is signed, by
        another person than the one who set it. `class_told` is the same for lists and counts,
        which take a sheet without an answer for no class; it comes behind all classes.
        """
        is_signed = Q(standing="signed") & Q(Exists(_second_signature()))
        found: ClassificationQuerySet = self.with_standing().annotate(
            class_now=_if_overridden(F("override_class"), is_signed, F("outcome_class")),
            class_told=_if_overridden(F("override_class"), is_signed, _CLASS_FOUND),
            gravity_now=_if_overridden(_GRAVITY, is_signed, _GRAVITY_FOUND),
        )
        return found

    def with_second_signatory(self) -> "ClassificationQuerySet":
        """Look up who signed an override that counts, as `second_signatory`: the name."""
        newest = _second_signature().order_by("-id").values("signatory__name")[:1]
        found: ClassificationQuerySet = self.annotate(second_signatory=Subquery(newest))
        return found

    def with_story(self) -> "ClassificationQuerySet":
        """Join what names a classification, so that lists need no further queries.

        The whole text of the questionnaire stays in the database. Whom its uses affect comes along
        as `affected_now`: the register is held against the answers wherever they are read.
        """
        names = ("use_case__unit", "intended_use", "override_by", "questionnaire")
        uses = IntendedUse.objects.filter(
            use_case=OuterRef("use_case"), pk=Coalesce(OuterRef("intended_use"), F("pk"))
        )
        found: ClassificationQuerySet = (
            self.select_related(*names)
            .defer("questionnaire__content")
            .annotate(affected_now=ArraySubquery(uses.values("affected")))
        )
        return found


# Questions of many pages, each written once: what they ask never differs.
@cache
def _standing() -> Coalesce:
    """Find how the newest sign-off of a classification stands."""
    latest = (
        SignOff.objects.current()
        .exclude(state=SignOffState.WITHDRAWN)
        .filter(subject_id=OuterRef("pk"))
        .annotate(
            is_held=Covers(F("items"), _named("digest")),
            is_base_held=Covers(F("items"), _named("use_case__digest")),
        )
        .annotate(code=_code())
        .order_by("-id")
        .values("code")[:1]
    )
    return Coalesce(Subquery(latest), Value("unsigned"))


@cache
def _second_signature() -> Any:
    """Find a signature of this exact state by somebody else than who set the override."""
    given = Signature.objects.filter(
        sign_off__subject_id=OuterRef("pk"), meaning__in=[str(meaning) for meaning in ASSENT]
    )
    held = given.annotate(is_held=Covers(F("items"), _named("digest"))).filter(is_held=True)
    return held.exclude(signatory=OuterRef("override_by"))


def _if_overridden(then: Any, is_signed: Q, otherwise: F | Case) -> Case:
    # The first branch settles nearly all rows without a look at sign-offs.
    return Case(
        When(override_class="", then=otherwise), When(is_signed, then=then), default=otherwise
    )


def _unless_empty(found: F | Cast, otherwise: str | int) -> Case:
    """Return what the rules found where somebody has answered anything."""
    return Case(When(answered_count=0, then=Value(otherwise)), default=found)


_CLASS_FOUND = _unless_empty(F("outcome_class"), UNANSWERED)
_GRAVITY_FOUND = _unless_empty(Cast("gravity", models.IntegerField()), NO_GRAVITY)
_GRAVITY = Case(*(When(override_class=code, then=Value(gravity(code))) for code in OutcomeClass))


def _code() -> Case:
    held = Q(is_held=True, is_base_held=True)
    return Case(
        When(state=SignOffState.CHANGES_REQUESTED, then=Value("changes_requested")),
        When(held, state=SignOffState.REQUESTED, then=Value("waiting")),
        When(state=SignOffState.REQUESTED, then=Value("outdated")),
        When(held, then=Value("signed")),
        default=Value("stale"),
    )

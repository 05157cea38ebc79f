"""What is looked at of evidence: whether it is current, lasts, and is held by us."""

from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from controls.library.checks import in_use
from controls.models import (
    Control,
    Evidence,
    EvidenceRevision,
    EvidenceUse,
    Implementation,
    ImplementationStatus,
    Origin,
)
from governance.gaps import checks
from governance.gaps.checks import Check, Within, told
from governance.people.checks import of_owner
from governance.signoff.checks import of_sign_off
from inventory.models import UseCase

# So many days before evidence ends that is told, and in the last fifth of a shorter time: what is
# taken every month would else always be told of.
AHEAD = 30


def _in_place(within: Within) -> Any:
    """Return the implementations in place that are carried out here: others are shown above."""
    return in_use(within).filter(status=ImplementationStatus.IMPLEMENTED, origin=Origin.OWN)


def _not_shown(found: Any, within: Within) -> Any:
    current = EvidenceRevision.objects.filter(
        evidence=OuterRef("evidence"), current_from__lte=within.day, current_to__gte=within.day
    )
    kept = EvidenceUse.objects.filter(
        Exists(current), implementation=OuterRef("pk"), evidence__archived_at__isnull=True
    )
    return found.exclude(Exists(kept))


def _not_current(found: Any, within: Within) -> Any:
    told = found.with_currency(within.day)
    never = ~Exists(EvidenceRevision.objects.filter(evidence=OuterRef("pk")))
    ended = Q(current_until__isnull=True)
    currency = Case(
        When(never, then=Value("never")),
        When(ended, then=Value("ended")),
        default=Value("ending"),
    )
    last = Least(Value(AHEAD), F("valid_days") / 5)
    told = told.annotate(days_left=_DaysUntil("current_until", Value(within.day, DateField())))
    return told.filter(ended | Q(days_left__lte=last)).annotate(currency=currency)


class _DaysUntil(Func):
    """Count the days from the second date to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def _linked(found: Any, within: Within) -> Any:
    """Keep what is current by links alone."""
    current = EvidenceRevision.objects.filter(
        evidence=OuterRef("pk"), current_from__lte=within.day, current_to__gte=within.day
    )
    return found.filter(Exists(current)).exclude(Exists(current.exclude(sha256="")))


def _used(**conditions: Any) -> Q:
    held = {f"uses__implementation__{name}": value for name, value in conditions.items()}
    return Q(**held, uses__removed_at__isnull=True)


checks.hang(Evidence, on=UseCase, by=lambda record: _used(use_case=record.pk))
checks.hang(
    Evidence,
    on=Control,
    by=lambda record: (
        _used(control=record.pk) | Q(uses__claim__control=record.pk, uses__removed_at__isnull=True)
    ),
)
checks.hang(Evidence, on=Implementation, by=lambda record: _used(pk=record.pk))

CHECKS = (
    Check(
        code="implementation.evidence",
        title=_("shown at work"),
        looks_at=_(
            "Whether current evidence shows a control that is in place and carried out here."
        ),
        model=Implementation,
        among=_in_place,
        lacking=_not_shown,
        finds=told(_("%(ref)s is in place, and no current evidence shows it.")),
        since="since",
    ),
    Check(
        code="evidence.current",
        title=_("current"),
        looks_at=_(
            "Whether what was handed in counts and does not end soon: within 30 days, or within the"
            " last fifth of a shorter time."
        ),
        model=Evidence,
        lacking=_not_current,
        state="currency",
        finds={
            "never": ("missing", _("Nothing was handed in for %(ref)s.")),
            "ended": ("stale", _("%(ref)s is no longer current: hand it in anew.")),
            "ending": ("ending", _("%(ref)s soon ends: take it anew.")),
        },
        due="ended_on",
    ),
    Check(
        code="evidence.link",
        title=_("held by us"),
        looks_at=_("Whether what counts is kept here as a file, and not only as a link."),
        model=Evidence,
        lacking=_linked,
        finds=told(_("%(ref)s is only a link: what it leads to can change or vanish.")),
    ),
    of_owner(Evidence),
    of_sign_off(Evidence, only_asked=True),
)

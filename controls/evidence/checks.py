"""What is looked at of evidence: whether it is current, lasts, and is held by us."""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Least, TruncDate
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
from governance import days
from governance.gaps.checks import Check, told
from governance.gaps.within import Within, hang
from governance.people.checks import of_owner
from governance.signoff.checks import of_sign_off

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
    kept = EvidenceUse.objects.filter(Exists(current), evidence__archived_at__isnull=True)
    here = ExpressionWrapper(OuterRef("unit__path"), CharField())
    # What is attached to a claim counts at its unit and below, as coverage reads it.
    claimed = kept.annotate(here=here).filter(
        claim__control=OuterRef("control"), here__startswith=F("evidence__unit__path")
    )
    return found.exclude(Exists(kept.filter(implementation=OuterRef("pk")))).exclude(
        Exists(claimed)
    )


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
    begun = TruncDate("created_at", tzinfo=days.zone())
    since = Case(When(never, then=begun), When(ended, then=F("ended_on")), output_field=DateField())
    return told.filter(ended | Q(days_left__lte=last)).annotate(
        currency=currency, lacks_since=since
    )


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


def _attached(within: Within, *ends: str) -> Q:
    """Return the condition that evidence is attached to the subject by one of some ends."""
    key = within.subject and within.subject.pk
    found = Q(pk__in=())
    for end in ends:
        found |= Q(**{f"uses__{end}": key}, uses__removed_at__isnull=True)
    return found


hang(
    Evidence,
    on=Control,
    by=lambda within: _attached(within, "implementation__control", "claim__control"),
)
hang(Evidence, on=Implementation, by=lambda within: _attached(within, "implementation"))

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
        mended_at="hand-in-evidence",
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
        since="lacks_since",
        due="ended_on",
        mended_at="take",
    ),
    Check(
        code="evidence.link",
        title=_("held by us"),
        looks_at=_("Whether what counts is kept here as a file, and not only as a link."),
        model=Evidence,
        lacking=_linked,
        finds=told(_("%(ref)s is only a link: what it leads to can change or vanish.")),
        mended_at="take",
    ),
    of_owner(Evidence),
    of_sign_off(Evidence, only_asked=True),
)

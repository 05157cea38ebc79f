"""What is looked at of controls: whether what is claimed is in place somewhere, and shown."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from controls.models import Claim, Control, Implementation, ImplementationStatus, Origin
from governance.gaps.checks import Check, told
from governance.gaps.within import Within, hang
from governance.people.checks import of_owner
from governance.signoff.checks import of_sign_off


def _claiming(within: Within) -> Any:
    return within.records(Control).filter(Exists(Claim.objects.filter(control=OuterRef("pk"))))


def _nowhere(found: Any, _within: Within) -> Any:
    in_place = Implementation.objects.current().filter(
        control=OuterRef("pk"), status=ImplementationStatus.IMPLEMENTED
    )
    return found.exclude(Exists(in_place))


def in_use(within: Within) -> Any:
    """Return the implementations that are not given up."""
    return within.records(Implementation).exclude(status=ImplementationStatus.RETIRED)


def _inheriting(within: Within) -> Any:
    return in_use(within).filter(status=ImplementationStatus.IMPLEMENTED, origin=Origin.INHERITED)


def _from_nothing(found: Any, _within: Within) -> Any:
    """Keep what inherits where nothing of the same control stands in place above."""
    above = (
        Implementation.objects.current()
        .filter(
            control=OuterRef("control"),
            status=ImplementationStatus.IMPLEMENTED,
            origin=Origin.OWN,
            use_case__isnull=True,
        )
        .exclude(pk=OuterRef("pk"))
        .annotate(here=ExpressionWrapper(OuterRef("unit__path"), CharField()))
        .filter(here__startswith=F("unit__path"))
    )
    return found.exclude(Exists(above))


hang(Implementation, on=Control, by=lambda within: Q(control=within.subject and within.subject.pk))

CHECKS = (
    Check(
        code="control.in_place",
        title=_("in place"),
        looks_at=_("Whether a control that claims provisions is in place anywhere."),
        model=Control,
        among=_claiming,
        lacking=_nowhere,
        finds=told(_("%(ref)s claims to meet provisions and is in place nowhere.")),
        mended_at="implement",
    ),
    Check(
        code="implementation.inherits",
        title=_("inherited from something"),
        looks_at=_("Whether what is said to be inherited stands in place at a unit above."),
        model=Implementation,
        among=_inheriting,
        lacking=_from_nothing,
        finds=told(_("%(ref)s inherits its control, but nothing above has it in place.")),
        since="since",
        mended_at="edit#id_origin",
    ),
    of_owner(Control),
    of_owner(Implementation, among=in_use),
    of_sign_off(Control, only_asked=True),
    of_sign_off(Implementation, among=in_use, only_asked=True),
)

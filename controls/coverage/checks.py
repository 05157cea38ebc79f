"""What is looked at of mappings: whether somebody reviewed those that coverage relies on."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from controls.models import Claim, Mapping, MappingState
from governance.gaps.checks import Check, Within


def _relied_on(within: Within) -> Any:
    """Return the mappings at whose ends a control claims a provision."""
    claims = Claim.objects.filter(control__archived_at__isnull=True)
    at_source = claims.filter(
        provision__code=OuterRef("source_code"),
        provision__edition__framework=OuterRef("source_framework"),
    )
    at_target = claims.filter(
        provision__code=OuterRef("target_code"),
        provision__edition__framework=OuterRef("target_framework"),
    )
    return within.records(Mapping).filter(Exists(at_source) | Exists(at_target))


CHECKS = (
    Check(
        code="mapping.reviewed",
        title=_("reviewed"),
        looks_at=_("Whether a mapping that meets a claimed provision was reviewed, undisputed."),
        model=Mapping,
        among=_relied_on,
        lacking=lambda found, _within: found.exclude(state=MappingState.REVIEWED),
        state="state",
        finds={
            MappingState.PROPOSED: (
                "missing",
                _("%(ref)s (%(source)s to %(target)s) leads on from a claim; nobody reviewed it."),
            ),
            MappingState.DISPUTED: (
                "missing",
                _("%(ref)s (%(source)s to %(target)s) leads on from a claim and is disputed."),
            ),
        },
        names={"source": "source_code", "target": "target_code"},
    ),
)

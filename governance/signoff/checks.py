"""What is looked at of sign-off: whether the present state of a record is signed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import DateTimeField, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from governance.gaps.checks import Check, Level, Within
from governance.models import SignOff
from governance.rules import SignOffState
from governance.signoff.panels import with_standing
from records.models import Record
from records.templatetags.shapes import Text

# What the code of each such check ends with.
SIGNED = ".signed"

_FINDS: Mapping[str, tuple[Level, Text]] = {
    "unsigned": ("unsigned", _("%(ref)s was never sent for sign-off.")),
    "waiting": ("unsigned", _("%(ref)s waits for signatures.")),
    "outdated": (
        "unsigned",
        _("%(ref)s, or what it rests on, changed after sign-off was asked for: ask again."),
    ),
    "changes_requested": ("unsigned", _("A signatory asked for changes to %(ref)s.")),
    "stale": (
        "stale",
        _("%(ref)s, or what it rests on, changed after it was signed; ask for sign-off again."),
    ),
}


def of_sign_off(model: type[Record], *, among: Any = None, only_asked: bool = False) -> Check:
    """Return the check of how records of a kind stand towards sign-off.

    `only_asked`: records of the kind need no signature, but one that was asked for is followed up.
    """

    def asked(within: Within) -> Any:
        found = among(within) if among else within.records(model)
        return with_standing(found).exclude(sign_off_standing="unsigned") if only_asked else found

    return Check(
        code=f"{model._meta.model_name}{SIGNED}",
        title=_("signed"),
        looks_at=_("Whether its present state is signed, with what it rests on."),
        model=model,
        among=asked,
        lacking=_not_signed,
        state="sign_off_standing",
        finds=_FINDS,
        since="asked_at",
    )


def _not_signed(found: Any, _within: Within) -> Any:
    stands = with_standing(found).exclude(sign_off_standing="signed")
    return stands.annotate(asked_at=_asked())


def _asked() -> Subquery:
    kept = SignOff.objects.current().exclude(state=SignOffState.WITHDRAWN)
    latest = kept.filter(subject_id=OuterRef("pk")).order_by("-id")
    return Subquery(latest.values("created_at")[:1], output_field=DateTimeField())

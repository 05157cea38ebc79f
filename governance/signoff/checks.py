"""What is looked at of sign-off: whether a record's present state is signed, and by whom."""

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from governance import days
from governance.gaps.checks import Check, Level, acting, told
from governance.gaps.within import Within
from governance.models import Appointment, Signature, SignOff
from governance.rules import ASSENT, SignOffState
from governance.signoff.panels import asking_url, with_standing
from records.addresses import page_of
from records.history.past import current_moment, history_model
from records.models import Record
from records.shapes import Text

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
        names={"sign_off": "sign_off_ref"},
        since="asked_at",
        who=(_who(model, "ref"), _who(model, "name")),
        url=lambda row: _page(model, row),
    )


def _not_signed(found: Any, _within: Within) -> Any:
    """Keep what is not signed; what was never sent has lacked that since it was recorded."""
    stands = with_standing(found).exclude(sign_off_standing="signed")
    asked = Subquery(_latest("created_at"), output_field=DateTimeField())
    return stands.annotate(
        asked_at=Coalesce(asked, F("created_at")), sign_off_ref=Subquery(_latest("ref"))
    )


def _latest(column: str) -> Any:
    kept = SignOff.objects.current().exclude(state=SignOffState.WITHDRAWN)
    return kept.filter(subject_id=OuterRef("pk")).order_by("-id").values(column)[:1]


def _who(model: type[Record], column: str) -> Case:
    """Name who asks, and asks again; a signature is for several to give."""
    asker = Subquery(_latest(f"owner__{column}"), output_field=CharField())
    several = Value("" if column == "ref" else _("signatories"), CharField())
    waits = When(sign_off_standing="waiting", then=several)
    return Case(waits, default=acting(model, column, default=asker), output_field=CharField())


def _page(model: type[Record], row: Mapping[str, Any]) -> str:
    if row["state"] == "waiting":
        return page_of(SignOff, "detail", row["sign_off"])
    return asking_url(model, row["ref"]) if current_moment() is None else ""


def _complete(within: Within) -> Any:
    return within.records(SignOff).complete()


def _without_role(found: Any, _within: Within) -> Any:
    signed_on = TruncDate("signed_at", tzinfo=days.zone())
    given = Signature.objects.filter(sign_off=OuterRef("pk"), meaning__in=[*map(str, ASSENT)])
    return found.filter(Exists(given.annotate(signed_on=signed_on).filter(~Exists(_appointed()))))


def _appointed() -> Any:
    """Find an appointment of a signatory to the role signed in, as it was recorded when signing."""
    kept = history_model(Appointment)._base_manager
    later = kept.filter(
        id=OuterRef("id"),
        history_date__gt=OuterRef("history_date"),
        history_date__lte=OuterRef(OuterRef("signed_at")),
    )
    return kept.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("signed_on")),
        ~Exists(later),
        person_id=OuterRef("signatory"),
        role=OuterRef("role"),
        history_date__lte=OuterRef("signed_at"),
        starts_on__lte=OuterRef("signed_on"),
        removed_at__isnull=True,
    )


CHECKS = (
    Check(
        code="signoff.signatories",
        title=_("signed by who was appointed"),
        looks_at=_("Whether whoever signed held the role signed in on that day."),
        model=SignOff,
        among=_complete,
        lacking=_without_role,
        finds=told(
            _("%(subject)s was signed by somebody who did not hold that role on that day."),
            level="unsigned",
        ),
        names={"subject": "subject_ref"},
        since="updated_at",
    ),
)

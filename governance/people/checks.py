"""What is looked at of owners: that a record has one, and that they are still here."""

from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from governance.gaps.checks import Check
from governance.gaps.within import Within
from records.models import Record


def of_owner(model: type[Record], *, among: Any = None) -> Check:
    """Return the check of the owners of a kind; `among` says which of its records need one."""
    return Check(
        code=f"{model._meta.model_name}.owner",
        title=_("owner"),
        looks_at=_("Whether somebody answers for each who may still sign in."),
        model=model,
        among=among,
        lacking=_without_owner,
        state="owner_state",
        who=(Value(""), Value("")),  # whoever left can do nothing about it
        mended_at="edit#id_owner",
        finds={
            "none": ("missing", _("Nobody answers for %(ref)s.")),
            "left": ("missing", _("The owner of %(ref)s may no longer sign in: name another.")),
        },
    )


def _without_owner(found: Any, _within: Within) -> Any:
    none, left = Q(owner__isnull=True), Q(owner__is_active=False)
    state = Case(When(none, then=Value("none")), default=Value("left"))
    return found.filter(none | left).annotate(owner_state=state)

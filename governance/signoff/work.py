"""What waits for a person in governance: signatures to give, and those that others give."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from governance.models import SignOff
from governance.people.kinds.people import ROLE_WORDS
from governance.rules import SignOffState
from governance.signoff import signing
from governance.signoff.kinds import kind_name
from governance.signoff.signatories import waiting_for
from records import kinds
from records.actors import Actor
from records.addresses import url_of
from records.pages import WorkItem

AT_MOST = 50


def to_sign(actor: Actor) -> Iterable[WorkItem]:
    """Name the sign-offs that the actor may sign now."""
    waiting = waiting_for(actor)[:AT_MOST]
    names = _names(waiting, actor)
    for one in waiting:
        by = one.owner or _("a job")
        yield WorkItem(
            title=_("Sign %(what)s") % {"what": names[one.pk]},
            url=url_of(one),
            why=_("%(kind)s; %(name)s asks for your signature.")
            % {"kind": kind_name(one), "name": by},
            kind=one.ref,
            since=one.created_at,
        )


def asked_by_me(actor: Actor) -> Iterable[WorkItem]:
    """Name what the actor asked others to sign, and waits for."""
    if actor.person is None:
        return
    found = SignOff.objects.visible_to(actor).current().exclude(state=SignOffState.WITHDRAWN)
    newest = found.order_by("subject_id", "-id").distinct("subject_id").values("pk")
    asked = SignOff.objects.waiting().filter(pk__in=newest, owner=actor.person)
    mine = list(asked.order_by("id")[:AT_MOST])
    changed, terms, names = (
        signing.changed_since(mine),
        signing.terms_of_each(mine),
        _names(mine, actor),
    )
    for one in mine:
        if not changed[one.pk]:
            roles = _(" or ").join(ROLE_WORDS[role].lower() for role in terms[one.pk].roles)
            yield WorkItem(
                title=_("Sign-off of %(what)s") % {"what": names[one.pk]},
                url=url_of(one),
                why=_("You wait for a signature by a %(roles)s.") % {"roles": roles},
                kind=one.ref,
                since=one.updated_at,
                is_with_others=True,
            )


def _names(found: Sequence[SignOff], actor: Actor) -> dict[Any, str]:
    """Name what each sign-off is about, by reference and title, with one query for each kind."""
    titles: dict[Any, str] = {}
    for code in {one.subject_kind for one in found}:
        if kind := kinds.by_code(code):
            keys = [one.subject_id for one in found if one.subject_kind == code]
            titles |= {row.pk: str(row) for row in kind.queryset(actor).filter(pk__in=keys)}
    return {
        one.pk: f"{one.subject_ref}: {titles[one.subject_id]}"
        if one.subject_id in titles
        else one.subject_ref
        for one in found
    }

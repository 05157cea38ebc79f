"""What waits for a person in governance: signatures to give, and requests that came back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import SignOff
from governance.people.kinds.people import ROLE_WORDS
from governance.rules import SignOffState
from governance.signoff import actions as signoffs
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


def came_back(actor: Actor) -> Iterable[WorkItem]:
    """Name the actor's own requests on which changes were asked for."""
    for one in _last_of_mine(actor):
        if one.state == SignOffState.CHANGES_REQUESTED:
            yield _item(
                one, actor, _("Look again at %(what)s"), _("A signatory asked for changes.")
            )


_MOVED = gettext_lazy("%(refs)s changed after it was signed; nobody signed the present state.")
_VOID = gettext_lazy("%(refs)s changed before it was signed; ask for sign-off again.")


def went_stale(actor: Actor) -> Iterable[WorkItem]:
    """Name the sign-offs of the actor's records whose signed state is no longer the present one."""
    mine = [
        one
        for one in _last_of_mine(actor)
        if one.state in {SignOffState.COMPLETE, SignOffState.REQUESTED}
    ]
    changed = signing.changed_since(mine)
    for one in mine:
        if changed[one.pk]:
            sentence = _MOVED if one.state == SignOffState.COMPLETE else _VOID
            refs = ", ".join(item["ref"] for item in changed[one.pk])
            title = _("Ask again for sign-off of %(what)s")
            yield _item(one, actor, title, str(sentence) % {"refs": refs})


def asked_by_me(actor: Actor) -> Iterable[WorkItem]:
    """Name what the actor asked others to sign, and waits for."""
    asked = [one for one in _last_of_mine(actor) if one.state == SignOffState.REQUESTED]
    mine = [one for one in asked if one.owner_id == actor.person.pk]
    changed, terms = signing.changed_since(mine), signing.terms_of_each(mine)
    for one in mine:
        if not changed[one.pk]:
            roles = _(" or ").join(ROLE_WORDS[role].lower() for role in terms[one.pk].roles)
            why = _("You wait for a signature by a %(roles)s.") % {"roles": roles}
            item = _item(one, actor, _("Sign-off of %(what)s"), why)
            yield replace(item, is_with_others=True)


def _last_of_mine(actor: Actor) -> list[SignOff]:
    """Return the newest sign-off of each record that the actor owns or asked for; found once."""
    if actor.person is None:
        return []
    if "sign_offs_of_mine" not in actor.memory:
        found = SignOff.objects.visible_to(actor).current().exclude(state=SignOffState.WITHDRAWN)
        newest = found.order_by("subject_id", "-id").distinct("subject_id").values("pk")
        mine = SignOff.objects.filter(pk__in=newest).filter(_is_mine(actor))
        actor.memory["sign_offs_of_mine"] = list(mine.order_by("id")[:AT_MOST])
        actor.memory["names_of_mine"] = _names(actor.memory["sign_offs_of_mine"], actor)
    kept: list[SignOff] = actor.memory["sign_offs_of_mine"]
    return kept


def _is_mine(actor: Actor) -> Q:
    condition = Q(owner=actor.person)
    for code in signoffs.kinds_that_are_signed():
        model = apps.get_model(code)
        owned = model.objects.current().filter(owner=actor.person)
        condition |= Q(subject_kind=code, subject_id__in=owned.values("pk"))
    return condition


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


def _item(one: SignOff, actor: Actor, title: str, why: Any) -> WorkItem:
    return WorkItem(
        title=title % {"what": actor.memory["names_of_mine"][one.pk]},
        url=url_of(one),
        why=why,
        kind=one.ref,
        since=one.updated_at,
    )

"""Who may sign a sign-off and in which role, and which ones wait for somebody."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from governance import rules
from governance.models import Signature, SignOff
from governance.people import policy as rights
from governance.rules import Given, SignOffState, Terms
from governance.signoff import signing
from records import permissions
from records.actors import Actor
from records.errors import RuleError

AT_MOST = 200


def waiting_for(actor: Actor) -> list[SignOff]:
    """Return what waits for the actor's signature, oldest first, by a fixed number of queries.

    What changed since it was asked for is left out: nobody can sign that.
    """
    if actor.kind != "person" or not permissions.may_somewhere(actor, "sign"):
        return []
    waiting = SignOff.objects.visible_to(actor, "sign").waiting().order_by("id")
    found = list(waiting.select_related("unit", "owner").prefetch_related("signatures")[:AT_MOST])
    changed, authors = signing.changed_since(found), signing.authors_of_each(found)
    terms = signing.terms_of_each(found)
    return [
        one
        for one in found
        if not changed[one.pk] and _may_sign(one, actor, terms[one.pk], authors=authors[one.pk])
    ]


def role_of(sign_off: SignOff, actor: Actor) -> str:
    """Return the role in which the actor signs; refuse who may not, and say why."""
    if sign_off.state != SignOffState.REQUESTED:
        raise RuleError(_("This sign-off no longer waits for signatures."))
    terms = signing.terms_of(sign_off)
    authors = signing.authors_of(sign_off) if terms.author_excluded else frozenset()
    return _role(sign_off, actor, terms, authors=authors)


def given(signatures: Iterable[Signature]) -> list[Given]:
    """Return signatures as the rules see them."""
    return [Given(each.role, each.meaning) for each in signatures]


def _may_sign(one: SignOff, actor: Actor, terms: Terms, *, authors: frozenset[str]) -> bool:
    try:
        _role(one, actor, terms, authors=authors)
    except RuleError:
        return False
    return True


def _role(sign_off: SignOff, actor: Actor, terms: Terms, *, authors: frozenset[str]) -> str:
    if terms.author_excluded and not rules.may_sign(
        signatory=str(actor.person.pk), authors=authors
    ):
        raise RuleError(_("You wrote this or asked for its sign-off: another person has to sign."))
    signatures = sign_off.signatures.all()
    if any(each.signatory_id == actor.person.pk for each in signatures):
        raise RuleError(_("You have already signed this."))
    path = sign_off.unit.path
    held = {reach.role for reach in rights.reaches(actor) if path.startswith(reach.path)}
    role = rules.role_to_sign(terms, given(signatures), held)
    if not role:
        raise RuleError(_("It is not for your role to sign this now."))
    return role

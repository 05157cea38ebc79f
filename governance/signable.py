"""Which sign-offs somebody may sign now, found for all of them at once."""

from governance import policy as rights
from governance import rules, signing
from governance.actions.signoffs import terms_of
from governance.models import SignOff
from governance.rules import Given
from records import permissions
from records.actors import Actor

AT_MOST = 200


def signable(actor: Actor) -> list[SignOff]:
    """Return what waits for the actor's signature, oldest first, by a fixed number of queries.

    It answers as `signoffs.refusal_to_sign` does for each, and leaves out what changed meanwhile:
    nobody can sign that.
    """
    if actor.kind != "person" or not permissions.may_somewhere(actor, "sign"):
        return []
    waiting = SignOff.objects.visible_to(actor, "sign").waiting().order_by("id")
    found = list(
        waiting.select_related("policy", "unit", "owner").prefetch_related("signatures")[:AT_MOST]
    )
    changed, authors = signing.changed_since(found), signing.authors_of_each(found)
    return [
        one
        for one in found
        if not changed[one.pk] and _may_sign(one, actor, authors=authors[one.pk])
    ]


def _may_sign(one: SignOff, actor: Actor, *, authors: frozenset[str]) -> bool:
    person = str(actor.person.pk)
    if one.policy.author_excluded and not rules.may_sign(signatory=person, authors=authors):
        return False
    given = list(one.signatures.all())
    if any(each.signatory_id == actor.person.pk for each in given):
        return False
    path = one.unit.path
    held = {reach.role for reach in rights.reaches(actor) if path.startswith(reach.path)}
    so_far = [Given(each.role, each.meaning) for each in given]
    return bool(rules.role_to_sign(terms_of(one.policy), so_far, held))

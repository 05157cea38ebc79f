"""Approval of anything: asking for sign-off, signing, withdrawing."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import policy as rights
from governance import rules, signing
from governance.models import Signature, SignOff, SignOffPolicy, Unit
from governance.models.choices import ROLES
from governance.rules import Given, Meaning, SignOffState, Terms
from records import permissions
from records.acting import acting, open_act
from records.actors import Actor
from records.errors import Refused, RuleError
from records.models import Record
from records.verbs import Verb

SET_POLICY = Verb(
    "governance.signoffpolicy.set", needs="administer", told=gettext_lazy("set the policy")
)
REQUEST = Verb(
    "governance.signoff.request", needs="change", told=gettext_lazy("asked for sign-off")
)
SIGN = Verb("governance.signoff.sign", needs="sign", told=gettext_lazy("signed"))
WITHDRAW = Verb(
    "governance.signoff.withdraw", needs="change", told=gettext_lazy("withdrew the request")
)
# Whoever may ask for sign-off of a record may replace a request that its change made void.
REPLACE = Verb(
    "governance.signoff.replace", needs="view", told=gettext_lazy("replaced the request")
)

# Records that a kind's sign-off covers beside the subject, e.g. a classification's use case.
Basis = Callable[[Record], Iterable[Record]]
_BASES: dict[str, Basis] = {}


def _nothing(_record: Record) -> Iterable[Record]:
    return ()


def rests_on(kind: str, basis: Basis) -> None:
    """Let sign-offs of a kind also cover the records that `basis` returns for one."""
    _BASES[kind] = basis


def set_policy(
    *, kind: str, name: str, terms: Terms, statement: str, unit: Unit, actor: Actor
) -> SignOffPolicy:
    """Say who must sign records of a kind, and the sentence they sign."""
    known = SignOffPolicy.objects.current().filter(kind=kind).first()
    with acting(SET_POLICY, known or SignOffPolicy(kind=kind, unit=unit), actor) as kept:
        kept.name, kept.statement = name, statement
        kept.roles, kept.quorum = list(terms.roles), terms.quorum
        kept.in_order, kept.author_excluded = terms.in_order, terms.author_excluded
    return kept


def change_policy(
    policy: SignOffPolicy,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    seen: int | None = None,
    reason: str = "",
) -> SignOffPolicy:
    """Change a policy; sign-offs that were asked for keep the statement they were asked with."""
    with acting(SET_POLICY, policy, actor, seen=seen, reason=reason) as changed:
        _refuse_roles_that_never_sign(values.get("roles", ()))
        for name, value in values.items():
            setattr(changed, name, value)
    return changed


def _refuse_roles_that_never_sign(roles: Sequence[str]) -> None:
    never = [word for code, word in ROLES if code in set(roles) - rules.roles_for("sign")]
    if never:
        sentence = _("No %(roles)s can ever sign: whoever holds that role has no right to.")
        raise RuleError(sentence % {"roles": ", ".join(str(word) for word in never)})


@dataclass(frozen=True)
class Proposal:
    """The policy that an installation starts with for a kind of record."""

    kind: str
    name: str | Promise
    terms: Terms
    statement: str | Promise


_PROPOSALS: dict[str, Proposal] = {}


def propose(proposal: Proposal) -> None:
    """Let an installation start with this policy; apps call it when they are ready."""
    _PROPOSALS[proposal.kind] = proposal


def kinds_that_are_signed() -> list[str]:
    """Return the codes of the kinds that can be sent for sign-off."""
    return sorted(_PROPOSALS)


def adopt_proposals(*, unit: Unit, actor: Actor) -> list[SignOffPolicy]:
    """Set the proposed policies of kinds that have none yet, whatever was decided since."""
    known = set(SignOffPolicy.objects.values_list("kind", flat=True))
    return [
        set_policy(
            kind=kind,
            name=str(one.name),
            terms=one.terms,
            statement=str(one.statement),
            unit=unit,
            actor=actor,
        )
        for kind, one in sorted(_PROPOSALS.items())
        if kind not in known
    ]


def request(record: Record, *, actor: Actor, note: str = "") -> SignOff:
    """Ask for sign-off of a record in the state it has now, with what it rests on.

    An open request for an earlier state, which nobody can sign any more, is replaced.
    """
    permissions.require(actor, "change", record)
    policy = SignOffPolicy.objects.current().filter(kind=record.kind_code()).first()
    if policy is None:
        raise RuleError(
            _("No sign-off policy is set for this kind of record. Ask an administrator.")
        )
    with open_act(actor):
        asked = _asked(_held(record), policy, actor, note)
        _replace_void(record, actor)
        with acting(REQUEST, asked, actor, facts={"asks": asked.items}) as requested:
            return requested


def _held(record: Record) -> Record:
    """Return the record as it is now, kept from changing until the request is stored."""
    rows = type(record)._base_manager.select_for_update(of=("self",)).select_related("unit")
    held: Record = rows.get(pk=record.pk)
    return held


def _asked(record: Record, policy: SignOffPolicy, actor: Actor, note: str) -> SignOff:
    basis = _BASES.get(record.kind_code(), _nothing)
    return SignOff(
        unit=record.unit,
        owner=actor.person,
        subject_kind=record.kind_code(),
        subject_id=record.pk,
        subject_ref=record.ref,
        items=[signing.item(each) for each in (record, *basis(record))],
        policy=policy,
        policy_version=policy.version,
        statement=policy.statement,
        request=note,
    )


def _replace_void(record: Record, actor: Actor) -> None:
    """Withdraw an open request whose records changed since; refuse where it can still be signed."""
    open_one = SignOff.objects.waiting().about(record).first()
    if open_one is None:
        return
    if not signing.changed_since([open_one])[open_one.pk]:
        raise RuleError(_("%(ref)s already waits for sign-off.") % {"ref": record.ref})
    reason = _("It changed after sign-off was asked for, and it was asked for again.")
    with acting(REPLACE, open_one, actor, reason=reason) as replaced:
        replaced.state = SignOffState.WITHDRAWN


def sign(
    sign_off: SignOff,
    *,
    actor: Actor,
    meaning: str,
    confirmation: signing.Confirmation,
    shown: Sequence[str],
    comment: str = "",
) -> Signature:
    """Sign exactly what was on the screen: `shown` are the digests there, in the items' order."""
    if actor.kind != "person":
        raise Refused(_("Only a person can sign."))
    if not confirmation.is_fresh:
        raise RuleError(_("Please authenticate again: a signature needs it each time."))
    facts = _signature_facts(sign_off, actor, meaning)
    with acting(SIGN, sign_off, actor, facts=facts) as open_one:
        role = _role(open_one, actor)
        _refuse_other_state(open_one, shown)
        if meaning in NEED_WHY and not comment.strip():
            raise RuleError(_("Say why: a signature of this meaning needs a comment."))
        signature = Signature(
            sign_off=open_one,
            signatory=actor.person,
            printed_name=actor.person.name,
            role=role,
            meaning=meaning,
            comment=comment.strip(),
            items=open_one.items,
            method=confirmation.method,
            signed_at=timezone.now(),
        )
        signature.save()
        open_one.state = rules.state_after(terms_of(open_one.policy), given(open_one))
    return signature


NEED_WHY = frozenset({Meaning.DISSENTED, Meaning.CHANGES_REQUESTED, Meaning.ACCEPTED_RISK})


def withdraw(sign_off: SignOff, *, actor: Actor, reason: str) -> SignOff:
    """Take a request back that nobody needs to sign any more."""
    with acting(WITHDRAW, sign_off, actor, reason=reason) as withdrawn:
        if withdrawn.state != SignOffState.REQUESTED:
            raise RuleError(_("Only a request that waits for signatures can be withdrawn."))
        withdrawn.state = SignOffState.WITHDRAWN
    return withdrawn


def refusal_to_sign(sign_off: SignOff, actor: Actor) -> str:
    """Return why the actor may not sign this now, as a sentence; nothing where they may."""
    try:
        permissions.require(actor, "sign", sign_off)
        _role(sign_off, actor)
    except (Refused, RuleError) as refusal:
        return refusal.message
    return ""


def _signature_facts(sign_off: SignOff, actor: Actor, meaning: str) -> dict[str, object]:
    return {
        "signs": sign_off.items,
        "meaning": meaning,
        "signatory": str(actor.person.pk),
        "statement": hashlib.sha256(sign_off.statement.encode()).hexdigest(),
    }


def _role(sign_off: SignOff, actor: Actor) -> str:
    """Return the role in which the actor signs; refuse who may not, and say why."""
    if sign_off.state != SignOffState.REQUESTED:
        raise RuleError(_("This sign-off no longer waits for signatures."))
    person, policy = str(actor.person.pk), sign_off.policy
    if policy.author_excluded and not rules.may_sign(
        signatory=person, authors=signing.authors_of(sign_off)
    ):
        raise RuleError(_("You wrote this or asked for its sign-off: another person has to sign."))
    signed = list(sign_off.signatures.values_list("signatory_id", "role", "meaning"))
    if any(key == actor.person.pk for key, _role_, _meaning in signed):
        raise RuleError(_("You have already signed this."))
    path = sign_off.unit.path
    held = {reach.role for reach in rights.reaches(actor) if path.startswith(reach.path)}
    by_now = [Given(role, meaning) for _key, role, meaning in signed]
    role = rules.role_to_sign(terms_of(policy), by_now, held)
    if not role:
        raise RuleError(_("It is not for your role to sign this now."))
    return role


def _refuse_other_state(sign_off: SignOff, shown: Sequence[str]) -> None:
    """Refuse unless screen, request and today's records are the same state."""
    named = [item["digest"] for item in sign_off.items]
    if list(shown) != named:
        raise RuleError(_("This is not what the page showed. Reload it and read it again."))
    _hold(sign_off)
    moved = signing.changed_since([sign_off])[sign_off.pk]
    if moved:
        refs = ", ".join(item["ref"] for item in moved)
        sentence = _("%(refs)s changed after sign-off was asked for. Ask for it again.")
        raise RuleError(sentence % {"refs": refs})


def _hold(sign_off: SignOff) -> None:
    """Keep the signed records from changing until the signature is stored."""
    for item in sorted(sign_off.items, key=lambda named: named["id"]):
        model = apps.get_model(item["kind"])
        list(model._base_manager.filter(pk=item["id"]).select_for_update(of=("self",)).values("pk"))


def terms_of(policy: SignOffPolicy) -> Terms:
    """Return a policy as the rules see it."""
    return Terms(policy.roles, policy.quorum, policy.in_order, policy.author_excluded)


def given(sign_off: SignOff) -> list[Given]:
    """Return the signatures as the rules see them."""
    return [Given(role, meaning) for role, meaning in
            sign_off.signatures.values_list("role", "meaning")]  # fmt: skip

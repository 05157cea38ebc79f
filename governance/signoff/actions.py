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

from governance import rules
from governance.choices import ROLES
from governance.models import Signature, SignOff, SignOffPolicy, Unit
from governance.rules import SignOffState, Terms
from governance.signoff import signatories, signing, statements
from records import permissions
from records.actors import Actor
from records.changing.acting import acting, open_act
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


def set_policy(  # noqa: PLR0913 - what a policy says, by keyword
    *,
    kind: str,
    name: str,
    terms: Terms,
    statement: str,
    unit: Unit,
    actor: Actor,
    reading: str = "",
) -> SignOffPolicy:
    """Say who must sign records of a kind, and what they state: first what they have read."""
    known = SignOffPolicy.objects.current().filter(kind=kind).first()
    with acting(SET_POLICY, known or SignOffPolicy(kind=kind, unit=unit), actor) as kept:
        kept.name, kept.reading, kept.statement = name, reading, statement
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
    """Change a policy; sign-offs asked for before keep its terms and its statement of then."""
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
    reading: str | Promise = ""


_PROPOSALS: dict[str, Proposal] = {}


def propose(proposal: Proposal) -> None:
    """Let an installation start with this policy; features call it in `registration.py`."""
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
            reading=str(one.reading),
            statement=str(one.statement),
            unit=unit,
            actor=actor,
        )
        for kind, one in sorted(_PROPOSALS.items())
        if kind not in known
    ]


def request(record: Record, *, actor: Actor, note: str = "", caveat: str = "") -> SignOff:
    """Ask for sign-off of a record in the state it has now, with what it rests on.

    An open request for an earlier state, which nobody can sign any more, is replaced. A caveat
    becomes part of what each signature states.
    """
    permissions.require(actor, "change", record)
    policy, refused = _policy(record), blockers(record)
    if policy is None or refused:
        raise RuleError(" ".join(refused))
    with open_act(actor):
        asked = _asked(_held(record), policy, actor, note)
        statements.qualify(asked, caveat)
        _replace_void(record, actor)
        with acting(REQUEST, asked, actor, facts={"asks": asked.items}) as requested:
            return requested


def blockers(record: Record) -> list[str]:
    """Say all that keeps sign-off of a record from being asked for, a sentence each."""
    found = []
    if _policy(record) is None:
        found.append(_("No sign-off policy is set for this kind of record. Ask an administrator."))
    open_one = SignOff.objects.waiting().about(record).first()
    if open_one is not None and _can_be_signed(open_one):
        found.append(_waits(record))
    return found


def _policy(record: Record) -> SignOffPolicy | None:
    found: SignOffPolicy | None = (
        SignOffPolicy.objects.current().filter(kind=record.kind_code()).first()
    )
    return found


def _can_be_signed(open_one: SignOff) -> bool:
    """Say whether nothing changed since it was asked for."""
    return not signing.changed_since([open_one])[open_one.pk]


def _waits(record: Record) -> str:
    return _("%(ref)s already waits for sign-off.") % {"ref": record.ref}


def _held(record: Record) -> Record:
    """Return the record as it is now, kept from changing until the request is stored."""
    rows = type(record)._base_manager.select_for_update(of=("self",)).select_related("unit")
    held: Record = rows.get(pk=record.pk)
    return held


def _asked(record: Record, policy: SignOffPolicy, actor: Actor, note: str) -> SignOff:
    basis = _BASES.get(record.kind_code(), _nothing)
    return SignOff(
        unit=record.reach_unit,
        owner=actor.person,
        subject_kind=record.kind_code(),
        subject_id=record.pk,
        subject_ref=record.ref,
        items=[signing.item(each) for each in (record, *basis(record))],
        policy=policy,
        policy_version=policy.version,
        reading=policy.reading,
        statement=policy.statement,
        sentences=statements.sentences(),
        request=note,
    )


def _replace_void(record: Record, actor: Actor) -> None:
    """Withdraw an open request whose records changed since; refuse where it can still be signed."""
    open_one = SignOff.objects.waiting().about(record).first()
    if open_one is None:
        return
    if _can_be_signed(open_one):  # asked for by somebody else in the meantime
        raise RuleError(_waits(record))
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
    signing.refuse_weak_proof(confirmation, sign_off, actor.person)
    stated = statements.of(sign_off, meaning).text
    facts = _signature_facts(sign_off, actor, meaning, confirmation, stated=stated)
    with acting(SIGN, sign_off, actor, facts=facts) as open_one:
        role = signatories.role_of(open_one, actor)
        _refuse_other_state(open_one, shown)
        if meaning in rules.NEED_WHY and not comment.strip():
            raise RuleError(_("Say why: a signature of this meaning needs a comment."))
        signature = Signature(
            sign_off=open_one,
            signatory=actor.person,
            printed_name=actor.person.name,
            role=role,
            meaning=meaning,
            statement=stated,
            comment=comment.strip(),
            items=open_one.items,
            method=confirmation.method,
            signed_at=timezone.now(),
        )
        signature.save()
        so_far = signatories.given(open_one.signatures.all())
        open_one.state = rules.state_after(signing.terms_of(open_one), so_far)
    return signature


def withdraw(sign_off: SignOff, *, actor: Actor, reason: str) -> SignOff:
    """Take a request back that nobody needs to sign any more."""
    with acting(WITHDRAW, sign_off, actor, reason=reason) as withdrawn:
        if withdrawn.state != SignOffState.REQUESTED:
            raise RuleError(_("Only a request that waits for signatures can be withdrawn."))
        withdrawn.state = SignOffState.WITHDRAWN
    return withdrawn


def refusal_to_sign(sign_off: SignOff, actor: Actor) -> str:
    """Return why the actor may not sign this now, as a sentence; nothing where they may."""
    is_own = actor.kind == "person" and sign_off.owner_id == actor.person.pk
    if (
        is_own
        and signing.terms_of(sign_off).author_excluded
        and not permissions.may(actor, "sign", sign_off)
    ):
        return _("You asked for it, so somebody else signs.")
    try:
        permissions.require(actor, "sign", sign_off)
        signatories.role_of(sign_off, actor)
    except (Refused, RuleError) as refusal:
        return refusal.message
    return ""


def _signature_facts(
    sign_off: SignOff, actor: Actor, meaning: str, proof: signing.Confirmation, *, stated: str
) -> dict[str, object]:
    return {
        "signs": sign_off.items,
        "meaning": meaning,
        "signatory": str(actor.person.pk),
        "statement": hashlib.sha256(stated.encode()).hexdigest(),
        "proved_by": proof.method,
    }


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

"""How sign-offs and their policies are shown, and the action that asks for one."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.gaps.panels import GAPS_PANEL
from governance.models import SignOff, SignOffPolicy
from governance.people.kinds.people import ROLE_WORDS
from governance.rules import SignOffState
from governance.signoff import actions as signoffs
from governance.signoff import signing
from governance.signoff.forms import RequestForm
from records import kinds
from records.actors import Actor
from records.forms import Section
from records.kinds import MenuPlace, RecordAction, RecordKind, Writes
from records.lists import Column
from records.models import Record
from records.shapes import Status, Tone

TONES: dict[str, Tone] = {
    SignOffState.REQUESTED: "upcoming",
    SignOffState.COMPLETE: "ok",
    SignOffState.CHANGES_REQUESTED: "warn",
    SignOffState.WITHDRAWN: "neutral",
}


def state(sign_off: Any) -> Status:
    """Show where a sign-off stands by its signatures."""
    return Status(sign_off.get_state_display().capitalize(), TONES[sign_off.state])


def kind_name(record: Any) -> str:
    """Name the kind of record that a sign-off, pack or policy speaks of."""
    code = getattr(record, "subject_kind", "") or record.kind
    kind = kinds.by_code(code)
    return kind.name if kind else code


def terms_in_words(sign_off: Any) -> str:
    """Tell the terms that a sign-off was asked for with; they stay when its policy changes."""
    terms = signing.terms_of(sign_off)
    roles = ", ".join(ROLE_WORDS[role] for role in terms.roles)
    told = [gettext("%(count)s by: %(roles)s.") % {"count": terms.quorum, "roles": roles}]
    if terms.in_order:
        told.append(gettext("They sign in this order."))
    if terms.author_excluded:
        told.append(gettext("Whoever wrote it or asked for it may not sign."))
    return " ".join(told)


def named_policy(sign_off: Any) -> str:
    """Name the policy behind a sign-off with the version that counts for it."""
    policy = sign_off.policy_then
    words = {"policy": policy.name, "version": policy.version}
    return gettext("%(policy)s, version %(version)s") % words


def waits(sign_off: Any) -> bool:
    """Say whether a sign-off still needs signatures."""
    return not sign_off.is_archived and sign_off.state == SignOffState.REQUESTED


SIGN_OFF_POLICY = RecordKind(
    model=SignOffPolicy,
    slug="sign-off-policies",
    menu=MenuPlace(
        group="settings",
        icon="file-certificate",
        order=40,
        intro=_("Who must sign which kind of record, and what they state by it."),
    ),
    columns=(
        "name",
        Column(key="kind", label=_("Kind of record"), value=kind_name, sort="kind"),
        "roles",
        "quorum",
        "in_order",
        "author_excluded",
    ),
    search=("ref", "name"),
    fields=(
        Section(
            _("Policy"),
            ("name", "roles", "quorum", "in_order", "author_excluded", "reading", "statement"),
            hints={
                "in_order": _("The roles then sign one after the other, as this list has them."),
                "author_excluded": _(
                    "Whoever wrote the record or what it rests on, or asked for it, cannot sign it."
                ),
                "reading": _(
                    "What whoever signs states first, whatever their signature means: what they "
                    "have read, without a verdict."
                ),
                "statement": _(
                    "What an approval states after the opening words. A dissent and other "
                    "meanings have sentences of their own. Open requests keep the old words and "
                    "terms."
                ),
            },
        ),
    ),
    writes=Writes(change=signoffs.change_policy, archive=False, change_needs="administer"),
)

SIGN_OFF = RecordKind(
    model=SignOff,
    slug="sign-offs",
    menu=MenuPlace(
        group="governance",
        icon="signature",
        order=10,
        intro=_("What waits for signatures, and what was signed in which state."),
        empty=_("Sign-off is asked for on the page of a record."),
    ),
    columns=(
        Column(key="subject_ref", label=_("Record"), sort="subject_ref"),
        Column(key="subject_kind", label=_("Kind"), value=kind_name, sort="subject_kind"),
        Column(
            key="state",
            label=_("State"),
            value=state,
            export=lambda sign_off: sign_off.get_state_display(),
            sort="state",
            badge=True,
        ),
        Column(key="owner", label=_("Asked by")),
        "unit",
        Column(key="created_at", label=_("Asked")),
        "updated_at",
    ),
    filters=("state", "unit", "owner"),
    search=("ref", "subject_ref"),
    fields=(),
    actions=(
        RecordAction(
            name="withdraw",
            label=_("Withdraw"),
            run=signoffs.withdraw,
            question=_("Take this request back?"),
            consequences=(_("Signatures given so far stay on record."),),
            when=waits,
            icon="x",
        ),
    ),
)


def ask_for_sign_off(record: Record, *, actor: Actor, note: str) -> str:
    """Ask for sign-off and lead to its page."""
    asked = signoffs.request(record, actor=actor, note=note)
    return SIGN_OFF.url("detail", asked.ref)


REQUEST_SIGN_OFF = RecordAction(
    name="request-sign-off",
    label=_("Send for sign-off"),
    run=ask_for_sign_off,
    reason="none",
    form=RequestForm,
    panels=(GAPS_PANEL,),
    question=_("Ask others to sign this record?"),
    consequences=(
        _("They sign exactly the state it has now."),
        _("Whoever wrote it cannot sign it, and any later change makes the signature stale."),
    ),
    blockers=signoffs.blockers,
    icon="send",
)

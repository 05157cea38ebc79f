"""Another class than the rules found: set with reason and legal basis, lifted, lapsed."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Classification
from records.actors import Actor
from records.changing.acting import acting
from records.errors import Refused, RuleError
from records.verbs import Verb

OVERRIDE = Verb(
    "assessments.classification.override",
    needs="change",
    told=gettext_lazy("set another class than the rules found"),
)
LIFT = Verb(
    "assessments.classification.lift_override",
    needs="change",
    told=gettext_lazy("took the override back"),
)


def override(
    classification: Classification,
    *,
    actor: Actor,
    to: str,
    basis: str,
    reason: str,
    seen: int | None = None,
) -> Classification:
    """Set another class; it counts once another person has signed exactly this state.

    Until then, and after any change of answers or law, the class of the rules counts.
    """
    if actor.kind != "person":
        raise Refused(_("Only a person can set another class than the rules found."))
    facts = {"class": to, "instead_of": classification.outcome_class}
    with acting(OVERRIDE, classification, actor, seen=seen, reason=reason, facts=facts) as record:
        _refuse(record, to=to, basis=basis, reason=reason)
        record.override_class = to
        record.override_reason, record.override_basis = reason.strip(), basis.strip()
        record.override_by, record.override_at = actor.person, timezone.now()
        record.override_lapsed = {}
    return record


def lift(
    classification: Classification, *, actor: Actor, reason: str, seen: int | None = None
) -> Classification:
    """Take an override back, or forget a lapsed one: the class of the rules counts again."""
    with acting(LIFT, classification, actor, seen=seen, reason=reason) as record:
        if not record.override_class and not record.override_lapsed:
            raise RuleError(_("%(ref)s has no override.") % {"ref": record.ref})
        if not reason.strip():
            raise RuleError(_("Say why the override is taken back."))
        _clear(record)
        record.override_lapsed = {}
    return record


def lapse(record: Classification, *, because: str) -> None:
    """End an override whose answers or law change; call it within acting on the record."""
    if not record.override_class:
        return
    told = {
        "class": record.override_class,
        "reason": record.override_reason,
        "basis": record.override_basis,
        "because": because,
    }
    _clear(record)
    record.override_lapsed = told


def _clear(record: Classification) -> None:
    record.override_class = record.override_reason = record.override_basis = ""
    record.override_by = record.override_at = None


def _refuse(record: Classification, *, to: str, basis: str, reason: str) -> None:
    if not record.is_answered:
        sentence = _(
            "%(ref)s has %(count)s questions without an answer. Answer them first: an override "
            "says that a complete reading by the rules is wrong."
        )
        raise RuleError(sentence % {"ref": record.ref, "count": record.open_count})
    if to == record.outcome_class:
        raise RuleError(_("The rules already found this class; there is nothing to override."))
    if not reason.strip() or not basis.strip():
        raise RuleError(_("An override needs a reason and the legal basis it rests on."))

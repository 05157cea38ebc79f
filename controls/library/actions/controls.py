"""Controls: what they are, and what they claim of provisions."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.models import Claim, Control, Edition, Provision
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.verbs import Verb

ADD = Verb("controls.control.add", needs="create", told=gettext_lazy("added the control"))
CHANGE = Verb("controls.control.change", needs="change", told=gettext_lazy("changed the control"))
CLAIM = Verb("controls.control.claim", needs="change", told=gettext_lazy("claimed a provision"))
DROP = Verb("controls.control.drop_claim", needs="change", told=gettext_lazy("dropped a claim"))


def add(*, actor: Actor, values: Mapping[str, object]) -> Control:
    """Add a control; what it does of which provision is claimed afterwards."""
    with acting(ADD, Control(**values), actor) as added:
        return added


def change(
    control: Control,
    *,
    actor: Actor,
    values: Mapping[str, object],
    seen: int | None = None,
    reason: str = "",
) -> Control:
    """Change what a control is."""
    with acting(CHANGE, control, actor, seen=seen, reason=reason) as changed:
        for name, value in values.items():
            setattr(changed, name, value)
    return changed


def claim(
    control: Control, *, actor: Actor, edition: str, code: str, relation: str, rationale: str
) -> Control:
    """Say what a control does of one provision; `edition` is framework/edition."""
    provision = provision_of(edition, code)
    facts = {"provision": code, "edition": edition, "relation": relation}
    with acting(CLAIM, control, actor, facts=facts) as claiming:
        if Claim.objects.filter(control=claiming, provision=provision).exists():
            words = {"ref": claiming.ref, "code": provision.code}
            raise RuleError(_("%(ref)s claims “%(code)s” already.") % words)
        Claim(control=claiming, provision=provision, relation=relation, rationale=rationale).save()
    return claiming


def drop_claim(control: Control, *, actor: Actor, edition: str, code: str, reason: str) -> Control:
    """Take a claim back; it stays readable in the past."""
    facts = {"provision": code, "edition": edition}
    with acting(DROP, control, actor, reason=reason, facts=facts) as dropping:
        claim_of(dropping, edition, code).remove()
    return dropping


def claim_of(control: Control, edition: str, code: str) -> Claim:
    """Return what a control claims of a provision, or raise RuleError."""
    provision = provision_of(edition, code)
    found: Claim | None = Claim.objects.filter(control=control, provision=provision).first()
    if found is None:
        words = {"ref": control.ref, "code": code}
        raise RuleError(_("%(ref)s makes no claim on “%(code)s”.") % words)
    return found


def provision_of(edition: str, code: str) -> Provision:
    """Return a provision by framework/edition and its number, or raise RuleError."""
    framework, _slash, name = edition.partition("/")
    known = Edition.objects.current().filter(framework__code=framework, code=name)
    held = known.select_related("framework").first()
    if held is None:
        raise RuleError(_("There is no edition “%(edition)s”.") % {"edition": edition})
    provision = Provision.objects.filter(edition=held, code=code.strip()).first()
    if provision is None:
        words = {"code": code.strip(), "edition": held.title}
        raise RuleError(_("“%(code)s” is no provision of %(edition)s.") % words)
    provision.edition = held
    return provision

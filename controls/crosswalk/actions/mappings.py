"""Mappings: proposed by somebody, reviewed by somebody else, disputed with a reason, settled."""

from collections.abc import Mapping as Values
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks.editions import outline
from controls.models import Edition, Framework, Mapping, MappingState
from governance import days
from records import permissions
from records.actors import Actor
from records.changing.acting import acting
from records.errors import Refused, RuleError
from records.verbs import Verb

PROPOSE = Verb(
    "controls.mapping.propose", needs="create", told=gettext_lazy("proposed the mapping")
)
REVISE = Verb("controls.mapping.revise", needs="change", told=gettext_lazy("revised the mapping"))
REVIEW = Verb("controls.mapping.review", needs="change", told=gettext_lazy("reviewed the mapping"))
# A dispute changes nothing of what a mapping says: whoever may change anything here may raise one.
DISPUTE = Verb("controls.mapping.dispute", needs="view", told=gettext_lazy("disputed the mapping"))
SETTLE = Verb("controls.mapping.settle", needs="change", told=gettext_lazy("settled the dispute"))

SIDES = ("source", "target")
STANDS, CORRECTED = "stands", "corrected"


def propose(*, actor: Actor, values: Values[str, object]) -> Mapping:
    """Propose a mapping; where no editions are named, it is made for all that have both ends."""
    mapping = Mapping(**values)
    _complete(mapping)
    _begin_anew(mapping, actor)
    with acting(PROPOSE, mapping, actor) as proposed:
        _refuse_doubled(proposed)
    return proposed


def revise(
    mapping: Mapping,
    *,
    actor: Actor,
    values: Values[str, object],
    seen: int | None = None,
    reason: str = "",
) -> Mapping:
    """Change what a mapping says; it is then proposed by whoever changed it, and not reviewed."""
    with acting(REVISE, mapping, actor, seen=seen, reason=reason) as revised:
        if revised.state == MappingState.DISPUTED:
            raise RuleError(_("This mapping is disputed. Settle the dispute first."))
        for name, value in values.items():
            setattr(revised, name, value)
        _complete(revised)
        _begin_anew(revised, actor)
        _refuse_doubled(revised)
    return revised


def review(mapping: Mapping, *, actor: Actor, reason: str = "") -> Mapping:
    """Confirm a mapping that somebody else proposed."""
    with acting(REVIEW, mapping, actor, reason=reason) as reviewed:
        if reviewed.state != MappingState.PROPOSED:
            raise RuleError(_("Only a proposed mapping is reviewed."))
        _confirm(reviewed, actor)
    return reviewed


def dispute(mapping: Mapping, *, actor: Actor, reason: str) -> Mapping:
    """Dispute a mapping with a reason; it carries nothing on until that is settled."""
    if not may_dispute(actor):
        raise Refused(_("Your role does not include disputing mappings."))
    if not reason.strip():
        raise RuleError(_("Say why the mapping is wrong."))
    with acting(DISPUTE, mapping, actor, reason=reason) as disputed:
        if disputed.state == MappingState.DISPUTED:
            raise RuleError(_("This mapping is disputed already."))
        disputed.state, disputed.dispute = MappingState.DISPUTED, reason
        disputed.reviewer, disputed.reviewed_on = None, None
    return disputed


def may_dispute(actor: Actor) -> bool:
    """Say whether somebody may dispute mappings, whichever unit answers for them."""
    return permissions.may_somewhere(actor, "change")


def settle(
    mapping: Mapping,
    *,
    actor: Actor,
    reason: str,
    outcome: str,
    relation: str = "",
    strength: int | None = None,
) -> Mapping:
    """End a dispute: the mapping stands as it is, or is corrected and waits for its review.

    A mapping that is to go is archived instead.
    """
    with acting(SETTLE, mapping, actor, reason=reason, facts={"outcome": outcome}) as settled:
        if settled.state != MappingState.DISPUTED:
            raise RuleError(_("This mapping is not disputed."))
        settled.dispute = ""
        if outcome == STANDS:
            _confirm(settled, actor)
            return settled
        if relation in ("", settled.relation) and strength in (None, settled.strength):
            raise RuleError(_("Say what is corrected: the relation or the strength."))
        settled.relation = relation or settled.relation
        settled.strength = settled.strength if strength is None else strength
        _begin_anew(settled, actor)
    return settled


def _confirm(mapping: Mapping, actor: Actor) -> None:
    if actor.person is None:
        raise RuleError(_("A mapping is reviewed by a person."))
    if mapping.proposed_by_id == actor.person.pk:
        raise RuleError(_("You proposed this mapping; somebody else has to review it."))
    mapping.state = MappingState.REVIEWED
    mapping.reviewer, mapping.reviewed_on = actor.person, days.today()


def _begin_anew(mapping: Mapping, actor: Actor) -> None:
    mapping.state, mapping.proposed_by = MappingState.PROPOSED, actor.person
    mapping.reviewer, mapping.reviewed_on = None, None


def _complete(mapping: Mapping) -> None:
    """Refuse ends that are no provisions, and name the editions where none were named."""
    if mapping.source_framework_id == mapping.target_framework_id:
        raise RuleError(_("A mapping joins provisions of two frameworks."))
    for side in SIDES:
        code = getattr(mapping, f"{side}_code")
        framework: Framework = getattr(mapping, f"{side}_framework")
        named = getattr(mapping, f"{side}_editions")
        setattr(mapping, f"{side}_editions", editions_having(framework, code, named))


def editions_having(framework: Framework, code: str, named: list[str]) -> list[str]:
    """Return the editions that have the provision, the oldest first.

    Raises RuleError where none has it, or one of those that were named.
    """
    return having(framework, published(framework), code, named)


def published(framework: Framework) -> list[Edition]:
    """Return the editions of a framework, the oldest first."""
    known = list(framework.editions.filter(archived_at__isnull=True))
    known.sort(key=lambda edition: (edition.in_force_on, edition.pk))
    for edition in known:
        edition.framework = framework
    return known


def having(
    framework: Framework, known: Sequence[Edition], code: str, named: list[str]
) -> list[str]:
    """Return which of these editions have the provision; see editions_having."""
    found = [edition.code for edition in known if code in outline(edition).standing]
    if not found:
        sentence = _("“%(code)s” is no provision of any edition of %(framework)s.")
        raise RuleError(sentence % {"code": code, "framework": framework.short_title})
    missing = set(named) - set(found)
    if missing:
        sentence = _("“%(code)s” is no provision of the edition “%(edition)s” of %(framework)s.")
        words = {"code": code, "edition": min(missing), "framework": framework.short_title}
        raise RuleError(sentence % words)
    return [edition for edition in found if not named or edition in named]


def _refuse_doubled(mapping: Mapping) -> None:
    """Refuse a second mapping of one pair for the same editions, in whichever direction."""
    for flipped in (False, True):
        first, second = SIDES[::-1] if flipped else SIDES
        same = Mapping.objects.current().exclude(pk=mapping.pk)
        same = same.filter(
            source_framework=getattr(mapping, f"{first}_framework"),
            source_code=getattr(mapping, f"{first}_code"),
            source_editions__overlap=getattr(mapping, f"{first}_editions"),
            target_framework=getattr(mapping, f"{second}_framework"),
            target_code=getattr(mapping, f"{second}_code"),
            target_editions__overlap=getattr(mapping, f"{second}_editions"),
        )
        known = same.values_list("ref", flat=True).first()
        if known is not None:
            raise RuleError(_("%(ref)s maps these two provisions already.") % {"ref": known})

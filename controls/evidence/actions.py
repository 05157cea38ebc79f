"""Evidence: handing it in, taking it anew, and attaching it to what it shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.evidence.sources.files import media_type_of
from controls.library.actions.controls import claim_of
from controls.models import (
    Control,
    Evidence,
    EvidenceRevision,
    EvidenceUse,
    Freshness,
    Implementation,
)
from records import contents, permissions
from records.actors import Actor
from records.changing.acting import acting
from records.contents import KeptFile
from records.errors import RuleError
from records.incoming import SourceError
from records.verbs import Verb

ADD = Verb("controls.evidence.add", needs="create", told=gettext_lazy("added the evidence"))
CHANGE = Verb("controls.evidence.change", needs="change", told=gettext_lazy("changed the evidence"))
TAKE = Verb("controls.evidence.take", needs="hand_in", told=gettext_lazy("handed in new evidence"))
HAND_IN = Verb(
    "controls.evidence.hand_in", needs="hand_in", told=gettext_lazy("handed in evidence")
)
ATTACH = Verb(
    "controls.evidence.attach", needs="change", told=gettext_lazy("attached the evidence")
)
DETACH = Verb(
    "controls.evidence.detach", needs="change", told=gettext_lazy("detached the evidence")
)
FOLDER = "evidence"


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What is handed in at once: a file with its name, or a link, and what it covers."""

    collected_on: date
    data: bytes | None = None
    file_name: str = ""
    link: str = ""
    covers_from: date | None = None
    covers_to: date | None = None
    note: str = ""


def add(*, actor: Actor, values: Mapping[str, Any]) -> Evidence:
    """Add evidence; what was collected is handed in afterwards."""
    with acting(ADD, Evidence(**values), actor) as added:
        return added


def change(
    evidence: Evidence,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    seen: int | None = None,
    reason: str = "",
) -> Evidence:
    """Change what evidence is; another rule of freshness judges all its revisions anew."""
    with acting(CHANGE, evidence, actor, seen=seen, reason=reason) as changed:
        before = (changed.freshness, changed.valid_days)
        for name, value in values.items():
            setattr(changed, name, value)
        if (changed.freshness, changed.valid_days) != before:
            _judge_anew(changed)
    return changed


def _judge_anew(evidence: Evidence) -> None:
    for revision in EvidenceRevision.objects.filter(evidence=evidence):
        revision.judge(evidence.freshness, evidence.valid_days)
        revision.save()


def take(evidence: Evidence, *, actor: Actor, handed_in: HandedIn) -> Evidence:
    """Hand in evidence once more: the revision keeps a file by its digest, or a link."""
    made = _revision(handed_in)
    with acting(TAKE, evidence, actor, facts=_named(made)) as taking:
        _keep(taking, made)
    return taking


def hand_in(
    implementation: Implementation, *, actor: Actor, values: Mapping[str, Any], handed_in: HandedIn
) -> Evidence:
    """Add evidence at the place of an implementation, with its first revision, attached to it."""
    permissions.require(actor, HAND_IN.needs, implementation)
    made = _revision(handed_in)
    new = Evidence(unit=implementation.unit, owner=actor.person, **values)
    with acting(HAND_IN, new, actor, facts=_named(made)) as added:
        _keep(added, made)
        EvidenceUse(evidence=added, implementation=implementation).save()
    return added


def attach(
    evidence: Evidence, *, actor: Actor, to: Implementation | Control, **at: str
) -> Evidence:
    """Attach evidence to an implementation, or to a claim of a control (`edition`, `code`).

    At an implementation it counts wherever that one does, so it takes the right to change it; on a
    claim it counts only where the evidence itself reaches.
    """
    if isinstance(to, Implementation):
        permissions.require(actor, "change", to)
    with acting(ATTACH, evidence, actor, facts={"to": to.ref, **at}) as attached:
        end = _end(to, at)
        if EvidenceUse.objects.filter(evidence=attached, **end).exists():
            words = {"ref": attached.ref, "to": to.ref}
            raise RuleError(_("%(ref)s is attached to %(to)s already.") % words)
        EvidenceUse(evidence=attached, **end).save()
    return attached


def detach(
    evidence: Evidence, *, actor: Actor, to: Implementation | Control, reason: str, **at: str
) -> Evidence:
    """Take evidence off what it was attached to."""
    with acting(DETACH, evidence, actor, reason=reason, facts={"to": to.ref, **at}) as detached:
        use = EvidenceUse.objects.filter(evidence=detached, **_end(to, at)).first()
        if use is None:
            words = {"ref": detached.ref, "to": to.ref}
            raise RuleError(_("%(ref)s is not attached to %(to)s.") % words)
        use.remove()
    return detached


def _end(to: Implementation | Control, at: dict[str, str]) -> dict[str, Any]:
    if isinstance(to, Implementation):
        return {"implementation": to}
    return {"claim": claim_of(to, **at)}


def _revision(handed_in: HandedIn) -> EvidenceRevision:
    """Check what is handed in and keep its file; nothing is recorded yet."""
    if (handed_in.data is None) == (not handed_in.link):
        raise ValidationError({"file": _("Give a file or a link, one of them.")})
    made = EvidenceRevision(
        link=handed_in.link,
        covers_from=handed_in.covers_from,
        covers_to=handed_in.covers_to,
        collected_on=handed_in.collected_on,
        note=handed_in.note,
    )
    if handed_in.data is not None:
        made.file_name = handed_in.file_name[-255:] or _("evidence")
        made.media_type = _media_type(handed_in.data, made.file_name)
        made.byte_count = len(handed_in.data)
        made.sha256 = contents.keep(handed_in.data, folder=FOLDER)
    return made


def _media_type(data: bytes, name: str) -> str:
    try:
        return media_type_of(data, name)
    except SourceError as error:
        params = {
            key: _(value) if isinstance(value, str) and key == "what" else value
            for key, value in error.sentence.params.items()
        }
        raise ValidationError({"file": _(error.sentence.template) % params}) from error


def _named(revision: EvidenceRevision) -> dict[str, str]:
    return {"sha256": revision.sha256} if revision.sha256 else {"link": "given"}


def _keep(evidence: Evidence, revision: EvidenceRevision) -> None:
    if evidence.freshness == Freshness.COVERED and revision.covers_to is None:
        sentence = _("This evidence counts by what it covers: say until when that is.")
        raise ValidationError({"covers_to": sentence})
    revision.evidence = evidence
    revision.received_at = timezone.now()
    revision.judge(evidence.freshness, evidence.valid_days)
    revision.save()


def kept_files() -> Iterator[KeptFile]:
    """Name the files of all evidence."""
    handed_in = EvidenceRevision._base_manager.exclude(sha256="").select_related("evidence")
    for revision in handed_in.order_by("id").iterator():
        yield KeptFile(revision.path, revision.sha256, revision.evidence.ref)

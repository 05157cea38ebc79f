"""Evidence packs: asking for one, and keeping what was made."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Pack, Unit
from governance.packs import making
from governance.packs.contents import is_made_at_units, makers_of, unit_of
from governance.packs.making import MadePack
from records import kinds, permissions
from records.actors import Actor
from records.addresses import url_of
from records.changing.acting import acting
from records.changing.repeats import refuse_repeat
from records.contents import KeptFile
from records.documents.sections import DocumentReading
from records.errors import Repeated, RuleError
from records.history import moments
from records.jobs import Run, enqueue, job
from records.ledger import anchors
from records.models import Job, Record
from records.verbs import Verb

MAKE = Verb("governance.pack.make", needs="pack", told=gettext_lazy("made the evidence pack"))


def request(record: Record, *, moment: datetime, actor: Actor, scope: Record | None = None) -> Job:
    """Ask for a pack of a record as of a moment; the work runs as a job with a progress page."""
    permissions.require(actor, "pack", scope or record)
    if scope is not None:
        permissions.require(actor, "view", record)
    makers_of(record, scope)
    moments.require_recorded(moment)
    arguments = {"kind": record.kind_code(), "ref": record.ref, "moment": moment.isoformat()}
    return enqueue(
        "governance.pack.make",
        {**arguments, "scope": scope.ref if scope else ""},
        about=scope or record,
        actor=actor,
        effect_key=_effect_key(record, scope, moment, actor),
        title=_("Evidence pack of %(ref)s") % {"ref": record.ref},
    )


def _effect_key(record: Record, scope: Record | None, moment: datetime, actor: Actor) -> str:
    at = [str(scope.pk)] if scope else []
    return ":".join(["pack", str(record.pk), *at, moment.isoformat(), actor.id])


@job("governance.pack.make")
def _make(run: Run, *, kind: str, ref: str, moment: str, scope: str = "") -> dict[str, Any]:
    try:
        refuse_repeat(run.actor)
        pack = keep(_print(run, kind, ref, moment, scope), actor=run.actor)
    except Repeated as repeated:  # an earlier attempt kept it, and broke off before it said so
        pack = Pack.objects.get(pk=repeated.result[0]["id"])
    return {
        "ref": pack.ref,
        "kind": Pack.kind_code(),
        "url": url_of(pack),
        "label": _("Show the pack"),
        "facts": {_("Gaps"): pack.gap_count, _("Bytes"): pack.byte_count},
    }


def _print(run: Run, kind: str, ref: str, moment: str, scope: str = "") -> MadePack:
    shown = kinds.by_code(kind)
    if shown is None:
        raise RuleError(_("This kind of record is not known any more."))
    needs = "view" if scope else "pack"
    subject = shown.model.objects.visible_to(run.actor, needs).get(ref=ref)
    at = Unit.objects.visible_to(run.actor, "pack").get(ref=scope) if scope else None
    reading = DocumentReading(run.actor, datetime.fromisoformat(moment), scope=at)
    return making.make(subject, reading, tell=run.step)


def request_again(pack: Pack, *, actor: Actor) -> Job:
    """Ask that a pack be made once more and compared with the one that is kept."""
    permissions.require(actor, "pack", pack)
    minute = f"{timezone.now():%Y-%m-%dT%H:%M}"  # a form sent twice asks once
    return enqueue(
        "governance.pack.make_again",
        {"pack": str(pack.pk)},
        about=pack,
        actor=actor,
        effect_key=f"pack-again:{pack.pk}:{minute}:{actor.id}",
        title=_("%(ref)s made again") % {"ref": pack.ref},
    )


@job("governance.pack.make_again")
def _make_again(run: Run, *, pack: str) -> dict[str, Any]:
    kept = Pack.objects.visible_to(run.actor, "pack").get(pk=pack)
    shown = kinds.by_code(kept.subject_kind)
    # A pack that was made at a unit stands there.
    scope = kept.unit.ref if shown and is_made_at_units(shown.model) else ""
    made = _print(run, kept.subject_kind, kept.subject_ref, kept.moment.isoformat(), scope)
    again = hashlib.sha256(made.unsealed).hexdigest()
    return {
        "url": url_of(kept),
        "label": _("Show the pack"),
        "facts": {
            _("Pack id"): _same(made.manifest_digest, kept.manifest_digest),
            _("File before sealing"): _same(again, kept.unsealed_digest),
            **_reach(made, kept),
        },
    }


def _reach(made: MadePack, kept: Pack) -> dict[str, str]:
    """Say that what differs may be what its maker sees and who makes it again does not."""
    points, _found = made.contents.looked.out_of_reach
    if not points or made.manifest_digest == kept.manifest_digest:
        return {}
    told = _("It holds what you may see: %(points)s points about it are out of your reach.")
    return {_("Reach"): told % {"points": points}}


def _same(again: str, kept: str) -> str:
    if again == kept:
        return _("The same as before: %(digest)s") % {"digest": kept}
    return _("Differs: %(again)s now, %(kept)s then") % {"again": again, "kept": kept}


def keep(made: MadePack, *, actor: Actor) -> Pack:
    """Store a finished pack as a record, and note its checkpoint as anchored outside."""
    sealed = hashlib.sha256(made.sealed).hexdigest()
    # It stays where the act breaks off: nobody knows then whether the act came to its end.
    name = default_storage.save(f"packs/{sealed}.pdf", ContentFile(made.sealed))
    then = made.contents.subject
    pack = Pack(
        unit=_place(made),
        owner=actor.person,
        subject_kind=made.about.kind,
        subject_id=made.about.id,
        subject_ref=made.about.ref,
        title=str(then),
        moment=made.about.moment,
        size=made.about.size,
        manifest_digest=made.manifest_digest,
        unsealed_digest=hashlib.sha256(made.unsealed).hexdigest(),
        sealed_digest=sealed,
        file=name,
        byte_count=len(made.sealed),
        gap_count=sum(gap.level != "ok" for gap in made.contents.gaps),
        is_sample=made.about.is_sample,
    )
    with acting(MAKE, pack, actor, facts=making.facts_of(made)) as kept:
        anchors.record(made.about.size, channel="pack", receipt=made.manifest_digest)
    return kept


def _place(made: MadePack) -> Unit:
    """Return where the pack stands: the unit it was made at, else where the record stands today.

    Who may read the past of a record is decided by that, not by where it stood then.
    """
    scope, then = made.contents.scope, made.contents.subject
    if isinstance(scope, Unit):
        return scope
    return unit_of(type(then)._base_manager.select_related("unit").get(pk=then.pk))


def write(made: MadePack, path: Path) -> None:
    """Write a pack to a file; it appears whole or not at all."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(made.sealed)
    partial.replace(path)


def kept_files() -> Iterator[KeptFile]:
    """Name the files of all packs."""
    for pack in Pack._base_manager.order_by("id").iterator():
        yield KeptFile(pack.file, pack.sealed_digest, pack.ref)

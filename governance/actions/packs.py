"""Evidence packs: asking for one, and keeping what was made."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Pack
from governance.packs import making
from governance.packs.making import MadePack
from records import kinds, permissions
from records.acting import acting
from records.actors import Actor
from records.documents.sections import Reading
from records.jobs import Run, enqueue, job
from records.ledger import anchors
from records.models import Job, Record
from records.verbs import Verb

MAKE = Verb("governance.pack.make", needs="pack", told=gettext_lazy("made the evidence pack"))


def request(record: Record, *, moment: datetime, actor: Actor) -> Job:
    """Ask for a pack of a record as of a moment; the work runs as a job with a progress page."""
    permissions.require(actor, "pack", record)
    arguments = {"kind": record.kind_code(), "ref": record.ref, "moment": moment.isoformat()}
    return enqueue(
        "governance.pack.make",
        arguments,
        actor=actor,
        effect_key=f"pack:{record.pk}:{moment.isoformat()}:{actor.id}",
        title=_("Evidence pack of %(ref)s") % {"ref": record.ref},
    )


@job("governance.pack.make")
def _make(run: Run, *, kind: str, ref: str, moment: str) -> dict[str, str]:
    shown = kinds.by_code(kind)
    if shown is None:
        raise LookupError(f"The kind {kind} is not shown any more.")
    subject = shown.model.objects.visible_to(run.actor, "pack").get(ref=ref)
    made = making.make(subject, Reading(run.actor, datetime.fromisoformat(moment)), tell=run.step)
    return {"ref": keep(made, actor=run.actor).ref, "kind": Pack.kind_code()}


def keep(made: MadePack, *, actor: Actor) -> Pack:
    """Store a finished pack as a record, and note its checkpoint as anchored outside."""
    sealed = hashlib.sha256(made.sealed).hexdigest()
    name = default_storage.save(f"packs/{sealed}.pdf", ContentFile(made.sealed))
    pack = Pack(
        unit=made.contents.subject.unit,
        owner=actor.person,
        subject_kind=made.about.kind,
        subject_id=made.about.id,
        subject_ref=made.about.ref,
        title=str(made.contents.subject),
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


def write(made: MadePack, path: Path) -> None:
    """Write a pack to a file; it appears whole or not at all."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(made.sealed)
    partial.replace(path)

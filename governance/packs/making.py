"""Making a pack: collect, prove, describe, print, seal."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.models import Pack, Unit
from governance.packs import chapters
from governance.packs.contents import Contents, collect, makers_of
from governance.packs.manifest import About, PackFile, manifest
from governance.packs.tables import workbook
from governance.packs.trust import verifier
from records import contents as kept_contents
from records.documents import cache
from records.documents.making import make_document, page_count
from records.documents.parts import Attachment, Chapter, Meta
from records.documents.seal import load_signer, seal
from records.documents.sections import DocumentReading, Enclosure
from records.errors import RuleError
from records.history.moments import require_recorded
from records.ledger import bundle, keys
from records.ledger.canonical import canonical
from records.models import Checkpoint, Record
from records.wording import utc_words

Tell = Callable[[str, int], None]


def _quiet(_step: str, _percent: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class MadePack:
    """A finished pack with what is remembered of it."""

    contents: Contents
    about: About
    manifest_digest: str
    unsealed: bytes
    sealed: bytes

    @property
    def pages(self) -> int:
        """Count the pages that were printed."""
        return page_count(self.unsealed)


def make(subject: Record, reading: DocumentReading, *, tell: Tell = _quiet) -> MadePack:
    """Make the sealed pack of a record; the same inputs give the same bytes before sealing."""
    with timezone.override(UTC):  # whoever asks, and wherever it runs
        makers_of(subject, reading.scope)  # refused before anything is written
        require_recorded(reading.moment)
        tell(_("Waiting for the ledger"), 5)
        checkpoint = bundle.settle(reading.moment)
        tell(_("Reading the records"), 15)
        contents = collect(subject, reading)
        _keep_seal()  # its fingerprint is printed
        about = _about(contents, reading, checkpoint)
        files = _files(contents, about, checkpoint)
        described = manifest(about, files, contents)
        identity = hashlib.sha256(described).hexdigest()
        told = PackFile("manifest.json", described, "application/json", "Data", _("manifest"))
        files = [files[0], told, *files[1:]]
        for remark in contents.remarks:
            tell(remark, 35)
        tell(_("Printing about %(pages)s pages") % {"pages": contents.pages}, 40)
        unsealed = _print(contents, about, checkpoint, files, identity)
        tell(_("Sealing"), 90)
        return MadePack(contents, about, identity, unsealed, _sealed(unsealed, identity))


def _about(contents: Contents, reading: DocumentReading, checkpoint: Checkpoint) -> About:
    subject = contents.subject
    return About(
        kind=subject.kind_code(),
        id=str(subject.pk),
        ref=subject.ref,
        moment=reading.moment,
        size=checkpoint.size,
        is_sample=contents.unit.is_sample,
    )


def _files(contents: Contents, about: About, checkpoint: Checkpoint) -> list[PackFile]:
    objects = [record.pk for record in contents.records]
    proof = bundle.proof(
        objects, moment=about.moment, checkpoint=checkpoint, since=_last_size(about)
    )
    # The verifier first: whoever opens the list of files looks for that. Flat names: tools that
    # save all files stop at a folder that is not there.
    files = [
        PackFile("verify.py", verifier(), "text/x-python", "Supplement",
                 _("the verifier: python3 verify.py PACK.pdf")),
        PackFile("proof.json", canonical(proof), "application/json", "Data",
                 _("ledger entries with proofs and the signed checkpoint")),
    ]  # fmt: skip
    if contents.salts:
        files.append(PackFile("salts.json", canonical(contents.salts), "application/json", "Data",
                              _("salts that open the commitments to personal values")))  # fmt: skip
    for ref, state in contents.states.items():
        what = _("state of %(ref)s") % {"ref": ref}
        files.append(PackFile(f"record-{ref}.json", state, "application/json", "Source", what))
    for name, state in contents.signed.items():
        files.append(
            PackFile(name, state, "application/json", "Source", _("state that was signed"))
        )
    return [*files, workbook(contents, about.moment), *_enclosed(contents.enclosures)]


def _enclosed(enclosures: tuple[Enclosure, ...]) -> Iterator[PackFile]:
    """Read each kept file once, also those left out: their digests are told as well."""
    for one in enclosures:
        data = _read(one)
        if not one.is_left_out:
            yield PackFile(one.name, data, one.media_type, "Supplement", one.what)


def _read(one: Enclosure) -> bytes:
    try:
        return kept_contents.read(one.sha256, folder=one.folder)
    except RuleError as refusal:
        raise RuleError(
            _("No pack was made: the file “%(name)s” of %(ref)s (%(place)s). %(why)s")
            % {"name": one.original, "ref": one.ref, "place": one.place, "why": refusal.message}
        ) from refusal


def _last_size(about: About) -> int | None:
    """Return the ledger's size in the last pack about the same record: its reader may hold that."""
    earlier = Pack.objects.filter(
        subject_id=about.id, created_at__lte=about.moment, size__lt=about.size
    )
    return earlier.order_by("-size").values_list("size", flat=True).first()


def _print(
    contents: Contents,
    about: About,
    checkpoint: Checkpoint,
    files: list[PackFile],
    identity: str,
) -> bytes:
    printed: list[Chapter] = [
        chapters.summary(contents),
        *contents.chapters,
        chapters.completeness(contents),
        chapters.proof(checkpoint, files, identity),
    ]
    organisation = _organisation(contents.unit)
    title = str(contents.subject)
    meta = Meta(
        title=title,
        subject=_("Evidence pack of %(ref)s") % {"ref": contents.reference},
        author=organisation,
        language=get_language() or "en",
        created=about.moment,
        identifier=identity,
        watermark=_("SAMPLE") if about.is_sample else "",
        footer=_("%(ref)s as of %(moment)s · ledger size %(size)s · root %(root)s")
        % {
            "ref": contents.reference,
            "moment": utc_words(about.moment),
            "size": about.size,
            "root": bytes(checkpoint.root).hex()[:16],
        },
    )
    cover = render_to_string(
        "documents/cover.html", chapters.cover(contents, about, organisation, identity)
    )
    attachments = [
        Attachment(file.name, file.data, file.mime, file.relationship, file.what, about.moment)
        for file in files
    ]
    return make_document(
        cover, printed, meta=meta, attachments=attachments, cache_dir=cache.place()
    )


def _organisation(unit: Unit) -> str:
    """Name the topmost unit above one; the sample is a house of its own."""
    names = unit.path.strip("/").split("/")
    paths = [f"/{'/'.join(names[:end])}/" for end in range(1, len(names) + 1)]
    above = Unit.objects.filter(path__in=paths, is_sample=unit.is_sample)
    return above.order_by("path").values_list("name", flat=True).first() or ""


def _keep_seal() -> None:
    """See that there is a seal and that its certificate can be read without its key."""
    organisation = Unit.objects.order_by("created_at").values_list("name", flat=True).first()
    known = keys.load_or_create_seal(settings.SEAL_KEY, organisation or "Countersign")
    keys.publish_certificate(settings.SEAL_KEY.with_suffix(".crt"), known.certificate)


def _sealed(unsealed: bytes, identity: str) -> bytes:
    signer = load_signer(settings.SEAL_KEY)
    reason = _("Evidence pack %(id)s") % {"id": identity[:16]}
    return seal(unsealed, signer=signer, reason=reason, timestamp_url=settings.TIMESTAMP_URL)


def facts_of(made: MadePack) -> dict[str, object]:
    """Return what the ledger keeps of a pack."""
    return {
        "pack": made.manifest_digest,
        "size": made.about.size,
        "sealed": hashlib.sha256(made.sealed).hexdigest(),
        "subject": json.loads(canonical({"kind": made.about.kind, "id": made.about.id})),
    }

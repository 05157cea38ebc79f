"""The organisation's own frameworks: a file is kept, looked at, then published whole or not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks.actions import editions, frameworks
from controls.frameworks.loading import CATALOGUE
from controls.frameworks.loading.own import Details, OwnReading, form_of, read_own
from controls.models import Edition, FrameworkImport, FrameworkImportState
from governance.models import Unit
from inventory.imports.actions import tables
from inventory.imports.models import FOLDER
from records import jobs
from records.actors import Actor
from records.changing.acting import acting, open_act
from records.contents import KeptFile
from records.errors import RuleError
from records.incoming import LARGEST_FILE, SourceError
from records.models import Job
from records.verbs import Verb

RECEIVE = Verb(
    "controls.frameworkimport.receive", needs="import", told=gettext_lazy("sent a framework")
)
DESCRIBE = Verb(
    "controls.frameworkimport.describe",
    needs="import",
    told=gettext_lazy("said what the file of the framework leaves open"),
)
START = Verb(
    "controls.frameworkimport.start", needs="import", told=gettext_lazy("confirmed the framework")
)
PUBLISH = Verb(
    "controls.frameworkimport.publish",
    needs="import",
    told=gettext_lazy("published the framework"),
)

# Writing more than this takes over a second, so it is done as a job.
AT_ONCE = 1_000


def receive(
    data: bytes, *, name: str, unit: Unit, actor: Actor, details: Mapping[str, object] | None = None
) -> FrameworkImport:
    """Keep a file with a framework and say what it would publish, or what is wrong with it."""
    if len(data) > LARGEST_FILE:
        raise RuleError(_("The file is larger than 4 MB."))
    sent = FrameworkImport(
        unit=unit,
        owner=actor.person,
        file_name=name[-255:],
        size=len(data),
        file_format=form_of(data, name),
        details=dict(details or {}),
    )
    _judge(sent, look(data, name=name, details=sent.details))
    sent.sha256 = tables.keep(data)
    with acting(RECEIVE, sent, actor, facts={"sha256": sent.sha256}) as received:
        return received


def look(data: bytes, *, name: str, details: Mapping[str, object]) -> OwnReading:
    """Read a file with what was said beside it; a spreadsheet that is none is refused whole."""
    try:
        return read_own(data, Details.of(details), name=name)
    except SourceError as error:
        raise RuleError(tables.in_words(error.sentence)) from error


def read_again(sent: FrameworkImport) -> OwnReading:
    """Read the kept file of an import."""
    return look(tables.kept(sent.sha256), name=sent.file_name, details=sent.details)


def describe(
    sent: FrameworkImport, *, details: Mapping[str, object], actor: Actor
) -> FrameworkImport:
    """Say what the file leaves open, and judge it anew."""
    with acting(DESCRIBE, sent, actor) as described:
        _refuse_published(described)
        described.details = dict(details)
        _judge(described, read_again(described))
    return described


def _judge(sent: FrameworkImport, own: OwnReading) -> None:
    faults = [{"line": fault.line, "sentence": fault.message} for fault in own.faults]
    faults += _foreign(own)
    kinds = Counter(line.kind for line in own.lines)
    sent.title = own.edition.title if own.edition else ""
    sent.content_digest = own.edition.digest if own.edition else ""
    sent.counts, sent.problems = dict(sorted(kinds.items())), faults
    sent.state = FrameworkImportState.REFUSED if faults else FrameworkImportState.RECEIVED


def _foreign(own: OwnReading) -> list[dict[str, Any]]:
    """Refuse the name of a framework that comes with the product."""
    if own.framework is None or not (CATALOGUE / own.framework.id).is_dir():
        return []
    sentence = _("“%(code)s” comes with the catalogue. Give yours a name of its own.")
    return [{"line": 0, "sentence": sentence % {"code": own.framework.id}}]


def start(sent: FrameworkImport, *, seen: str, actor: Actor) -> FrameworkImport:
    """Publish what was looked at: at once, or as a job where it is much.

    `seen` is the digest of the content that the preview showed.
    """
    if sum(sent.counts.values()) <= AT_ONCE:
        return publish(sent, seen=seen, actor=actor)
    with acting(START, sent, actor, facts={"content": seen}) as started:
        _refuse_published(started)
        job = jobs.enqueue(
            "controls.frameworks.publish",
            {"sent": str(started.pk), "seen": seen},
            about=started,
            actor=actor,
            effect_key=f"framework:{started.pk}:{started.version + 1}",
            title=_("Publish %(title)s") % {"title": started.title},
        )
        started.job = job.pk
    return started


def publish(sent: FrameworkImport, *, seen: str, actor: Actor) -> FrameworkImport:
    """Publish framework and edition by the same way as the catalogue, all or nothing."""
    own = read_again(sent)
    if own.edition is None or own.framework is None or _foreign(own):
        raise RuleError(_("The file has problems. Correct it and send it again."))
    if own.edition.digest != seen:
        raise RuleError(_("This is not what you looked at. Look at the preview again."))
    with open_act(actor):
        edition = publish_own(own, unit=sent.unit, actor=actor)
        with acting(PUBLISH, sent, actor, facts={"content": seen}) as published:
            _refuse_published(published)
            published.state, published.edition = FrameworkImportState.PUBLISHED, edition
    return published


def publish_own(own: OwnReading, *, unit: Unit, actor: Actor) -> Edition:
    """Publish what was read without fault; an edition with other contents is refused by digest."""
    if own.edition is None or own.framework is None:
        raise RuleError(_("The file has problems. Correct it and send it again."))
    if foreign := _foreign(own):
        raise RuleError(foreign[0]["sentence"])
    with open_act(actor):
        frameworks.keep(own.framework, unit=unit, actor=actor, is_own=True)
        return editions.publish(own.edition, actor=actor, is_own=True)


def _refuse_published(sent: FrameworkImport) -> None:
    if sent.state == FrameworkImportState.PUBLISHED:
        raise RuleError(_("This framework has been published. Send another file."))


def job_of(sent: FrameworkImport) -> Job | None:
    """Return the job that publishes an import, where one was asked for."""
    return Job.objects.filter(pk=sent.job).first() if sent.job else None


def kept_files() -> Iterator[KeptFile]:
    """Name the files of all frameworks that were sent."""
    for sent in FrameworkImport._base_manager.order_by("id").iterator():
        yield KeptFile(f"{FOLDER}/{sent.sha256}", sent.sha256, sent.ref)

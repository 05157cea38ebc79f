"""How imports of the organisation's own frameworks are shown."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from controls.frameworks import vocabulary
from controls.frameworks.actions import own_frameworks
from controls.models import FrameworkImport, FrameworkImportState
from records.actors import Actor
from records.addresses import keep_moment
from records.kinds import RecordAction, RecordKind
from records.lists import Column
from records.panels import TablePanel, TemplatePanel
from records.shapes import Digest, Fact, Link, Row, Status, Tone
from records.values import sentence

TONES: dict[str, Tone] = {
    FrameworkImportState.RECEIVED: "upcoming",
    FrameworkImportState.REFUSED: "bad",
    FrameworkImportState.PUBLISHED: "ok",
}


def state(sent: Any) -> Status:
    """Show how far an import is."""
    word = sentence(str(FrameworkImportState(sent.state).label))
    return Status(word, TONES[sent.state])


def about_file(sent: FrameworkImport, _actor: Actor) -> dict[str, object]:
    counts = [
        f"{count} × {vocabulary.say(vocabulary.KINDS, kind)}" for kind, count in sent.counts.items()
    ]
    edition = sent.edition
    facts = [
        Fact(_now("File"), sent.file_name),
        Fact(_now("Form"), sent.get_file_format_display()),
        Fact(_now("Size"), filesizeformat(sent.size)),
        Fact(_now("Provisions"), counts),
        Fact(_now("SHA-256 of the file"), Digest(sent.sha256)),
        Fact(_now("Digest of the content"), Digest(sent.content_digest)
             if sent.content_digest else None),
        Fact(_now("Published as"), Link(str(edition), keep_moment(edition.get_absolute_url()),
             edition.ref) if edition else None),
    ]  # fmt: skip
    return {"facts": [fact for fact in facts if fact.value]}


def problem_rows(sent: FrameworkImport, _actor: Actor) -> list[Row]:
    """Tell everything that is wrong with the file, by line."""
    return [Row([found["line"] or None, found["sentence"]]) for found in sent.problems]


def publish(sent: FrameworkImport, *, actor: Actor) -> FrameworkImport:
    """Publish what the record says was looked at."""
    return own_frameworks.start(sent, seen=sent.content_digest, actor=actor)


def _waits(sent: Any) -> bool:
    return not sent.is_archived and sent.state == FrameworkImportState.RECEIVED


FRAMEWORK_IMPORT = RecordKind(
    model=FrameworkImport,
    slug="framework-imports",
    columns=(
        Column(key="title", label=_("Edition"), value=str, sort="title"),
        "file_name",
        "file_format",
        Column(
            key="state",
            label=_("State"),
            value=state,
            export=lambda sent: sent.get_state_display(),
            sort="state",
            badge=True,
        ),
        "unit",
        "owner",
        Column(key="sha256", shown=False),
        Column(key="content_digest", shown=False),
    ),
    filters=("state", "file_format", "unit", "owner"),
    search=("ref", "file_name", "title", "sha256"),
    fields=(),
    panels=(
        TemplatePanel(
            title=_("The file"), template="records/panels/facts.html", context=about_file
        ),
        TablePanel(
            title=_("Problems"), headings=(_("Line"), _("What is wrong")), rows=problem_rows
        ),
    ),
    actions=(
        RecordAction(
            name="publish",
            label=_("Publish"),
            run=publish,
            needs="import",
            reason="none",
            question=_("Publish this framework as it was read?"),
            consequences=(
                _("A published edition never changes; its digest stands in the ledger."),
                _("What is changed later is published as another edition."),
            ),
            when=_waits,
            icon="check",
            look="primary",
        ),
    ),
    api_fields=(
        "file_name", "file_format", "sha256", "size", "details", "title", "content_digest",
        "counts", "problems", "state", "edition", "unit", "owner",
    ),
)  # fmt: skip

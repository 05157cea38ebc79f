"""What a sign-off covers, as it stood when it was asked for, ready to be read on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import JSONField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance.models import SignOff
from governance.signoff.signed_states import between_digests, digest_of
from records import kinds, permissions
from records.actors import Actor
from records.addresses import page_of, url_of, with_values
from records.changing import snapshot
from records.documents.sections import DocumentReading
from records.history.past import as_of, current_moment
from records.kinds import RecordKind
from records.models import Record
from records.panels import FactsPanel, Panel, RelatedPanel, of_parts, of_section
from records.shapes import ChangeLine, PanelShown
from records.values import label_of


@dataclass(frozen=True)
class SignedRecord:
    """One signed record: its state then, and what changed since; `panels` is empty out of reach."""

    ref: str
    title: str
    kind: str
    unit: str
    version: int
    digest: str
    url: str
    exact_url: str
    panels: Sequence[PanelShown]
    changes: Sequence[ChangeLine]
    is_changed: bool
    # The state shown really has the digest: worked out anew from what the page read.
    is_exact: bool


def signed_records(sign_off: SignOff, actor: Actor) -> list[SignedRecord]:
    """Return every record that a sign-off covers, in the state that its digests name."""
    now = [_covered(item) for item in sign_off.items]
    may_see = [permissions.may(actor, "view", record) for record in now]
    with as_of(sign_off.created_at):
        read = [
            _read(item, record, actor, may_see=may, subject=str(sign_off.subject_id))
            for item, record, may in zip(sign_off.items, now, may_see, strict=True)
        ]
    moment = sign_off.created_at.isoformat().replace("+00:00", "Z")
    return [_told(each, actor, moment) for each in read]


@dataclass(frozen=True)
class _Read:
    """What was read of one signed record while its past was open."""

    item: dict[str, str]
    now: Record
    record: Record
    panels: Sequence[PanelShown]
    is_exact: bool


def _read(item: dict[str, str], now: Record, actor: Actor, *, may_see: bool, subject: str) -> _Read:
    record = _covered(item)
    # What a signature only rests on and everybody may read, such as an edition of a law, is named.
    is_named = type(record).read_by_all and item["id"] != subject
    panels = (_named(record) if is_named else _panels(record, actor)) if may_see else []
    return _Read(item, now, record, panels, digest_of(record) == item["digest"])


def _covered(item: dict[str, str]) -> Record:
    """Return a covered record as of the moment that is being read."""
    model: type[Record] = apps.get_model(item["kind"])
    found: Record = model._base_manager.select_related("unit", "owner").get(pk=item["id"])
    return found


def _named(record: Record) -> list[PanelShown]:
    """Name a state that is published as a whole by one line: nobody reads it anew to sign."""
    line = format_html("<p>{} {}, {}</p>", record.ref, record, _("named by its digest above."))
    return [PanelShown(_("Published as a whole"), line, is_folded=True)]


def _panels(record: Record, actor: Actor) -> list[PanelShown]:
    kind = kinds.of(record)
    if kind is None:
        return []
    if kind.document is not None:
        moment = current_moment() or timezone.now()
        chapter = kind.document.make(record, DocumentReading(actor, moment)).chapter
        return [PanelShown(chapter.title, SafeString(chapter.html))]
    shown = [panel.show(record, actor) for panel in _readable(kind)]
    return [*(panel for panel in shown if panel), *_without_words(record, kind)]


def _without_words(record: Record, kind: RecordKind) -> list[PanelShown]:
    """Name the fields that have no way to be told; their values never go out as code."""
    told = _told_by(kind)
    left = [
        label_of(field)
        for field in type(record)._meta.concrete_fields
        if field.name in _material(type(record))
        and _is_structure(field)
        and field.name not in told
        and getattr(record, field.name)
    ]
    if not left:
        return []
    words = _("The digest covers them, and the exact text has them: %(fields)s.")
    body = format_html("<p>{}</p>", words % {"fields": ", ".join(map(str, left))})
    return [PanelShown(_("Not told in words"), body, is_folded=True)]


def _is_structure(field: Any) -> bool:
    return isinstance(field, JSONField)


def _told_by(kind: RecordKind) -> set[str]:
    own = [panel for panel in kind.panels if isinstance(panel, FactsPanel) and not panel.side]
    return {name for panel in own for name in panel.names} | {*kind.field_names}


def _readable(kind: RecordKind) -> list[Panel]:
    """Return panels that together show every field that counts, each once."""
    own = [panel for panel in kind.panels if not panel.side and not isinstance(panel, RelatedPanel)]
    told = _told_by(kind)
    left = [
        name
        for name in _material(kind.model)
        if name not in told and not _is_structure(kind.model._meta.get_field(name))
    ]
    rest = [FactsPanel(title=_("Also recorded"), names=left)] if left else []
    return [*map(of_section, kind.sections), *map(of_parts, kind.part_rows), *own, *rest]


def _material(model: type[Record]) -> list[str]:
    skipped = {*model.immaterial, *model.cosmetic, *model.untracked, *snapshot._STRUCTURE, "id"}
    return [field.name for field in model._meta.concrete_fields if field.name not in skipped]


def _told(read: _Read, actor: Actor, moment: str) -> SignedRecord:
    record, signed, may_see = read.record, read.item["digest"], bool(read.panels)
    kind = kinds.of(record)
    changes = between_digests(read.now, signed, read.now.digest, actor) if may_see else ()
    exact = page_of(type(record), "snapshot", record.ref) if may_see else ""
    return SignedRecord(
        ref=record.ref,
        title=str(record) if may_see else record.ref,
        kind=kind.name if kind else "",
        unit=str(record.unit) if may_see else "",
        version=record.version,
        digest=signed,
        url=url_of(record) if may_see else "",
        exact_url=with_values(exact.partition("?")[0], as_of=moment) if exact else "",
        panels=read.panels,
        changes=changes,
        is_changed=read.now.digest != signed,
        is_exact=read.is_exact,
    )

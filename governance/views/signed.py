"""What a sign-off covers, as it stood when it was asked for, ready to be read on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.safestring import SafeString

from governance.models import SignOff
from records import kinds, permissions, timeline
from records.actors import Actor
from records.addresses import url_of
from records.documents.sections import Reading
from records.history import as_of, current_moment, history_model
from records.models import Record
from records.panels import of_parts, of_section
from records.templatetags.shapes import Change, PanelShown


@dataclass(frozen=True)
class SignedRecord:
    """One signed record: its state then, and what changed since; `panels` is empty out of reach."""

    ref: str
    title: str
    kind: str
    version: int
    digest: str
    url: str
    panels: Sequence[PanelShown]
    changes: Sequence[Change]
    is_changed: bool


def signed_records(sign_off: SignOff, actor: Actor) -> list[SignedRecord]:
    """Return every record that a sign-off covers, in the state that its digests name."""
    with as_of(sign_off.created_at):
        then = [_then(item) for item in sign_off.items]
        panels = [_panels(record, actor) for record in then]
    return [
        _told(item, record, shown, actor)
        for item, record, shown in zip(sign_off.items, then, panels, strict=True)
    ]


def _then(item: dict[str, str]) -> Record:
    model: type[Record] = apps.get_model(item["kind"])
    found: Record = model._base_manager.select_related("unit", "owner").get(pk=item["id"])
    return found


def _panels(record: Record, actor: Actor) -> list[PanelShown]:
    kind = kinds.of(record)
    if kind is None or not permissions.may(actor, "view", record):
        return []
    if kind.document is not None:
        moment = current_moment() or timezone.now()
        chapter = kind.document.make(record, Reading(actor, moment)).chapter
        return [PanelShown(chapter.title, SafeString(chapter.html))]
    every: list[Any] = [
        *map(of_section, kind.sections),
        *map(of_parts, kind.part_rows),
        *(panel for panel in kind.panels if not panel.side),
    ]
    shown = (panel.show(record, actor) for panel in every)
    return [panel for panel in shown if panel]


def _told(
    item: dict[str, str], record: Record, panels: list[PanelShown], actor: Actor
) -> SignedRecord:
    kind = kinds.of(record)
    now = type(record)._base_manager.get(pk=record.pk)
    is_changed = now.digest != item["digest"]
    return SignedRecord(
        ref=record.ref,
        title=str(record),
        kind=kind.name if kind else "",
        version=record.version,
        digest=item["digest"],
        url=url_of(record),
        panels=panels,
        changes=_changes(record, now, item, actor) if is_changed and panels else (),
        is_changed=is_changed,
    )


def _changes(record: Record, now: Record, item: dict[str, str], actor: Actor) -> Sequence[Change]:
    """Compare the newest version with the signed digest to today's."""
    signed = history_model(type(record))._base_manager.filter(id=record.pk, digest=item["digest"])
    version = signed.order_by("-version").values_list("version", flat=True).first()
    if version is None:
        return ()
    found = timeline.compare(now, actor, old=version, new=now.version)
    return found.changes if found else ()

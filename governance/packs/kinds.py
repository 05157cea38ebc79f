"""How evidence packs are shown."""

from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from governance.models import Pack
from governance.packs import actions as packs
from governance.signoff.kinds import kind_name
from records.actors import Actor
from records.addresses import page_of, url_of, with_values
from records.forms import Section
from records.kinds import MenuPlace, RecordAction, RecordKind
from records.lists import Column
from records.models import Record
from records.panels import TemplatePanel
from records.shapes import Status

# The newest are what people look for; the list has the others.
PACKS_AT_MOST = 3


def completeness(pack: Any) -> Status:
    """Show how many gaps the pack itself names."""
    if not pack.gap_count:
        return Status(gettext("No gap found"), "ok")
    words = ngettext("%(count)s gap", "%(count)s gaps", pack.gap_count)
    return Status(words % {"count": pack.gap_count}, "warn")


def make_again(pack: Pack, *, actor: Actor) -> str:
    """Make the same pack once more and lead to the page that says whether it is the same."""
    asked = packs.request_again(pack, actor=actor)
    return reverse("job-detail", args=[asked.pk])


def packs_of(record: Record, actor: Actor) -> Mapping[str, Any] | None:
    """Return the newest packs of a record and the way to all of them; nothing where none is."""
    made = Pack.objects.visible_to(actor).current().filter(subject_id=record.pk)
    newest = list(made.order_by("-id")[: PACKS_AT_MOST + 1])
    if not newest:
        return None
    shown = newest[:PACKS_AT_MOST]
    all_url = with_values(page_of(Pack, "list"), q=record.ref)
    return {
        "packs": [
            {"pack": pack, "url": url_of(pack), "state": completeness(pack)} for pack in shown
        ],
        "all_url": all_url if len(newest) > PACKS_AT_MOST else "",
    }


PACKS_PANEL = TemplatePanel(
    title=_("Evidence packs"),
    side=True,
    template="governance/panels/packs.html",
    context=packs_of,
)

PACK = RecordKind(
    model=Pack,
    slug="packs",
    menu=MenuPlace(
        group="governance",
        icon="files",
        order=20,
        intro=_("Sealed PDF files that prove themselves without this installation."),
        empty=_("A pack is made on the page of a record."),
    ),
    columns=(
        "title",
        "subject_ref",
        Column(key="subject_kind", label=_("Kind"), value=kind_name, shown=False),
        "moment",
        Column(
            key="gap_count",
            label=_("Completeness"),
            value=completeness,
            export=lambda pack: pack.gap_count,
            sort="gap_count",
            badge=True,
        ),
        Column(
            key="byte_count",
            label=_("Size"),
            value=lambda pack: filesizeformat(pack.byte_count),
            export=lambda pack: pack.byte_count,
            sort="byte_count",
        ),
        Column(key="owner", label=_("Made by")),
        Column(key="created_at", label=_("Made")),
    ),
    filters=("unit", "owner"),
    search=("ref", "subject_ref", "title", "manifest_digest", "sealed_digest"),
    fields=(Section(_("The pack"), ("title", "subject_ref", "moment", "size", "gap_count")),),
)

AGAIN = RecordAction(
    name="again",
    label=_("Make it again and compare"),
    run=make_again,
    needs="pack",
    reason="none",
    question=_("Make this pack once more from recorded history?"),
    consequences=(
        _("It is made as of the same moment, with what you may see."),
        _("You are told whether it is the same, byte for byte, before sealing."),
        _("Nothing is kept of the second one."),
    ),
    icon="refresh",
    api=False,
)

"""What the register adds to documents about a use case."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.models import UseCase
from records import kinds
from records.actors import Actor
from records.documents.parts import Chapter
from records.documents.sections import Gap, Reading, Section
from records.forms import PartRows
from records.forms import Section as FormSection
from records.models import Record
from records.panels import facts, of_parts

# What a description must say before anybody can judge the use case, with what to do about it.
_NEEDED = (
    ("purpose", gettext_lazy("The purpose of %(ref)s is not described.")),
    ("roles", gettext_lazy("Our roles in %(ref)s (provider, deployer, …) are not recorded.")),
    ("stop_authority", gettext_lazy("Nobody is named who may stop %(ref)s.")),
    ("oversight", gettext_lazy("Human oversight of %(ref)s is not described.")),
    ("foreseeable_misuse", gettext_lazy("Foreseeable misuse of %(ref)s is not described.")),
)


def description(record: Record, reading: Reading) -> Section:
    """Describe a use case by every field that is filled in, with its intended uses."""
    kind = kinds.of(record)
    if kind is None:
        return Section()
    told = [_told(item, record, reading.actor) for item in kind.fields]
    context = {"sections": [section for section in told if section], "record": record}
    html = render_to_string("documents/inventory/use_case.html", context)
    chapter = Chapter("use-case", _("The use case"), html)
    return Section(chapter, (record,), tuple(_gaps(record)))


def _told(item: FormSection | PartRows, record: Record, actor: Actor) -> dict[str, Any] | None:
    """Tell a group of fields, or parts; the purpose opens the chapter and is not said twice."""
    if isinstance(item, PartRows):
        parts = of_parts(item, level=4).show(record, actor)
        return {"title": parts.title, "body": parts.body} if parts else None
    opening = getattr(record, "purpose", "")
    names = [name for name in item.names if name != "purpose" or not opening]
    given, missing = facts(record, names, actor)
    if not given and not missing:
        return None
    return {"title": item.title, "facts": given, "missing": missing}


def _gaps(record: Record) -> list[Gap]:
    gaps = [
        Gap("missing", f"usecase.{name}", record.ref, str(sentence) % {"ref": record.ref})
        for name, sentence in _NEEDED
        if not getattr(record, name)
    ]
    if isinstance(record, UseCase) and not record.intended_uses.exists():
        text = _("No intended use of %(ref)s is described.") % {"ref": record.ref}
        gaps.append(Gap("missing", "usecase.intended_uses", record.ref, text))
    if not gaps:
        # What was looked at has a finding even where nothing is missing: the figures add up.
        text = _("%(ref)s is described as far as a pack looks.") % {"ref": record.ref}
        gaps.append(Gap("ok", "usecase.described", record.ref, text))
    return gaps

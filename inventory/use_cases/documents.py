"""What the register adds to documents about a use case."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from records import kinds
from records.actors import Actor
from records.documents.parts import Chapter
from records.documents.sections import DocumentReading, DocumentSection
from records.forms import PartRows
from records.forms import Section as FormSection
from records.models import Record
from records.panels import facts, of_parts


def description(record: Record, reading: DocumentReading) -> DocumentSection:
    """Describe a use case by every field that is filled in, with its intended uses."""
    kind = kinds.of(record)
    if kind is None:
        return DocumentSection()
    told = [_told(item, record, reading.actor) for item in kind.fields]
    context = {"sections": [section for section in told if section], "record": record}
    html = render_to_string("documents/inventory/use_case.html", context)
    chapter = Chapter("use-case", _("The use case"), html)
    return DocumentSection(chapter, (record,))


def _told(item: FormSection | PartRows, record: Record, actor: Actor) -> dict[str, object] | None:
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

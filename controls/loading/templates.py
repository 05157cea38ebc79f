"""Read the templates of documents and forms: their sections and fields."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .data import FieldData, SectionData, TemplateData
from .law_tables import refuse_double_ids
from .schemas import check
from .strict_yaml import Document, read_document

TEMPLATES_FILE = "templates.yaml"
_OWN_FIELDS = frozenset(field.name for field in fields(TemplateData))


def read_templates(folder: Path) -> tuple[tuple[TemplateData, ...], Document]:
    """Read all templates, and the document for what else it says."""
    document = read_document(folder / TEMPLATES_FILE, file=f"{folder.name}/{TEMPLATES_FILE}")
    check(document, "templates")
    refuse_double_ids(document, "templates")
    _refuse_double_parts(document)
    return tuple(_template(value) for value in document.value["templates"]), document


def _refuse_double_parts(document: Document) -> None:
    """Refuse a section or field whose id is used twice, or does not begin with its owner's."""
    seen: set[str] = set()
    for path, owner, part_id in _parts(document):
        if not part_id.startswith(f"{owner}."):
            raise document.refusal(f"The id '{part_id}' must begin with '{owner}.'.", *path)
        if part_id in seen:
            raise document.refusal(f"The id '{part_id}' is used twice.", *path)
        seen.add(part_id)


def _parts(document: Document) -> list[tuple[tuple[str | int, ...], str, str]]:
    parts: list[tuple[tuple[str | int, ...], str, str]] = []
    for t, template in enumerate(document.value["templates"]):
        for s, section in enumerate(template["sections"]):
            where = ("templates", t, "sections", s)
            parts.append(((*where, "id"), template["id"], section["id"]))
            parts += [
                ((*where, "fields", f, "id"), section["id"], field["id"])
                for f, field in enumerate(section["fields"])
            ]
    return parts


def _template(value: Mapping[str, Any]) -> TemplateData:
    return TemplateData(
        id=value["id"],
        title=value["title"],
        basis=value["basis"],
        filled_by=tuple(value["filled_by"]),
        note=value.get("note", ""),
        uncertain=value.get("uncertain", False),
        uncertain_why=value.get("uncertain_why", ""),
        sections=tuple(_section(section) for section in value["sections"]),
        extra=MappingProxyType({k: v for k, v in value.items() if k not in _OWN_FIELDS}),
    )


def _section(value: Mapping[str, Any]) -> SectionData:
    return SectionData(
        id=value["id"],
        title=value["title"],
        fields=tuple(_field(field) for field in value["fields"]),
    )


def _field(value: Mapping[str, Any]) -> FieldData:
    return FieldData(
        id=value["id"],
        label=value["label"],
        type=value["type"],
        required=value["required"],
        citation=value.get("citation", ""),
        help=value.get("help", ""),
    )

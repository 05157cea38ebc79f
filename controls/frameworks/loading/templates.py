"""Read the templates of documents and forms: their sections and fields."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType

from controls.frameworks.loading.corrections import Held, read_corrections
from controls.frameworks.loading.data import TemplateData
from controls.frameworks.loading.law_tables import refuse_double_ids
from controls.frameworks.loading.revisions import Revision
from controls.frameworks.loading.schemas import check, keys_of
from records.incoming import YamlFile, read_document, structured

TEMPLATES_FILE = "templates.yaml"
_OWN_FIELDS = frozenset(field.name for field in fields(TemplateData))


def read_templates(folder: Path) -> tuple[tuple[TemplateData, ...], YamlFile]:
    """Read all templates, and the document for what else it says."""
    document = read_document(folder / TEMPLATES_FILE, file=f"{folder.name}/{TEMPLATES_FILE}")
    check(document, "templates")
    refuse_double_ids(document, "templates")
    _refuse_double_parts(document)
    template_revisions(folder, document)
    return tuple(_template(value) for value in document.value["templates"]), document


def template_revisions(folder: Path, document: YamlFile) -> tuple[Revision, ...]:
    """Read what was corrected in the templates of a document."""
    ids = {template["id"] for template in document.value["templates"]}
    held = {"templates": Held(ids, keys_of("templates", "templates"))}
    revisions, _document = read_corrections(folder, file=folder.name, held=held)
    return revisions


def _refuse_double_parts(document: YamlFile) -> None:
    """Refuse a section or field whose id is used twice, or does not begin with its owner's."""
    seen: set[str] = set()
    for path, owner, part_id in _parts(document):
        if not part_id.startswith(f"{owner}."):
            raise document.refusal(f"The id '{part_id}' must begin with '{owner}.'.", *path)
        if part_id in seen:
            raise document.refusal(f"The id '{part_id}' is used twice.", *path)
        seen.add(part_id)


def _parts(document: YamlFile) -> list[tuple[tuple[str | int, ...], str, str]]:
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


def _template(value: Mapping[str, object]) -> TemplateData:
    extra = {key: held for key, held in value.items() if key not in _OWN_FIELDS}
    return structured(TemplateData, value, extra=MappingProxyType(extra))

"""A framework as an OSCAL catalog (JSON): groups and controls become provisions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from controls.frameworks.loading.own.assembly import OwnReading, assemble
from controls.frameworks.loading.own.blocks import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Slugs,
    block,
    cut,
    items,
)
from controls.frameworks.loading.own.details import Details
from controls.frameworks.loading.schemas import named
from records.incoming import Block, YamlFile, parse_json, schema_faults
from records.ledger.canonical import JSON

HEADING, CONTROL = "heading", "control"
# Parts that say what a control asks for; guidance and assessment are left aside.
SAID = frozenset({"statement", "item", "overview"})
INSERT = re.compile(r"\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}")


def read_catalog(data: bytes, details: Details, *, file: str) -> OwnReading:
    """Read a catalog; what the details leave open is taken from its metadata."""
    document = parse_json(data, file=file)
    faults = schema_faults(document, named("oscal-catalog"))
    if faults:
        return OwnReading(faults=tuple(faults[:50]))
    catalog = document.value["catalog"]
    reader = _OscalReader()
    found = list(reader.read(catalog, parent=None))
    provisions = YamlFile(file, block({"provisions": items(found)}))
    proposed = guess(catalog)
    filled = details.filled(proposed)
    head = filled.edition_document(source=file, notes=[])
    remarks = []
    if reader.left_aside:
        remarks.append(
            f"{reader.left_aside} parts with guidance or assessment methods are not taken over."
        )
    described = filled.framework_document([HEADING, CONTROL], [])
    return replace(assemble(described, head, provisions, remarks=remarks), guess=proposed)


def guess(catalog: Mapping[str, JSON]) -> Details:
    """Take names and dates from the metadata of a catalog."""
    metadata = catalog["metadata"]
    title = str(metadata.get("title", ""))[:TITLE_LENGTH]
    plain = re.sub(r"[^a-z0-9.]+", "-", title.lower()).strip("-.")[:60]
    version = re.sub(r"[^a-z0-9.]+", "-", str(metadata.get("version", "")).lower()).strip("-.")
    day = str(metadata.get("published") or metadata.get("last-modified") or "")[:10]
    parties = [str(party.get("name", "")) for party in metadata.get("parties", ())]
    return Details(
        framework=plain,
        title=title,
        short_title=title[:60],
        publisher=next(filter(None, parties), ""),
        edition=version[:60],
        published=day,
        in_force=day,
    )


class _OscalReader:
    """Walks groups and controls in their order and counts what is left aside."""

    def __init__(self) -> None:
        self.slugs = Slugs()
        self.left_aside = 0
        self._unnamed = 0

    def read(self, node: Block, *, parent: str | None) -> Iterator[Block]:
        """Yield the provisions below a catalog, a group or a control."""
        for kind, name in ((HEADING, "groups"), (CONTROL, "controls")):
            for child in node.get(name, ()):
                code = self._code(child)
                yield self._provision(child, code, kind, parent)
                yield from self.read(child, parent=code)

    def _code(self, node: Block) -> str:
        if "id" in node:
            return str(node["id"])
        self._unnamed += 1
        return f"group-{self._unnamed}"

    def _provision(self, node: Block, code: str, kind: str, parent: str | None) -> Block:
        labels = {param["id"]: _label(param) for param in node.get("params", ())}
        lines = [INSERT.sub(lambda match: _inserted(match, labels), text)
                 for text in self._prose(node.get("parts", ()))]  # fmt: skip
        values = {
            "id": code,
            "slug": self.slugs.of(code),
            "kind": kind,
            "title": cut(str(node["title"]), TITLE_LENGTH),
            "parent": parent,
            "summary": cut("\n".join(lines), TEXT_LENGTH),
        }
        return block(values, line=node.line)

    def _prose(self, parts: Any) -> Iterator[str]:
        for part in parts:
            if part["name"] not in SAID:
                self.left_aside += 1
                continue
            label = next((p["value"] for p in part.get("props", ()) if p["name"] == "label"), "")
            text = " ".join(filter(None, (label, part.get("prose", ""))))
            if text:
                yield text
            yield from self._prose(part.get("parts", ()))


def _label(param: Mapping[str, JSON]) -> str:
    values = param.get("values")
    return ", ".join(map(str, values)) if values else str(param.get("label") or param["id"])


def _inserted(match: re.Match[str], labels: Mapping[str, str]) -> str:
    return f"[{labels.get(match[1], match[1])}]"

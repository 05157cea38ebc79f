"""Mapping collections of OSCAL 1.2 (control mapping model): written, and read back the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.schemas import check
from records.incoming import YamlFile, parse_json
from records.ledger.canonical import JSON, digest

OSCAL_VERSION = "1.2.0"
# Names of ours in props: OSCAL has no word for the strength of a relationship or for an edition.
NS = "urn:countersign:mapping"
RELATIONSHIPS: Mapping[str, str] = {
    "equal": "equal-to",
    "subset": "subset-of",
    "superset": "superset-of",
    "intersects": "intersects-with",
}
_READ = {name: code for code, name in RELATIONSHIPS.items()} | {"equivalent-to": "equal"}
NONE = "no-relationship"


@dataclass(frozen=True)
class Side:
    """A framework in the editions that a mapping was made for."""

    framework: str
    editions: tuple[str, ...]
    title: str = field(default="", compare=False)


@dataclass(frozen=True)
class MappingEntry:
    """One mapping as a file has it; `line` is where it stands there."""

    uuid: UUID
    source: Side
    source_code: str
    target: Side
    target_code: str
    relation: str
    strength: int
    rationale: str
    published_in: tuple[str, ...] = ()
    code: str = ""
    state: str = "proposed"
    line: int = 0


@dataclass(frozen=True)
class CollectionHeading:
    """What a collection says about itself."""

    title: str
    description: str
    modified_at: datetime
    is_complete: bool


def written(entries: Sequence[MappingEntry], heading: CollectionHeading) -> dict[str, object]:
    """Return a collection as JSON values; the same mappings give the same identifiers."""
    blocks: dict[tuple[Side, Side], list[MappingEntry]] = {}
    for entry in entries:
        blocks.setdefault((entry.source, entry.target), []).append(entry)
    sides = dict.fromkeys(side for pair in blocks for side in pair)
    mappings = [_block(source, target, some) for (source, target), some in blocks.items()]
    collection = {
        "metadata": {
            "title": heading.title,
            "last-modified": heading.modified_at.isoformat(timespec="seconds"),
            "version": digest([_maps(some) for some in blocks.values()])[:12],
            "oscal-version": OSCAL_VERSION,
        },
        "provenance": {
            "method": "human",
            "matching-rationale": "semantic",
            "status": "complete" if heading.is_complete else "draft",
            "mapping-description": heading.description,
        },
        "mappings": mappings,
        "back-matter": {"resources": [_resource(side) for side in sides]},
    }
    return {"mapping-collection": {"uuid": _uuid("collection", digest(mappings)), **collection}}


def _uuid(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, ":".join((NS, *names))))


def _key(side: Side) -> str:
    return _uuid("resource", side.framework, *side.editions)


def _block(source: Side, target: Side, entries: Sequence[MappingEntry]) -> dict[str, object]:
    return {
        "uuid": _uuid("mapping", _key(source), _key(target)),
        "source-resource": {"type": "catalog", "href": f"#{_key(source)}"},
        "target-resource": {"type": "catalog", "href": f"#{_key(target)}"},
        "maps": _maps(entries),
    }


def _maps(entries: Sequence[MappingEntry]) -> list[dict[str, object]]:
    return [
        {
            "uuid": str(entry.uuid),
            "relationship": RELATIONSHIPS[entry.relation],
            "sources": [{"type": "control", "id-ref": entry.source_code}],
            "targets": [{"type": "control", "id-ref": entry.target_code}],
            "props": list(_props(entry)),
            "remarks": entry.rationale,
        }
        for entry in entries
    ]


def _props(entry: MappingEntry) -> Iterable[dict[str, str]]:
    yield _prop("strength", str(entry.strength))
    yield _prop("state", entry.state)
    if entry.code:
        yield _prop("number", entry.code)
    for source in entry.published_in:
        yield _prop("published-in", source)


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": NS, "value": value}


def _resource(side: Side) -> dict[str, object]:
    names = [_prop("framework", side.framework), *(_prop("edition", e) for e in side.editions)]
    return {"uuid": _key(side), "title": side.title or side.framework, "props": names}


def read_mappings(data: bytes, *, file: str) -> tuple[list[MappingEntry], int]:
    """Read the pairs of a collection, and how many say that there is no relationship.

    Raises CatalogueError with the line of the first thing that is wrong.
    """
    document = parse_json(data, file=file)
    check(document, "oscal-mapping")
    collection = document.value["mapping-collection"]
    sides = _sides(document)
    entries: list[MappingEntry] = []
    without = 0
    for index, block in enumerate(collection["mappings"]):
        where = ("mapping-collection", "mappings", index)
        source, target = (
            _side(document, sides, block, f"{name}-resource", where)
            for name in ("source", "target")
        )
        for number, value in enumerate(block["maps"]):
            if _relationship(value) == NONE:
                without += 1
                continue
            place = (*where, "maps", number)
            entries.append(_entry(document, value, place, source=source, target=target))
    _refuse_doubled(document, entries)
    return entries, without


def _sides(document: YamlFile) -> dict[str, Side]:
    resources = document.value["mapping-collection"].get("back-matter", {}).get("resources", [])
    found = {}
    for resource in resources:
        props = _ours(resource)
        framework = props.get("framework", [""])[0]
        editions = tuple(props.get("edition", ()))
        found[f"#{resource['uuid']}"] = Side(framework, editions, resource.get("title", ""))
    return found


def _ours(value: Mapping[str, JSON]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for prop in value.get("props", ()):
        if prop.get("ns") == NS:
            found.setdefault(prop["name"], []).append(prop["value"])
    return found


def _side(
    document: YamlFile,
    sides: Mapping[str, Side],
    block: Mapping[str, JSON],
    name: str,
    where: tuple[str | int, ...],
) -> Side:
    href = block[name]["href"]
    side = sides.get(href)
    if side is None or not side.framework or not side.editions:
        message = (
            f"The {name} '{href}' must point to a resource of the back matter whose props"
            f" 'framework' and 'edition' (ns {NS}) say what it is here."
        )
        raise document.refusal(message, *where, name, "href")
    return side


def _relationship(value: Mapping[str, object]) -> str:
    said = value["relationship"]
    return str(said["type"] if isinstance(said, Mapping) else said)


def _entry(
    document: YamlFile,
    value: Mapping[str, JSON],
    place: tuple[str | int, ...],
    *,
    source: Side,
    target: Side,
) -> MappingEntry:
    relation = _READ.get(_relationship(value))
    if relation is None:
        known = ", ".join([*_READ, NONE])
        message = f"The relationship '{_relationship(value)}' is unknown; known are {known}."
        raise document.refusal(message, *place, "relationship")
    props = _ours(value)
    return MappingEntry(
        uuid=_as_uuid(document, value, place),
        source=source,
        source_code=_one(document, value, "sources", place),
        target=target,
        target_code=_one(document, value, "targets", place),
        relation=relation,
        strength=_strength(document, props, place),
        rationale=value["remarks"],
        published_in=tuple(props.get("published-in", ())),
        code=props.get("number", [""])[0],
        state=props.get("state", ["proposed"])[0],
        line=document.line_of(*place),
    )


def _as_uuid(document: YamlFile, value: Mapping[str, JSON], place: tuple[str | int, ...]) -> UUID:
    try:
        return UUID(value["uuid"])
    except ValueError as error:
        raise document.refusal(f"'{value['uuid']}' is no UUID.", *place, "uuid") from error


def _one(
    document: YamlFile, value: Mapping[str, JSON], name: str, place: tuple[str | int, ...]
) -> str:
    ends = value[name]
    if len(ends) != 1:
        message = f"This entry has {len(ends)} {name}; write one pair of provisions an entry."
        raise document.refusal(message, *place, name)
    return str(ends[0]["id-ref"])


def _strength(
    document: YamlFile, props: Mapping[str, list[str]], place: tuple[str | int, ...]
) -> int:
    text = props.get("strength", [""])[0]
    if text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= 10:
        return int(text)
    message = f"The prop 'strength' (ns {NS}) must say a figure from 1, weak, to 10, identical."
    raise document.refusal(message, *place, "props")


def _refuse_doubled(document: YamlFile, entries: Sequence[MappingEntry]) -> None:
    seen: set[object] = set()
    for entry in entries:
        ends = (entry.source, entry.source_code, entry.target, entry.target_code)
        if ends in seen:
            message = f"{entry.source_code} and {entry.target_code} are a pair already."
            raise CatalogueError(document.file, entry.line, message)
        seen.add(ends)

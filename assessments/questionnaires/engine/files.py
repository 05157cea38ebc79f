"""Read a questionnaire's YAML files into one mapping of plain values."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from controls.frameworks.loading.corrections import CORRECTIONS_FILE, Held, read_corrections
from records.incoming import read_document
from records.ledger.canonical import JSON

MANIFEST = "questionnaire.yaml"
SCHEMA = Path(__file__).parent.parent / "schema.json"
# What can be corrected, and the key by which it is named; the questionnaire itself, too.
CORRECTED = {
    "sections": "id",
    "questions": "id",
    "rules": "id",
    "checks": "id",
    "outcomes": "class",
    "regimes": "class",
    "transitions": "id",
}


class FileError(ValueError):
    """Refuse files that do not fit together; the message names the file."""


def read_questionnaire(folder: Path) -> dict[str, JSON]:
    """Join a manifest and the files it lists; a file of questions names their section once."""
    merged: dict[str, JSON] = _plain(
        read_document(folder / MANIFEST, file=f"{folder.name}/{MANIFEST}").value
    )
    listed = merged.pop("files", [])
    if not isinstance(listed, list):
        raise FileError(f"{folder.name}/{MANIFEST}: files must be a list.")
    for name in map(str, listed):
        part = _plain(read_document(folder / name, file=f"{folder.name}/{name}").value)
        section = part.pop("section", None)
        for key, items in part.items():
            if not isinstance(items, list) or not isinstance(merged.get(key, []), list):
                raise FileError(f'{folder.name}/{name}: "{key}" must be a list.')
            merged.setdefault(key, []).extend(_in_section(items, section))
    _check_all_listed(folder, {MANIFEST, CORRECTIONS_FILE, *map(str, listed)})
    return merged | _corrections(folder, merged)


def _corrections(folder: Path, merged: Mapping[str, object]) -> dict[str, object]:
    """Add what was corrected since the first edition; the newest revision names its day."""
    revisions, document = read_corrections(folder, file=folder.name, held=_held(merged))
    if document is None:
        return {}
    day = revisions[-1].on.isoformat()
    if day != str(merged.get("as_of")):
        message = f"{MANIFEST} is as of {merged.get('as_of')}, but this revision is of {day}."
        raise document.refusal(message, "revisions", len(revisions) - 1, "date")
    return {"revisions": [revision.as_json() for revision in revisions]}


def _held(merged: Mapping[str, JSON]) -> dict[str, Held]:
    held = {
        listed: Held({str(item.get(name)) for item in merged.get(listed, ())}, _keys(listed))
        for listed, name in CORRECTED.items()
    }
    return held | {"questionnaire": Held({str(merged.get("id"))}, _keys("questionnaire"))}


@cache
def _keys(listed: str) -> frozenset[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    if listed == "questionnaire":
        return frozenset(schema["properties"])
    return frozenset(schema["$defs"][listed.removesuffix("s")]["properties"])


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _in_section(items: list[Any], section: object) -> list[Any]:
    if section is None:
        return items
    return [{**item, "section": section} if isinstance(item, dict) else item for item in items]


def _check_all_listed(folder: Path, listed: set[str]) -> None:
    """Refuse a file that lies in the folder but was forgotten in the manifest."""
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        if name not in listed:
            raise FileError(f"{folder.name}/{name} is not listed in {MANIFEST}.")

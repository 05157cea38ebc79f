"""Read a questionnaire's YAML files into one mapping of plain values."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from controls.loading.strict_yaml import read_document

MANIFEST = "questionnaire.yaml"


class FileError(ValueError):
    """Refuse files that do not fit together; the message names the file."""


def read_questionnaire(folder: Path) -> dict[str, Any]:
    """Join a manifest and the files it lists; a file of questions names their section once."""
    merged: dict[str, Any] = _plain(
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
    _check_all_listed(folder, {MANIFEST, *map(str, listed)})
    return merged


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

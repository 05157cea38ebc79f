"""Check values from outside against a JSON Schema, and say in a sentence what is wrong where."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from records.incoming.strict_yaml import Block, ContentError, YamlFile

_FORMATS = FormatChecker(formats=())
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TYPE_WORDS = {
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys to values",
    "null": "empty",
}


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True  # the type is another keyword's concern
    return bool(_ISO_DATE.fullmatch(value)) and bool(date.fromisoformat(value))


@dataclass(frozen=True)
class SchemaFault:
    """One place where values break a schema, as keys and positions from the top, and how."""

    path: tuple[str | int, ...]
    sentence: str

    def __str__(self) -> str:
        """Return place and sentence; entries of lists are counted from 1."""
        words: list[str] = []
        for step in self.path:
            if isinstance(step, str):
                words.append(step)
            elif words:
                words[-1] += f"[{step + 1}]"
        return f"{' > '.join(words)}: {self.sentence}" if words else self.sentence


def faults(value: object, schema: Path) -> list[SchemaFault]:
    """Return every place where plain values break the schema of a file, in order."""
    found = [_fault(error) for error in _validator(schema).iter_errors(value)]
    return sorted(found, key=lambda fault: [str(step).zfill(6) for step in fault.path])


def check(document: YamlFile, schema: Path) -> None:
    """Refuse a document at the first line where it breaks the schema of a file."""
    found = schema_faults(document, schema)
    if found:
        raise found[0]


def schema_faults(document: YamlFile, schema: Path) -> list[ContentError]:
    """Return every place where the document breaks a schema, in the order of its lines."""
    errors = [
        _refusal(document, _fault(error))
        for error in _validator(schema).iter_errors(document.value)
    ]
    return sorted(errors, key=lambda error: error.line)


def keys_of(schema: Path, listed: str) -> frozenset[str]:
    """Return the keys that the entries of a list may have, by the schema of a file."""
    top: Any = _validator(schema).schema
    return frozenset(top["properties"][listed]["items"]["properties"])


@lru_cache
def _validator(schema: Path) -> Draft202012Validator:
    text = schema.read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text), format_checker=_FORMATS)


def _fault(error: ValidationError) -> SchemaFault:
    say = _SENTENCES.get(str(error.validator), _other)
    path = list(error.absolute_path)
    if error.validator == "additionalProperties":
        path.append(_unknown_keys(error)[0])
    return SchemaFault(tuple(path), say(error))


def _refusal(document: YamlFile, fault: SchemaFault) -> ContentError:
    place = _place(document.value, fault.path)
    message = f"{place}: {fault.sentence}" if place else fault.sentence
    return document.refusal(message, *fault.path)


def _place(top: Block, path: Sequence[str | int]) -> str:
    """Name the way to a value by the ids of the entries it passes."""
    value: Any = top
    words: list[str] = []
    for step in path:
        value = value[step]
        if isinstance(value, Block) and isinstance(value.get("id"), str):
            words.append(value["id"])
        elif isinstance(step, str):
            words.append(step)
    return " > ".join(words[-3:])


def _unknown_keys(error: ValidationError) -> list[str]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    known, forms = schema.get("properties", {}), schema.get("patternProperties", {})
    instance: Any = error.instance
    unknown = (key for key in instance if key not in known)
    return [key for key in unknown if not any(re.search(form, key) for form in forms)]


def _unknown_key(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, dict) else {}
    known = ", ".join(sorted([*schema.get("properties", {}), *schema.get("patternProperties", {})]))
    return f"The key '{_unknown_keys(error)[0]}' is unknown; known are {known}."


def _missing(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    lacking = [key for key in wanted if key not in instance]
    return f"The key '{lacking[0]}' is missing."


def _missing_beside(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    key, other = next(
        (k, o) for k in wanted if k in instance for o in wanted[k] if o not in instance
    )
    return f"The key '{other}' is missing beside '{key}'."


def _not_listed(error: ValidationError) -> str:
    allowed: Any = error.validator_value
    return f"'{error.instance}' is unknown; known are {', '.join(map(str, allowed))}."


def _wrong_type(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    return f"This must be {' or '.join(_TYPE_WORDS[name] for name in names)}."


def _no_date(error: ValidationError) -> str:
    return f"'{error.instance}' is no date; write it as YYYY-MM-DD."


def _wrong_form(error: ValidationError) -> str:
    return f"'{error.instance}' has not the form {error.validator_value}."


def _twice(error: ValidationError) -> str:
    return "The same value stands in this list twice."


def _other(error: ValidationError) -> str:
    return f"{error.message}."


_SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "additionalProperties": _unknown_key,
    "required": _missing,
    "dependentRequired": _missing_beside,
    "enum": _not_listed,
    "type": _wrong_type,
    "format": _no_date,
    "pattern": _wrong_form,
    "uniqueItems": _twice,
}

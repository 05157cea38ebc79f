"""Check a catalogue document against its JSON Schema and say the first fault in a sentence."""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from .errors import CatalogueError
from .strict_yaml import Block, Document

SCHEMAS = Path(__file__).resolve().parent.parent / "catalogue" / "schema"

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


def check(document: Document, schema: str) -> None:
    """Refuse the document at the first line where it breaks the named schema."""
    faults = schema_faults(document, schema)
    if faults:
        raise faults[0]


def schema_faults(document: Document, schema: str) -> list[CatalogueError]:
    """Return every place where the document breaks the named schema, in the order of its lines."""
    faults = [_fault(document, error) for error in _validator(schema).iter_errors(document.value)]
    return sorted(faults, key=lambda fault: fault.line)


@lru_cache
def _validator(schema: str) -> Draft202012Validator:
    text = (SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text), format_checker=_FORMATS)


def _fault(document: Document, error: ValidationError) -> CatalogueError:
    path = list(error.absolute_path)
    say = _SENTENCES.get(str(error.validator), _other)
    if error.validator == "additionalProperties":
        path.append(_unknown_keys(error)[0])
    place = _place(document.value, path)
    return document.refusal(f"{place}: {say(error)}" if place else say(error), *path)


def _place(top: Block, path: list[str | int]) -> str:
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

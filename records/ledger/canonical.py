"""Canonical JSON (RFC 8785) of recorded values, their digests and salted commitments."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from records.texts import MARKS, has_long_run

# A value of JSON or YAML as its reader gives it; what may stand in it is said by a schema.
type JSON = Any

LARGEST_INTEGER = 2**53
DEEPEST = 64
LARGEST_EXPONENT = 100
SALT_BYTES = 16


class CanonicalError(ValueError):
    """A value has no canonical form; the message says which one, where, and what to do."""


def canonical(value: object) -> bytes:
    """Give the one byte form of a value.

    Text is brought to NFC; moments become UTC text with microseconds, decimals text without
    trailing zeros. Raises CanonicalError for floats and whatever else has no single form.
    """
    if _is_plain(value, 0):
        with suppress(UnicodeEncodeError):  # half a surrogate pair: told below, with its place
            return _encoded(value, sort_keys=True)
    return _encoded(_plain(value, "$", 0), sort_keys=False)


def digest(value: object) -> str:
    """Give the SHA-256 of the canonical bytes as hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def commit(salt: bytes, path: str, value: str) -> str:
    """Commit to a personal value: whoever holds the salt can check it, nobody else can guess it."""
    if len(salt) != SALT_BYTES:
        raise CanonicalError(f"The salt of {path} has {len(salt)} bytes. Give {SALT_BYTES}.")
    if "\0" in path:
        raise CanonicalError("A path of a commitment must not contain a zero character.")
    texts = _text(path, path), _text(value, path)
    return hashlib.sha256(salt + texts[0].encode() + b"\0" + texts[1].encode()).hexdigest()


def _encoded(value: object, *, sort_keys: bool) -> bytes:
    """Write the bytes of RFC 8785 by the standard encoder.

    It differs from the RFC only in floats, which never come here, and in its order of keys
    outside ASCII, which `_object` has put right.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)
    return text.encode()


def _is_plain(value: object, depth: int) -> bool:
    """Say whether nothing needs converting, reordering or refusing: three times as fast."""
    if isinstance(value, str):
        return value.isascii() or _is_normal(value)
    if isinstance(value, int):
        return -LARGEST_INTEGER <= value <= LARGEST_INTEGER
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii() and _is_plain(item, depth + 1)):
                return False
        return True
    if isinstance(value, list):
        return all(_is_plain(item, depth + 1) for item in value)
    return value is None


def _is_normal(text: str) -> bool:
    return not has_long_run(text) and unicodedata.is_normalized("NFC", text)


def _plain(value: object, path: str, depth: int) -> object:
    convert = _CONVERTERS.get(type(value)) or _by_ancestor(value, path)
    if depth > DEEPEST:
        raise CanonicalError(f"{path} lies deeper than {DEEPEST} levels. Flatten the value.")
    return convert(value, path, depth)


def _by_ancestor(value: object, path: str) -> "Convert":
    """Serve enumerations, lazy subclasses of dict and the like; the plain types are looked up."""
    for kind, convert in _CONVERTERS.items():
        if isinstance(value, kind):
            return convert
    advice = "Give a text of the decimal" if isinstance(value, float) else "Convert it first"
    raise CanonicalError(
        f"{path} is a {type(value).__name__}, which has no canonical form. {advice}."
    )


def _same(value: object, _path: str, _depth: int) -> object:
    return value


def _text(value: object, path: str) -> str:
    text = str.__str__(cast("str", value))
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise CanonicalError(
            f"{path} holds half of a surrogate pair, which is no character. Remove it."
        ) from None
    if has_long_run(text):
        raise CanonicalError(f"{path} {MARKS}")
    return unicodedata.normalize("NFC", text)


def _string(value: object, path: str, _depth: int) -> str:
    return _text(value, path)


def _integer(value: object, path: str, _depth: int) -> int:
    number = int(cast("int", value))
    if not -LARGEST_INTEGER <= number <= LARGEST_INTEGER:
        raise CanonicalError(f"{path} is an integer beyond 2^53. Give it as text.")
    return number


def _moment(value: object, path: str, _depth: int) -> str:
    moment = cast("datetime", value)
    if moment.utcoffset() is None:
        raise CanonicalError(f"{path} is a time without a zone. Give an aware time.")
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def _day(value: object, _path: str, _depth: int) -> str:
    return cast("date", value).isoformat()


def _identifier(value: object, _path: str, _depth: int) -> str:
    return str(value)


def _decimal(value: object, path: str, _depth: int) -> str:
    number = cast("Decimal", value)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > LARGEST_EXPONENT:
        raise CanonicalError(f"{path} is the decimal {number}. Give an ordinary finite number.")
    # Equal numbers get equal text: a column hands 1.50 back for the 1.5 that was stored.
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _array(value: object, path: str, depth: int) -> list[object]:
    items = cast("list[object] | tuple[object, ...]", value)
    return [_plain(item, f"{path}[{number}]", depth + 1) for number, item in enumerate(items)]


def _object(value: object, path: str, depth: int) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in cast("Mapping[object, object]", value).items():
        name = _key(key, path)
        if name in plain:
            raise CanonicalError(f"{path} holds the key {name!r} twice once brought to NFC.")
        plain[name] = _plain(item, f"{path}.{name}", depth + 1)
    return {name: plain[name] for name in _ordered(plain)}


def _key(key: object, path: str) -> str:
    if not isinstance(key, str):
        raise CanonicalError(f"{path} has the key {key!r}, which is not text. Give text keys only.")
    return _text(key, f"a key of {path}")


def _ordered(names: dict[str, object]) -> list[str]:
    if all(map(str.isascii, names)):
        return sorted(names)
    return sorted(names, key=lambda name: name.encode("utf-16-be"))


Convert = Callable[[object, str, int], object]

# The order matters for subclasses: bool before int, datetime before date.
_CONVERTERS: dict[type, Convert] = {
    str: _string,
    bool: _same,
    type(None): _same,
    int: _integer,
    dict: _object,
    list: _array,
    tuple: _array,
    datetime: _moment,
    date: _day,
    UUID: _identifier,
    Decimal: _decimal,
}

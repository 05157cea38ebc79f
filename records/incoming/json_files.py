"""Read JSON into plain values that know their lines: the strict parser of YAML reads it, too."""

import re

from records.incoming.strict_yaml import YamlFile, parse_document

# What JSON writes as two escapes is one character to YAML; an escaped backslash before it is none.
_PAIR = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def parse_json(data: bytes, *, file: str) -> YamlFile:
    """Parse the bytes of one JSON file whose content is an object."""
    return parse_document(_PAIR.sub(_character, data), file=file, language="JSON")


def _character(match: re.Match[bytes]) -> bytes:
    high, low = int(match[2], 16), int(match[3], 16)
    code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
    return match[1] + chr(code).encode()

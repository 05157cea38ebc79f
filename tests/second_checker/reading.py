"""Reading: rows in the values of canonical JSON."""

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache


def rows_of(cursor, table, schema="public"):
    """Return the rows of a table by column, in the values of canonical JSON; bytes stay bytes."""
    cursor.execute(f'SELECT * FROM "{schema}"."{table}"')  # noqa: S608
    columns = [column[:2] for column in cursor.description]
    reads = [(name, read_json if of_type == JSONB else plain) for name, of_type in columns]
    return [
        {name: reading(value) for (name, reading), value in zip(reads, row, strict=True)}
        for row in cursor.fetchall()
    ]


# The number of the type in the system catalogue.
JSONB = 3802


@lru_cache(maxsize=10_000)
def read_json(value):
    """Return what a column of JSON holds, texts in NFC; parts of a text in NFC are in NFC."""
    if not isinstance(value, str):
        return plain(value)
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        return value  # nobody can read it, so it is not what was recorded
    return read if unicodedata.is_normalized("NFC", value) and "\\u" not in value else plain(read)


def history_tables(cursor):
    """Return the tables of past states, which are named after their kinds."""
    cursor.execute(
        "SELECT table_name FROM information_schema.columns JOIN information_schema.tables"
        " USING (table_schema, table_name) WHERE table_schema = current_schema()"
        " AND column_name = 'history_id' AND table_type = 'BASE TABLE'"
        " AND table_name LIKE '%\\_historical%'"
    )
    return [name for (name,) in cursor.fetchall()]


def plain(value):
    """Return a value as canonical JSON has it: times in UTC, decimals as text, text in NFC."""
    if isinstance(value, dict):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, memoryview):
        return bytes(value)
    if value is None or isinstance(value, int | float | bytes):
        return value
    return unicodedata.normalize("NFC", text_of(value))


def text_of(value):
    """Return the text that stands for a value."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def canonical(value):
    """Return canonical JSON (RFC 8785); floats do not occur."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Below these characters, the order of code points is that of UTF-16.
    return text if max(text) < "\ue000" else slowly_canonical(value)


def slowly_canonical(value):
    """Return canonical JSON of whatever characters."""
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(one)}" for key, one in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def sha256(*parts):
    """Return the SHA-256 of all parts in a row."""
    return hashlib.sha256(b"".join(parts)).digest()


def filled(row):
    """Return the columns of a row that are not empty."""
    return {name: value for name, value in row.items() if value not in (None, "", [], {})}

"""The schemas of the catalogue's files, by name."""

from functools import cache
from pathlib import Path

from records.incoming import YamlFile, schemas

FOLDER = Path(__file__).resolve().parents[2] / "catalogue" / "schema"


@cache
def named(schema: str) -> Path:
    """Return the file of a schema."""
    return FOLDER / f"{schema}.json"


def check(document: YamlFile, schema: str) -> None:
    """Refuse the document at the first line where it breaks the named schema."""
    schemas.check(document, named(schema))


def keys_of(schema: str, listed: str) -> frozenset[str]:
    """Return the keys that the entries of a list may have, by the named schema."""
    return schemas.keys_of(named(schema), listed)

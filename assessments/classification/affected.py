"""Which groups people name as affected; how they write them is in affected.yaml."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from records.incoming import check, read_document

HERE = Path(__file__).parent
ANY_ENDING = "*"


def groups_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Name the groups that the words on who is affected speak of."""
    read = [unicodedata.normalize("NFC", text) for text in texts]
    return tuple(name for name, words in _groups().items() if any(map(words.search, read)))


@cache
def _groups() -> Mapping[str, re.Pattern[str]]:
    path = HERE / "affected.yaml"
    document = read_document(path, file=path.name)
    check(document, HERE / "affected.schema.json")
    return {
        name: _as_whole_words(word for words in languages.values() for word in words)
        for name, languages in document.value.items()
    }


def _as_whole_words(words: Iterable[str]) -> re.Pattern[str]:
    parts = (
        re.escape(word.removesuffix(ANY_ENDING)) + r"\w*" * word.endswith(ANY_ENDING)
        for word in words
    )
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)

"""Where a provision is read in its official text: the page of its edition, at its place."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from controls.frameworks.loading.law_tables import refuse_double_ids
from controls.frameworks.loading.schemas import check
from records.incoming import read_document

OFFICIAL_FILE = "official.yaml"
_ARTICLE = re.compile(r"Art\. (?P<article>[0-9]+[a-z]?)(\((?P<paragraph>[0-9]+)\))?(\W.*)?")
_ANNEX = re.compile(r"Annex (?P<annex>[IVX]+)\b.*")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class OfficialText:
    """The page of one edition, and which places of it can be opened.

    EUR-Lex marks articles as `art_6`, annexes as `anx_III`, numbered paragraphs as `006.003`;
    consolidated texts have no places for paragraphs.
    """

    page: str
    name: str
    last_article: int = 0
    inserted_articles: Collection[str] = ()
    last_annex: int = 0
    paragraphs: Mapping[str, int] | None = None

    def url(self, provision_id: str) -> str:
        """Return the address of the nearest place that holds the provision."""
        anchor = next(self._anchors(provision_id), "")
        return f"{self.page}#{anchor}" if anchor else self.page

    def _anchors(self, provision_id: str) -> Iterator[str]:
        """Yield the places that hold the provision, the narrowest first."""
        if found := _ANNEX.fullmatch(provision_id):
            if _number(found["annex"]) <= self.last_annex:
                yield f"anx_{found['annex']}"
        elif found := _ARTICLE.fullmatch(provision_id):
            article, paragraph = found["article"], int(found["paragraph"] or 0)
            if 0 < paragraph <= (self.paragraphs or {}).get(article, 0):
                yield f"{int(article):03}.{paragraph:03}"
            if article in self.inserted_articles or self._is_numbered(article):
                yield f"art_{article}"

    def _is_numbered(self, article: str) -> bool:
        return article.isdecimal() and int(article) <= self.last_article


def _number(roman: str) -> int:
    """Read a Roman numeral."""
    values = [_ROMAN[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def read_official(folder: Path) -> Mapping[str, OfficialText]:
    """Read where the editions of a framework's folder are found; without a file, nowhere."""
    if not (folder / OFFICIAL_FILE).is_file():
        return {}
    document = read_document(folder / OFFICIAL_FILE, file=f"{folder.name}/{OFFICIAL_FILE}")
    check(document, "official")
    refuse_double_ids(document, "editions")
    for index, value in enumerate(document.value["editions"]):
        if not (folder / value["id"]).is_dir():
            message = f"There is no edition '{value['id']}' here."
            raise document.refusal(message, "editions", index, "id")
    return {
        value["id"]: OfficialText(**{key: value[key] for key in value if key != "id"})
        for value in document.value["editions"]
    }


@lru_cache
def official_text(root: Path, framework: str, edition: str) -> OfficialText | None:
    """Return where an edition is read in the words of who published it, if that is known."""
    if not framework or "/" in framework or framework.startswith("."):
        return None
    return read_official(root / framework).get(edition)

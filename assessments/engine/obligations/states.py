"""Which Member States people name as the place of use; how they write them is in states.yaml."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from records.incoming import YamlFile, check, read_document

HERE = Path(__file__).parent
UNION, AREA = "EU", "EEA"
_MARKS = re.compile(r"[,;/&+\n]")


@dataclass(slots=True)
class PlacesOfUse:
    """What was read out of texts: states, the whole Union or area, and what could not be read.

    `unread` are parts that are no name of a state, `unclear` whole texts in which the names of
    states stand among other words, which may take them back.
    """

    states: list[str] = field(default_factory=list)
    wholes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Say whether nobody wrote anything."""
        return not (self.states or self.wholes or self.unread or self.unclear)


@dataclass(frozen=True, slots=True)
class Spellings:
    """The declared ways of writing, ready to compare."""

    names: Mapping[str, str]
    codes: Mapping[str, str]
    lead: re.Pattern[str]
    between: re.Pattern[str]
    negation: re.Pattern[str]
    state: re.Pattern[str]

    def code_of(self, part: str) -> str:
        """Return what a part names as a whole and in nothing but its name; else nothing."""
        if part in self.codes:
            return self.codes[part]
        return self.names.get(self.lead.sub("", folded(part)), "")

    def is_unclear(self, text: str, unread: Iterable[str]) -> bool:
        """Say whether something in a text may take back the names that stand in it."""
        if self.negation.search(folded(text)):
            return True
        return any(self.state.search(folded(part)) for part in unread)


def read_places(texts: Iterable[str]) -> PlacesOfUse:
    """Read states out of what people wrote; what is not wholly the name of one is handed back."""
    spellings = load_spellings()
    # Each once, in the order of the texts; as keys, since somebody may write very many.
    states: dict[str, None] = {}
    wholes: dict[str, None] = {}
    unread: dict[str, None] = {}
    unclear: dict[str, None] = {}
    for text in filter(None, map(str.strip, texts)):
        parts = list(filter(None, map(str.strip, spellings.between.split(text))))
        named = {part: spellings.code_of(part) for part in parts}
        if spellings.is_unclear(text, (part for part, code in named.items() if not code)):
            unclear[text] = None
            continue
        for part, code in named.items():
            wholly = wholes if code in (UNION, AREA) else states
            (wholly if code else unread)[code or part] = None
    return PlacesOfUse(list(states), list(wholes), list(unread), list(unclear))


def folded(text: str) -> str:
    """Take away what makes no difference to a name: capitals, accents, blanks, a full stop."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.split()).strip(". ")


@cache
def load_spellings() -> Spellings:
    """Load what is declared, once per process; a fault names file and line."""
    path = HERE / "states.yaml"
    document = read_document(path, file=path.name)
    check(document, HERE / "states.schema.json")
    return spellings_of(document)


def spellings_of(document: YamlFile) -> Spellings:
    """Make the spellings of a file that its schema has let pass; no name stands for two."""
    value: Any = document.value
    names: dict[str, str] = {}
    for name, code in _named(value):
        if names.setdefault(folded(name), code) != code:
            raise document.refusal(f"The name '{name}' stands for two places.", "states")
    of_states = [name for name, code in names.items() if code not in (UNION, AREA)]
    return Spellings(
        names=names,
        codes={each: state["code"] for state in value["states"] for each in state["codes"]},
        lead=re.compile(rf"^(?:(?:{_either(value['leads'])}) )+"),
        between=re.compile(rf"{_MARKS.pattern}|\b(?:{_either(value['joins'])})\b", re.IGNORECASE),
        negation=_word(value["negations"]),
        state=_word(of_states),
    )


def _named(value: Any) -> Iterator[tuple[str, str]]:
    yield from ((name, UNION) for name in value["union"])
    yield from ((name, AREA) for name in value["area"])
    yield from ((name, state["code"]) for state in value["states"] for name in state["names"])


def _word(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(map(folded, names))})(?!\w)")


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in names)

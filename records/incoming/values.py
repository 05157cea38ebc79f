"""Cell texts turned into choices, lists and numbers, without ever guessing silently."""

import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from records.incoming.problems import Sentence, excerpt, told
from records.incoming.problems import gettext_noop as _
from records.texts import has_long_run

Value = str | date | bool | int | tuple[str, ...]

EMPTY = frozenset({"", "n/a", "na", "n.a.", "#n/a", "not applicable"})
DASHES_AND_QUOTES = str.maketrans("‐‑‒–—−‘’‚“”„´`", "------'''\"\"\"''")
BOOLEANS = {"yes": True, "y": True, "true": True, "1": True, "x": True}
BOOLEANS |= {"no": False, "n": False, "false": False, "0": False}
NUMBER = re.compile(r"[+-]?[\d.,\s]*\d\s?%?")
FORMULA_SIGNS = ("=", "+", "-", "@")
LIST_SEPARATOR = re.compile(r"[,;\n]")
NO_CHOICE = _("“%(text)s” is not among the choices; it is kept as text.")
LIST_AND = re.compile(r"^(and\s+|&\s*)", re.IGNORECASE)


@dataclass(frozen=True)
class CellReading:
    """What became of a text: a value, a remark that it was kept as text, or a problem."""

    value: Value | None = None
    remark: Sentence | None = None
    problem: Sentence | None = None
    is_partial: bool = False  # part of the text did not get into the value

    @property
    def is_whole(self) -> bool:
        """Say whether the value says all that the text said."""
        return self.value is not None and not self.remark and not self.is_partial

    @property
    def loses_text(self) -> bool:
        """Say whether something that the text said is neither in the value nor left open."""
        return bool(self.remark) and (self.value is None or self.is_list)

    @property
    def is_list(self) -> bool:
        """Say whether the value holds several items."""
        return isinstance(self.value, tuple)


def clean(text: str) -> str:
    """Return a text as it is stored: NFC, plain line breaks, no white space around it."""
    return _normal("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def fold(text: str) -> str:
    """Return what a text is compared by: no case, single spaces, plain dashes and quotes."""
    plain = _normal("NFKC", text).translate(DASHES_AND_QUOTES)
    return " ".join(plain.casefold().split())


def _normal(form: Literal["NFC", "NFKC"], text: str) -> str:
    # A cell with a long run of marks is refused by the table; until then it stays as it is.
    return text if has_long_run(text) else unicodedata.normalize(form, text)


def choice_key(text: str) -> str:
    """Return what a choice is compared by: folded, and without a full stop at its end."""
    return fold(text).rstrip(" .")


def is_empty(text: str) -> bool:
    """Say whether a cell is blank or says that it does not apply."""
    return len(text) < 40 and fold(text) in EMPTY


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run this text; a number or a lone dash is none."""
    text = text.lstrip()
    return len(text) > 1 and text.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(text)


def read_text(text: str, *, max_length: int | None = None) -> CellReading:
    """Take a text as it is; refuse it when it is too long for its field."""
    if max_length is not None and len(text) > max_length:
        template = _("The text has %(length)d characters; at most %(most)d fit. Shorten it.")
        return CellReading(problem=told(template, length=len(text), most=max_length))
    return CellReading(text)


def read_boolean(text: str) -> CellReading:
    """Take yes and no in the usual spellings."""
    value = BOOLEANS.get(choice_key(text))
    if value is None:
        return CellReading(
            remark=told(
                _("“%(text)s” is neither yes nor no; it is kept as text."), text=excerpt(text)
            )
        )
    return CellReading(value)


def read_integer(text: str) -> CellReading:
    """Take a whole number; grouping marks are not interpreted, they differ by country."""
    if re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII):
        return CellReading(int(text))
    return CellReading(
        remark=told(_("“%(text)s” is not a whole number; it is kept as text."), text=excerpt(text))
    )


def read_choice(text: str, values: Mapping[str, str | None]) -> CellReading:
    """Look a text up among folded spellings; None means that it is left open on purpose."""
    key = choice_key(text)
    if key not in values:
        return CellReading(remark=told(NO_CHOICE, text=excerpt(text)))
    return CellReading(values[key])


def read_list(
    text: str, values: Mapping[str, str | None], *, is_closed: bool = False
) -> CellReading:
    """Take a JSON list or a text divided by commas, semicolons or lines, each item once.

    A closed list holds nothing but the given choices; others are told and left out.
    """
    items = [item for item in _items(text) if not is_empty(item)]
    unknown = [item for item in items if is_closed and choice_key(item) not in values]
    named = [values.get(choice_key(item), item) for item in items if item not in unknown]
    kept = tuple(dict.fromkeys(item for item in named if item))
    return CellReading(
        value=kept or None,
        remark=told(NO_CHOICE, text=excerpt(", ".join(unknown))) if unknown else None,
        is_partial=None in named,
    )


def _items(text: str) -> list[str]:
    items: object = None
    if text.startswith("["):
        with suppress(json.JSONDecodeError, RecursionError):
            items = json.loads(text)
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        items = LIST_SEPARATOR.split(text)
    return [LIST_AND.sub("", clean(item)) for item in items]

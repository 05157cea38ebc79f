"""The forms an id of a provision may take, by the way the framework counts."""

import re
from typing import NamedTuple

_POINTS = r"(\([0-9]{1,2}[a-z]?\)|\([a-z]{1,2}\)|\([ivx]+\))*"
_SUBPARAGRAPH = r"( (first|second|third|fourth) (subparagraph|sentence))?"


class IdForm(NamedTuple):
    """A pattern, and an example that explains it to a person."""

    pattern: re.Pattern[str]
    example: str


ID_FORMS = {
    "law": IdForm(
        re.compile(
            rf"Art\. [1-9][0-9]{{0,2}}[a-z]?{_POINTS}{_SUBPARAGRAPH}"
            rf"|Annex [IVX]+(\.[A-Z0-9][0-9]{{0,2}})*{_POINTS}"
        ),
        "Art. 5(1)(ba) or Annex III.5(b)",
    ),
    "clause": IdForm(re.compile(r"([1-9][0-9]?|[A-Z])(\.[1-9][0-9]?)*"), "6.1.2 or A.5.2"),
    "function": IdForm(re.compile(r"[A-Z]+( [1-9][0-9]?(\.[1-9][0-9]?)?)?"), "GOVERN 1.1"),
    "numbered": IdForm(re.compile(r"[A-Z]+-[1-9][0-9]{0,3}"), "GAI-1"),
    "free": IdForm(re.compile(r"[^\s\x00-\x1f]([^\x00-\x1f]{0,78}\S)?"), "any short text"),
}

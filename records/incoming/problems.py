"""What can be wrong with a file or a row, as sentences that the edge may translate."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark a text for translation and return it unchanged: this layer knows no language."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A message with its figures apart, so that a page can translate the template first."""

    template: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.template % self.params


def told(template: str, **params: str | int) -> Sentence:
    """Make a sentence of a marked template and its figures."""
    return Sentence(template, params)


class SourceError(Exception):
    """The file as a whole, or the way it is mapped, cannot be used; nothing was read."""

    def __init__(self, template: str, **params: str | int) -> None:
        """Keep the sentence for the person who sent the file."""
        self.sentence = told(template, **params)
        super().__init__(str(self.sentence))


@dataclass(frozen=True)
class RowNote:
    """Something about one row; row numbers are those a spreadsheet program shows."""

    row: int
    column: str  # the label of the column, empty when the whole row is meant
    sentence: Sentence

    def __str__(self) -> str:
        """Return place and sentence in one line."""
        place = f"Row {self.row}, “{self.column}”" if self.column else f"Row {self.row}"
        return f"{place}: {self.sentence}"


class RowProblem(RowNote):
    """A reason to refuse this row; the others are not touched by it."""


class RowRemark(RowNote):
    """Something a person should know about a row that is accepted."""


def excerpt(text: str, limit: int = 60) -> str:
    """Return the beginning of a text on one line, to be quoted in a sentence."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"

"""Duties as a printed table: what each asks stands in its row, what many share in one note."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from assessments.classification.documents.duties import DutyRelief, DutyText
from assessments.classification.documents.law import LawBook
from records.shapes import Text

# From so many rows on, a condition that they share stands in a note.
SHARED = 5


@dataclass(frozen=True)
class Note:
    """A sentence that stands under the table once; `anchor` is where rows lead."""

    number: int
    anchor: str
    text: str


@dataclass(frozen=True)
class NotedDuty:
    """A row: a duty, what it asks, and the notes that speak of it.

    `only_if` is its own condition, `shared` the note with one that many rows have; `is_free` says
    that it lacks the one that stands above the table.
    """

    duty: DutyText
    asks: str
    notes: tuple[Note, ...]
    only_if: str = ""
    shared: Note | None = None
    is_free: bool = False


@dataclass(frozen=True)
class NotedDuties:
    """A table and its notes, in the order in which the rows first name them.

    `condition` is one that most rows have: it stands above the table once.
    """

    rows: tuple[NotedDuty, ...]
    notes: tuple[Note, ...]
    condition: str = ""


def noted(law: LawBook, duties: Sequence[DutyText], *, anchor: str) -> NotedDuties:
    """Return the table; `anchor` begins the names of its notes within the document."""
    notes: dict[str, Note] = {}
    common = _shared_condition(duties)
    having = [duty for duty in duties if common and duty.only_if.endswith(common)]
    condition = common if 2 * len(having) > len(duties) else ""

    def note(text: str) -> Note:
        number = len(notes) + 1
        return notes.setdefault(text, Note(number, f"{anchor}-note-{number}", text))

    def row(duty: DutyText) -> NotedDuty:
        has_it = bool(common) and duty.only_if.endswith(common)
        own = duty.only_if.removesuffix(common).rstrip() if has_it else duty.only_if
        shared = note(common) if has_it and not condition else None
        told = tuple(map(note, _told(duty)))
        is_free = bool(condition) and not has_it
        return NotedDuty(duty, law.summary(duty.provision), told, own, shared, is_free)

    return NotedDuties(tuple(map(row, duties)), tuple(notes.values()), condition)


def _shared_condition(duties: Sequence[DutyText]) -> str:
    """Return the condition that many duties have alone, as that of a transition is."""
    counts = Counter(duty.only_if for duty in duties if duty.only_if)
    told, count = counts.most_common(1)[0] if counts else ("", 0)
    return told if count >= SHARED else ""


def _told(duty: DutyText) -> list[str]:
    words = {"unsettled": duty.uncertain_why, "source": duty.weak_source}
    found = [duty.why] if duty.why else []
    if duty.uncertain_why:
        found.append(_("The law is not settled here: %(unsettled)s") % words)
    if duty.weak_source:
        found.append(_("Known from a secondary source: %(source)s") % words)
    return found + [
        format_html(_("Relief: {provision}: {says}"), provision=_place(each), says=each.says)
        for each in duty.relief
    ]


def _place(relief: DutyRelief) -> Text:
    cited = relief.provision
    return format_html('<a href="{}">{}</a>', cited.url, cited.label) if cited.url else cited.label

"""Plain values that components show: views, kinds and panels build them, templates print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.utils.functional import Promise
from django.utils.safestring import SafeString

Text = str | Promise
Tone = Literal["neutral", "info", "ok", "warn", "bad", "upcoming"]
Look = Literal["primary", "secondary", "danger", "quiet"]


@dataclass(frozen=True, slots=True)
class Status:
    """Say a state in one word; the tone picks colour and sign, which never stand alone."""

    word: Text
    tone: Tone = "neutral"
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Point to a page of ours, or (external) of somebody else.

    `source` is where a text of which ours tells in other words is read itself; it is marked beside.
    """

    label: Text
    url: str
    note: Text = ""
    external: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Offer something to do: a link, or with `post` a small form with its own button."""

    label: Text
    url: str
    icon: str = ""
    look: Look = "secondary"
    post: bool = False


@dataclass(frozen=True, slots=True)
class PersonChip:
    """Name a person; initials are worked out from the name where none are given."""

    name: Text
    role: Text = ""
    url: str = ""
    initials: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Digest:
    """Show a long value shortened, whole on demand; `label` says what was digested."""

    value: str
    label: Text = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Head a table column; `key` names it in the address; without `sort_url` it cannot sort."""

    label: Text
    key: str = ""
    sort_url: str = ""
    sorted: Literal["", "asc", "desc"] = ""
    align: Literal["start", "end"] = "start"
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one table row: the first cell heads it; `key` is what its select box sends.

    `peek_url` is a page that tells the most important of it beside the table.
    """

    cells: Sequence[object]
    key: str = ""
    label: Text = ""
    muted: bool = False
    peek_url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """Show one active filter with the address that drops it."""

    label: Text
    remove_url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """Lead to a numbered page; without url it is the gap between numbers."""

    label: Text
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Turn pages, by cursor (previous and next only) or by number."""

    summary: Text
    previous_url: str = ""
    next_url: str = ""
    pages: Sequence[PageLink] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Pair a label with any value that a cell can show."""

    label: Text
    value: object
    hint: Text = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class PanelShown:
    """Carry one panel of a detail page; `body` is HTML already rendered by a template."""

    title: Text
    body: SafeString
    anchor: str = ""
    actions: Sequence[Action] = ()
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Tell one field's old and new value in words."""

    label: Text
    old: Text = ""
    new: Text = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Tell one act of the history: who did what when, why, and how it is proved."""

    at: datetime
    who: PersonChip
    told: Text
    reason: Text = ""
    url: str = ""
    changes: Sequence[ChangeLine] = ()
    proof: Status | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class ReasonAnswer:
    """Repeat the answer a reason rests on; `note` says where nobody gave it."""

    question: Text
    answer: Text
    url: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Cite a text; a quotation carries the language it is written in.

    `url` leads to our page of it, `source` to the text itself where its publisher has it.
    """

    label: Text
    url: str = ""
    quote: Text = ""
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Lead from answers over a rule and its citation to an effect."""

    effect: Text
    rule: Text
    because: Sequence[ReasonAnswer] = ()
    citation: Citation | None = None
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Step:
    """Name one step of longer work and where it stands."""

    label: Text
    state: Literal["done", "current", "waiting", "failed"] = "waiting"
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Show how far a job is; `percent` is None while the amount is unknown."""

    doing: Text
    percent: int | None = None
    steps: Sequence[Step] = ()
    running: bool = True
    cancel_url: str = ""
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Say how a number moved; whether that is good is the tone's matter."""

    text: Text
    direction: Literal["up", "down", "flat"] = "flat"
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Stat:
    """Show one number that leads to the list behind it."""

    label: Text
    number: int | Decimal | str
    url: str = ""
    note: Text = ""
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar of a chart."""

    label: Text
    value: int | Decimal
    url: str = ""
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class Tab:
    """Lead to a sibling page; tabs are links, so each has its address."""

    label: Text
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class TaskItem:
    """List one part of a longer task: where it stands, who has it and since when."""

    label: Text
    url: str = ""
    state: Literal["not_started", "in_progress", "waiting", "answered", "reviewed"] = "not_started"
    detail: Text = ""
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Confirm a signature as committed: place in the ledger, digest, checkpoint."""

    statement: Text
    meaning: Text
    signatory: PersonChip
    at: datetime
    position: int
    digest: str
    # By what the signatory proved who they are; on which terms, of which policy, it was asked for.
    proved: Text = ""
    policy: Text = ""
    terms: Text = ""
    # What was shown and digested as the statement, where that was another sentence.
    then: Text = ""
    checkpoint: str = ""
    entry_url: str = ""
    download_url: str = ""

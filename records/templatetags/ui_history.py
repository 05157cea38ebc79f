"""Components of proof: reason chain, difference, timeline, receipt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django import template

from records.shapes import ChangeLine, HistoryEntry, Reason, Receipt

register = template.Library()

WORDS_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold a run of words that was kept, removed or added."""

    kind: Literal["kept", "removed", "added"]
    text: str


@register.inclusion_tag("components/reason_chain.html")
def reason_chain(reasons: Sequence[Reason]) -> dict[str, object]:
    """Show each reason as a chain from the answers over the rule to its effect."""
    return {"reasons": reasons}


@register.inclusion_tag("components/diff.html")
def diff(changes: Sequence[ChangeLine]) -> dict[str, object]:
    """Show field by field what was there and what is there now, word by word in texts."""
    shown = [(change, word_segments(str(change.old), str(change.new))) for change in changes]
    return {"changes": shown}


def word_segments(old: str, new: str) -> list[Segment]:
    """Compare two texts by words; short or hugely different values are shown whole, as none."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if min(len(before), len(after)) < 7 or max(len(before), len(after)) > WORDS_COMPARED:
        return []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:
        return []
    segments: list[Segment] = []
    for code, i1, i2, j1, j2 in matcher.get_opcodes():
        if code == "equal":
            segments.append(Segment("kept", "".join(before[i1:i2])))
            continue
        segments += _marked("removed", "".join(before[i1:i2]))
        segments += _marked("added", "".join(after[j1:j2]))
    return segments


def _marked(kind: Literal["removed", "added"], text: str) -> list[Segment]:
    """Mark the words alone: space around them stays plain, so that no blank is coloured."""
    words = text.strip()
    if not words:
        return [Segment("kept", text)] if text and kind == "added" else []
    before, _, after = text.partition(words)
    parts = [Segment("kept", before), Segment(kind, words), Segment("kept", after)]
    return [part for part in parts if part.text]


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Sequence[HistoryEntry]) -> dict[str, object]:
    """Tell the history, newest first as given, with reason, changes and proof of each act."""
    return {"entries": entries}


@register.inclusion_tag("components/receipt.html")
def receipt(item: Receipt) -> dict[str, object]:
    """Confirm what was signed and where it stands in the ledger."""
    return {"receipt": item}

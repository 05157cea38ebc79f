"""Overrides told in words: the class that counts, who set it, whether it is signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents.words import (
    CLASSES,
    UNANSWERED,
    class_status,
    marked_open,
)
from assessments.classification.models.choices import gravest_of
from assessments.models import Classification
from records.shapes import Status, Text, Tone

_LAPSED_BY: dict[str, Text] = {
    "answers": gettext_lazy("Answers changed after it was set."),
    "law": gettext_lazy("Edition or day of the law changed after it was set."),
}


@dataclass(frozen=True)
class OverrideShown:
    """An override as pages and packs tell it; `state` is signed, unsigned or lapsed."""

    state: str
    title: Text
    tone: Tone
    sentence: Text
    reason: str
    basis: str
    by: str


def status_of(record: Classification, *, worst: str = "") -> Status:
    """Return the badge of the class that counts, marked where a person set it.

    `worst` is what others of the same use case may be at worst: a badge for all tells that too.
    """
    if record.override_state == "signed":
        words = CLASSES[record.override_class]
        detail = _("Set by a person against the rules, and signed by another one.")
        override = Status(_("%(word)s, override") % {"word": words.word}, words.tone, detail)
        # It is set beside the rules: it answers no question that they leave open.
        worst = gravest_of(worst, record.worst_class)
        return marked_open(override, found=record.override_class, worst=worst)
    return by_rules(record, worst=worst)


def by_rules(record: Classification, *, worst: str = "") -> Status:
    """Return the badge of the class that the rules found, whatever was set in its place."""
    if not record.answered_count:
        return UNANSWERED
    worst = gravest_of(worst, record.worst_class)
    return class_status(record.outcome_class, incomplete=not record.is_answered, worst=worst)


def worst_of(records: Iterable[Classification]) -> str:
    """Return what classifications of one use case may be at worst; nothing where none is open."""
    return reduce(gravest_of, (record.worst_class for record in records), "")


def class_word(record: Classification) -> str:
    """Return the class that counts for a file, marked where a person set it."""
    if not record.answered_count:
        return str(UNANSWERED.word)
    found = record.class_in_force
    word = str(CLASSES[found].word)
    if record.override_state == "signed":
        word = _("%(word)s (override)") % {"word": word}
    elif record.override_state == "unsigned":
        word = _("%(word)s (an override is not yet signed)") % {"word": word}
    return open_word(word, found=found, worst=record.worst_class)


def open_word(word: str, *, found: str, worst: str) -> str:
    """Return the word of a class for a file, with what it may become where it is not settled."""
    if not worst:
        return word
    if worst == found:
        return _("%(word)s (questions open)") % {"word": word}
    return _("%(word)s (not settled; at worst: %(worst)s)") % {
        "word": word,
        "worst": CLASSES[worst].word,
    }


def unsigned(record: Classification) -> Status | None:
    """Return a badge where an override waits for its second signature."""
    if record.override_state != "unsigned":
        return None
    word = CLASSES[record.override_class].word
    detail = _("Somebody set “%(word)s”; until another person signs, the rules count.")
    return Status(_("Override, not yet signed"), "warn", detail % {"word": word})


def told(record: Classification) -> OverrideShown | None:
    """Tell the override of a classification; nothing where there is none."""
    state = record.override_state
    if not state:
        return None
    if state == "lapsed":
        return _lapsed(record)
    words = {
        "set": CLASSES[record.override_class].word,
        "found": CLASSES[record.outcome_class].word,
    }
    signed = state == "signed"
    title = _("Override: %(set)s") if signed else _("Override to %(set)s, not yet signed")
    sentence = (
        _("The rules found “%(found)s”. A person set “%(set)s” instead; another one signed it.")
        if signed
        else _("“%(found)s” stays in force until another person signs exactly this state.")
    )
    return OverrideShown(
        state=state,
        title=title % words,
        tone="info" if signed else "warn",
        sentence=sentence % words,
        reason=record.override_reason,
        basis=record.override_basis,
        by=str(record.override_by),
    )


def _lapsed(record: Classification) -> OverrideShown:
    lapsed = record.override_lapsed
    word = CLASSES[lapsed["class"]].word
    return OverrideShown(
        state="lapsed",
        title=_("The override to %(set)s has lapsed") % {"set": word},
        tone="warn",
        sentence=_LAPSED_BY.get(lapsed["because"], ""),
        reason=lapsed["reason"],
        basis=lapsed["basis"],
        by="",
    )

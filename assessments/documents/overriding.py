"""Overrides told in words: the class that counts, who set it, whether it is signed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.documents.words import CLASSES, class_status
from assessments.models import Classification
from records.templatetags.shapes import Status, Text, Tone

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


def status_of(record: Classification) -> Status:
    """Return the badge of the class that counts, marked where a person set it."""
    provisional = not record.is_answered
    if record.override_state == "signed":
        words = CLASSES[record.override_class]
        detail = _("Set by a person against the rules, and signed by another one.")
        return Status(_("%(word)s, override") % {"word": words.word}, words.tone, detail)
    return class_status(record.outcome_class, provisional=provisional)


def class_word(record: Classification) -> str:
    """Return the class that counts for a file, marked where a person set it."""
    words = {"word": CLASSES[record.class_in_force].word}
    if record.override_state == "signed":
        return _("%(word)s (override)") % words
    if record.override_state == "unsigned":
        return _("%(word)s (an override is not yet signed)") % words
    return str(words["word"])


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

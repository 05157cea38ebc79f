"""The words for what the rules return in codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.classification.models.choices import UNANSWERED as NO_CLASS
from assessments.models import OutcomeClass
from records.shapes import Status, Text, Tone

ASKS_OPEN = _("What it asks of you is not settled.")


@dataclass(frozen=True)
class ClassWords:
    """How a class is told: a word, a sentence of its own, a tone.

    `asks_open` stands behind it where the class holds and what follows from it is not settled.
    `so_far` is the sentence while the class is not settled.
    """

    word: Text
    sentence: Text
    tone: Tone
    means: Text
    so_far: Text
    asks_open: Text = ASKS_OPEN

    @property
    def status(self) -> Status:
        """Return the badge."""
        return Status(self.word, self.tone)


CLASSES: dict[str, ClassWords] = {
    OutcomeClass.PROHIBITED: ClassWords(
        _("Prohibited"),
        _("This use is prohibited."),
        "bad",
        _(
            "Nobody may use it in this way in the EU. Every ban except the one on live "
            "identification (Art. 5(1)(h)) also forbids placing it on the market or putting it "
            "into service for this use."
        ),
        _("this use is prohibited."),
        _("What else is owed is not settled."),
    ),
    OutcomeClass.HIGH_RISK: ClassWords(
        _("High-risk"),
        _("This use is high-risk."),
        "warn",
        _("It may be used, with duties that depend on your role and on the route to this class."),
        _("this use is high-risk."),
    ),
    OutcomeClass.NOT_HIGH_RISK: ClassWords(
        _("Not high-risk, to be documented"),
        _(
            "This use stands on the high-risk list, but the exception of Art. 6(3) takes it out; "
            "that has to be documented."
        ),
        "info",
        _(
            "The provider writes the assessment down and registers the system (Art. 6(4), 49(2)). "
            "Look again when the use changes: the exception holds for the use that was assessed."
        ),
        _("this use stands on the high-risk list, and the exception of Art. 6(3) takes it out."),
    ),
    OutcomeClass.TRANSPARENCY: ClassWords(
        _("Transparency duties"),
        _("This use is not high-risk, but duties of transparency come with it."),
        "info",
        _(
            "People are told that they face an AI, that it reads their emotions or sorts them, or "
            "that content was made by one; or that content carries a mark that machines can read."
        ),
        _("only duties of transparency were found."),
    ),
    OutcomeClass.MODEL_ONLY: ClassWords(
        _("Model only"),
        _("Only a general-purpose model is classified here."),
        "neutral",
        _("The rules for systems apply to whoever builds a system on it."),
        _("only a general-purpose model is classified here."),
    ),
    OutcomeClass.MINIMAL: ClassWords(
        _("Minimal risk"),
        _("This use carries minimal risk."),
        "ok",
        _("What remains is AI literacy of the people who work with it, and voluntary codes."),
        _("nothing was found."),
    ),
    OutcomeClass.OUT_OF_SCOPE: ClassWords(
        _("Out of scope"),
        _("The AI Act does not apply to this use."),
        "neutral",
        _("The reason is kept here; look again when the use changes."),
        _("this use is outside the AI Act."),
    ),
}

# How each class is named behind "may be".
MAY_BE: Mapping[str, Text] = {
    OutcomeClass.PROHIBITED: _("prohibited"),
    OutcomeClass.HIGH_RISK: _("high-risk"),
    OutcomeClass.NOT_HIGH_RISK: _("taken out of the high-risk list, to be documented"),
    OutcomeClass.TRANSPARENCY: _("under transparency duties"),
    OutcomeClass.MODEL_ONLY: _("classified as a general-purpose model alone"),
    OutcomeClass.MINIMAL: _("of minimal risk"),
    OutcomeClass.OUT_OF_SCOPE: _("out of scope"),
}

ROLES: dict[str, Text] = {
    "provider": _("provider"),
    "deployer": _("deployer"),
    "importer": _("importer"),
    "distributor": _("distributor"),
    "product_manufacturer": _("product manufacturer"),
    "authorised_representative": _("authorised representative"),
    "third_party_supplier": _("third-party supplier"),
    "gpai_provider": _("provider of a general-purpose model"),
}

GPAI: dict[str, Text] = {
    "none": _("no general-purpose model of ours"),
    "gpai": _("general-purpose model"),
    "gpai_open": _("general-purpose model, free and open"),
    "gpai_systemic": _("general-purpose model with systemic risk"),
}

FIELDS: dict[str, Text] = {
    "roles": _("our roles"),
    "data_categories": _("the data categories"),
    "lifecycle": _("the stage"),
    "public_facing": _("whether it meets the public"),
    "dates": _("the dates"),
    "development_mode": _("who builds it"),
    "affected": _("who is affected"),
}


# Suggestions that rest on another classification: "last:CL-0001".
SOURCES: dict[str, Text] = {
    "whole": _("You said so for the use case as a whole, in %(ref)s."),
    "last": _("You said so last time, in %(ref)s."),
}


def either(parts: Sequence[str]) -> str:
    """Join what one of is so."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s or %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def because(code: str) -> Text:
    """Tell which entry of the register, or which earlier answer, a suggestion rests on."""
    source, _colon, ref = code.partition(":")
    if source in SOURCES:
        return SOURCES[source] % {"ref": ref}
    return _("From the register: %(field)s.") % {"field": field_of(code)}


def field_of(code: str) -> Text:
    """Name the field of the register on which a suggestion rests."""
    return FIELDS.get(code.partition(".")[0], code)


# An empty sheet has a class only by defaults, so that no class is told of it.
UNANSWERED = Status(_("Nothing answered yet"), "neutral")
# What lists and counts tell apart, the gravest first.
TOLD: Mapping[str, Status] = {
    **{code: words.status for code, words in CLASSES.items()},
    NO_CLASS: UNANSWERED,
}


def class_status(outcome_class: str, *, incomplete: bool = False, worst: str = "") -> Status:
    """Return the badge of a class; one of incomplete answers says so, and one not settled.

    `worst` is the gravest class that an answer "not sure" or the law itself leaves possible.
    """
    words = CLASSES[outcome_class]
    if not incomplete:
        return marked_open(words.status, found=outcome_class, worst=worst)
    detail = gettext("Not every question is answered yet.")
    if worst:
        status = Status(words.word, words.tone, detail)
        return marked_open(status, found=outcome_class, worst=worst)
    return Status(_("%(word)s, incomplete") % {"word": words.word}, words.tone, detail)


def not_settled(words: ClassWords, *, open_by: str, may_be_graver: bool) -> str:
    """Tell a class that our answers or the law leave open; that it may be graver comes first."""
    if open_by == "answers":
        told = gettext("On the answers so far, %(told)s") % {"told": words.so_far}
    else:
        told = gettext("As we read the law, %(told)s") % {"told": words.so_far}
    return gettext("Not settled. %(told)s") % {"told": told} if may_be_graver else told


def marked_open(status: Status, *, found: str, worst: str) -> Status:
    """Mark the badge of a class that is not settled, and say what it may be at worst.

    A class that cannot become graver stands as it was found; questions remain beside it.
    """
    if not worst:
        return status
    may_be_graver = worst != found
    told = [_OPEN, *([status.detail] if status.detail else [])]
    if may_be_graver:
        told.insert(1, _("At worst: %(worst)s.") % {"worst": CLASSES[worst].word})
        word = _("%(word)s, not settled") % {"word": status.word}
    else:
        word = _("%(word)s, questions open") % {"word": status.word}
    return Status(word, _graver(status.tone), " ".join(str(each) for each in told))


_OPEN = _(
    "A decisive answer is missing or “Not sure”, or the law leaves open a point on which this "
    "rests."
)


def _graver(tone: Tone) -> Tone:
    """Return the tone of an open class: what is not settled never looks good."""
    return tone if tone == "bad" else "warn"

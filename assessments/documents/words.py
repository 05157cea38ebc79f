"""The words for what the rules return in codes."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.models import OutcomeClass
from records.templatetags.shapes import Status, Text, Tone


@dataclass(frozen=True)
class ClassWords:
    """How a class is told: a word, a sentence of its own, a tone."""

    word: Text
    sentence: Text
    tone: Tone
    means: Text = ""

    @property
    def status(self) -> Status:
        """Return the badge."""
        return Status(self.word, self.tone)


CLASSES: dict[str, ClassWords] = {
    OutcomeClass.PROHIBITED: ClassWords(
        _("Prohibited"),
        _("This use is prohibited."),
        "bad",
        _("It may not be placed on the market, put into service or used in the EU."),
    ),
    OutcomeClass.HIGH_RISK: ClassWords(
        _("High-risk"),
        _("This use is high-risk."),
        "warn",
        _(
            "It may be used, with the duties of Chapter III: risk management, data governance, "
            "documentation, logging, human oversight, registration, each by role."
        ),
    ),
    OutcomeClass.NOT_HIGH_RISK: ClassWords(
        _("Not high-risk, documented"),
        _(
            "This use stands on the high-risk list, but the exception of Art. 6(3) takes it out; "
            "that has to be documented."
        ),
        "info",
        _("The assessment is written down and registered, and made again when the use changes."),
    ),
    OutcomeClass.TRANSPARENCY: ClassWords(
        _("Transparency duties"),
        _("This use is not high-risk, but people have to be told about it."),
        "info",
        _("People learn that they face an AI, or that content was made by one."),
    ),
    OutcomeClass.MODEL_ONLY: ClassWords(
        _("Model only"),
        _("Only a general-purpose model is classified here."),
        "neutral",
        _("The rules for systems apply to whoever builds a system on it."),
    ),
    OutcomeClass.MINIMAL: ClassWords(
        _("Minimal risk"),
        _("This use carries minimal risk."),
        "ok",
        _("What remains is AI literacy of the people who work with it, and voluntary codes."),
    ),
    OutcomeClass.OUT_OF_SCOPE: ClassWords(
        _("Out of scope"),
        _("The AI Act does not apply to this use."),
        "neutral",
        _("The reason is kept here; look again when the use changes."),
    ),
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
}


# Suggestions that rest on another classification: "last:CL-0001".
SOURCES: dict[str, Text] = {
    "whole": _("You said so for the use case as a whole, in %(ref)s."),
    "last": _("You said so last time, in %(ref)s."),
}


def because(code: str) -> Text:
    """Tell which entry of the register, or which earlier answer, a suggestion rests on."""
    source, _colon, ref = code.partition(":")
    if source in SOURCES:
        return SOURCES[source] % {"ref": ref}
    field = FIELDS.get(code.partition(".")[0], code)
    return _("From the register: %(field)s.") % {"field": field}


def class_status(outcome_class: str, *, provisional: bool = False) -> Status:
    """Return the badge of a class; a provisional one says so."""
    words = CLASSES[outcome_class]
    if not provisional:
        return words.status
    detail = _("Provisional: not every question is answered yet.")
    return Status(_("%(word)s, provisional") % {"word": words.word}, words.tone, detail)

"""What a signature states: what was read, then the one sentence of its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Signature, SignOff
from governance.rules import Meaning
from records.errors import RuleError
from records.shapes import Text

# What whoever chooses a meaning is told to do by it, and states with it.
CHOICES: Mapping[str, Text] = {
    Meaning.APPROVED: gettext_lazy("Approve"),
    Meaning.REVIEWED: gettext_lazy("Confirm a review"),
    Meaning.ACCEPTED_RISK: gettext_lazy("Accept the risk"),
    Meaning.DISSENTED: gettext_lazy("Dissent"),
    Meaning.CHANGES_REQUESTED: gettext_lazy("Ask for changes"),
}
# An approval states what its policy says.
SENTENCES: dict[str, Text] = {
    Meaning.REVIEWED: gettext_lazy("I have reviewed it, and nothing speaks against it."),
    Meaning.ACCEPTED_RISK: gettext_lazy("I accept the residual risk that it describes."),
    Meaning.DISSENTED: gettext_lazy(
        "I dissent: I do not approve it. My reasons stand on record, and others decide."
    ),
    Meaning.CHANGES_REQUESTED: gettext_lazy("I do not sign it as it is: it has to change before."),
}


def sentences() -> dict[str, str]:
    """Return the sentences that a request keeps for meanings other than an approval."""
    return {str(meaning): str(sentence) for meaning, sentence in SENTENCES.items()}


@dataclass(frozen=True)
class Statement:
    """What a signature of one meaning states: `opening` is the same for all meanings."""

    opening: str
    sentence: str

    @property
    def text(self) -> str:
        """Return all of it, as it is kept and digested."""
        return f"{self.opening} {self.sentence}".strip()


def qualify(sign_off: SignOff, caveat: str) -> None:
    """Make a caveat part of what a signature states, whatever it means."""
    if not caveat:
        return
    if sign_off.reading:
        sign_off.reading = f"{sign_off.reading} {caveat}"
        return
    sign_off.statement = f"{sign_off.statement} {caveat}"
    sign_off.sentences = {
        meaning: f"{sentence} {caveat}" for meaning, sentence in sign_off.sentences.items()
    }


def of(sign_off: SignOff, meaning: str) -> Statement:
    """Return what a signature with this meaning states, in the words the request keeps."""
    if meaning == Meaning.APPROVED:
        return Statement(sign_off.reading, sign_off.statement)
    sentence = sign_off.sentences.get(meaning) or str(SENTENCES.get(meaning, ""))
    if not sentence:
        raise RuleError(_("This is no meaning of a signature."))
    # The statement of a policy without opening words approves: it opens nothing else.
    opening = sign_off.reading or _("I have read what is named here, in exactly that state.")
    return Statement(opening, sentence)


@dataclass(frozen=True)
class Stated:
    """What a signature stated; `then` is a sentence that was shown and digested in its place."""

    text: str
    then: str = ""


def stated(given: Signature) -> Stated:
    """Return what was stated, also by signatures of older versions.

    Those kept no statement of their own: whatever they meant, the page showed the sentence of an
    approval and the ledger has its digest. Who chose another meaning did not state that.
    """
    if given.statement:
        return Stated(given.statement)
    whole = of(given.sign_off, Meaning.APPROVED).text
    if given.meaning == Meaning.APPROVED:
        return Stated(whole)
    return Stated(of(given.sign_off, given.meaning).sentence, whole)

"""What an answer brings about, as the page says it beside the answer.

A published questionnaire is never rewritten: what its authors wrote for each other is said here in
words for whoever answers.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.questionnaires.engine.questionnaire import Question
from records.shapes import Text
from records.wording import in_words

_SAID: Mapping[str, Text] = {
    # Beside every second answer it would say nothing of any.
    "No effect on its own.": "",
    "Flag for expert review.": gettext_lazy("Asks for a legal view."),
}
_PART = re.compile(r"^(element \d|(second )?(provider|deployer) limb)", re.IGNORECASE)


def effect_told(question: Question, effect: str) -> Text:
    """Say what one of the answers to a question brings about."""
    if effect in _SAID:
        return _SAID[effect]
    if not _PART.match(effect):
        return in_words(effect)
    words = {"place": question.citation}
    if effect.endswith("not met."):
        return _("Does not count towards the ban (%(place)s).") % words
    if effect.endswith("prohibited."):
        return _("With the answers above it is prohibited (%(place)s).") % words
    return _("Counts towards the ban, together with other answers (%(place)s).") % words

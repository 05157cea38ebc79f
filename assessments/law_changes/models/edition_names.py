"""The short names of editions of the law, corrected or not."""

from django.utils.translation import gettext as _

from assessments.engine.corrections import edition_of, is_correction, numbers_in
from controls.frameworks.loading.revisions import FIRST


def name_words(name: str) -> str:
    """Return the short name of an edition; of a corrected one with its revision."""
    return f"{edition_of(name)}, {revision_words(name)}" if is_correction(name) else name


def revision_words(name: str) -> str:
    """Say which revision of law and questions a corrected edition is."""
    law, questions = numbers_in(name)
    if questions == FIRST:
        return _("revision %(law)s") % {"law": law}
    words = {"law": law, "questions": questions}
    return _("revision %(law)s, questions revision %(questions)s") % words

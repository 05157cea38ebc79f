"""Obligations whose classification was overridden: told so, as they follow from the rules."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.classification.documents.overriding import open_word
from assessments.classification.documents.words import CLASSES, marked_open
from assessments.models import Classification
from assessments.obligations.rows import Owed
from records.shapes import Status


def sentences(rows: Iterable[Owed]) -> dict[UUID, str]:
    """Say for each classification with an override in force what it was set to and who signed."""
    keys = {row.classification for row in rows if row.is_overridden}
    if not keys:
        return {}
    found = Classification.objects.filter(pk__in=keys).with_second_signatory()
    return {
        key: _told(code, name)
        for key, code, name in found.values_list("pk", "override_class", "second_signatory")
    }


def class_word(owed: Owed) -> str:
    """Return the class that counts, marked where a person set it."""
    word = str(CLASSES[owed.class_now].word)
    if owed.is_overridden:
        word = _("%(word)s (override)") % {"word": word}
    return open_word(word, found=owed.class_now, worst=owed.worst_class)


def class_badge(owed: Owed) -> Status:
    """Return the same as a badge, as the classification itself bears it."""
    words = CLASSES[owed.class_now]
    status = words.status
    if owed.is_overridden:
        status = Status(_("%(word)s, override") % {"word": words.word}, words.tone)
    return marked_open(status, found=owed.class_now, worst=owed.worst_class)


def _told(code: str, name: str) -> str:
    sentence = _(
        "The class was overridden to %(class)s, signed by %(name)s; these obligations follow "
        "from the rules’ own reading."
    )
    return sentence % {"class": CLASSES[code].word, "name": name}

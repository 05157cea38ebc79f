"""How much one record keeps of what comes from outside: entries of a list, characters, parts."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

MOST_ENTRIES = 200
# Of a text whose column says nothing, and of a value of JSON as its digest reads it.
LONGEST_TEXT = 100_000
LARGEST_JSON = 5 * 1024 * 1024


def excess_of(field: "models.Field[Any, Any]", value: Any) -> str:
    """Say what of a value is more than is kept, as the end of a sentence, or nothing."""
    if isinstance(field, ArrayField) and len(value or ()) > MOST_ENTRIES:
        words = {"count": len(value), "most": MOST_ENTRIES}
        return _("holds %(count)s entries; at most %(most)s are kept. Take some out.") % words
    if isinstance(value, str) and field.max_length is None and len(value) > LONGEST_TEXT:
        words = {"count": len(value), "most": LONGEST_TEXT}
        return _("has %(count)s characters; at most %(most)s are kept. Shorten it.") % words
    return ""


def excess_of_json(written: bytes) -> str:
    """Say the same of a value of JSON, by the bytes of which its digest is made."""
    if len(written) <= LARGEST_JSON:
        return ""
    return _("is larger than %(most)s MiB. Send less.") % {"most": LARGEST_JSON // 1024**2}


def too_many(model: type[models.Model], count: int, most: int) -> str:
    """Say that a record would have more parts of a kind than it keeps."""
    name = str(model._meta.verbose_name_plural)
    words = {"parts": name[:1].upper() + name[1:], "count": count, "most": most}
    sentence = _("%(parts)s: %(count)s are too many for one record, which keeps at most %(most)s.")
    return sentence % words

"""Taking records of any kind out of use, and back."""

from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.models.base import Record
from records.verbs import Verb


@lru_cache
def archive_verb(model: type[Record]) -> Verb:
    """Return the verb that archives records of a kind."""
    return Verb(f"{model.kind_code()}.archive", needs="archive", told=gettext_lazy("archived"))


@lru_cache
def restore_verb(model: type[Record]) -> Verb:
    """Return the verb that brings archived records of a kind back."""
    code = f"{model.kind_code()}.restore"
    return Verb(code, needs="archive", told=gettext_lazy("restored"), on_archived=True)


def archive[R: Record](record: R, *, actor: Actor, reason: str) -> R:
    """Take a record out of use; it stays readable with its history."""
    with acting(archive_verb(type(record)), record, actor, reason=reason) as archived:
        archived.archived_at = timezone.now()
    return archived


def restore[R: Record](record: R, *, actor: Actor, reason: str) -> R:
    """Bring an archived record back into use."""
    with acting(restore_verb(type(record)), record, actor, reason=reason) as restored:
        if not restored.is_archived:
            raise RuleError(_("%(ref)s is not archived.") % {"ref": restored.ref})
        restored.archived_at = None
    return restored

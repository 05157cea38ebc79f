"""The views of a list that a person saved: found, kept, forgotten."""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from records.actors import Actor
from records.changing.acting import in_turn
from records.errors import RuleError
from records.models import SavedView


class ListBearer(Protocol):
    """A list, or a kind that has one: its code names the views of it."""

    @property
    def code(self) -> str:
        """Return the code."""


# So many fit into a menu that is still read.
AT_MOST = 30
LONGEST_NAME = 80
LONGEST_QUERY = 2_000
# What belongs to one look at the list, not to the list.
PASSING = frozenset({"page", "as_of", "find"})


def views_of(listed: ListBearer, actor: Actor) -> Sequence[SavedView]:
    """Return the views that the actor saved of a list; programs have none."""
    if actor.kind != "person":
        return []
    return list(SavedView.objects.filter(holder_id=actor.person.pk, kind=listed.code))


def tidy(query: str) -> str:
    """Return a query without what is empty or passing; equal lists have equal queries."""
    pairs = parse_qsl(query.removeprefix("?"))
    return urlencode([(key, value) for key, value in pairs if key not in PASSING], safe=":,")


def save(listed: ListBearer, actor: Actor, *, name: str, query: str) -> SavedView:
    """Keep filters, columns and order of a list under a name; an equal name is kept anew."""
    name, query = " ".join(name.split()), tidy(query)
    if not name or len(name) > LONGEST_NAME:
        raise RuleError(_("Give the view a name of at most 80 characters."))
    if len(query) > LONGEST_QUERY:
        raise RuleError(_("So many filters cannot be saved. Take some away."))
    mine = SavedView.objects.filter(holder_id=actor.person.pk, kind=listed.code)
    with in_turn(actor.person):
        if mine.exclude(name=name).count() >= AT_MOST:
            sentence = _("You have %(most)s views of this list. Delete one.")
            raise RuleError(sentence % {"most": AT_MOST})
        kept, _is_new = mine.update_or_create(
            name=name,
            defaults={"query": query},
            create_defaults={"query": query, "holder_id": actor.person.pk, "kind": listed.code},
        )
    return kept


def forget(listed: ListBearer, actor: Actor, key: UUID) -> None:
    """Delete a view of the actor; that of somebody else is not found."""
    mine = SavedView.objects.filter(holder_id=actor.person.pk, kind=listed.code)
    mine.get(pk=key).delete()

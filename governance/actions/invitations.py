"""Letting somebody in: the one-time link at which a person sets a password."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.actions.installation import password_link
from governance.models import Person
from records.acting import acting
from records.actors import Actor
from records.errors import RuleError
from records.verbs import Verb

INVITE = Verb(
    "governance.person.invite",
    needs="administer",
    told=gettext_lazy("made a link to set a password"),
)


def invite(person: Person, *, actor: Actor) -> str:
    """Make the link, to be shown this once.

    Whoever holds it can sign in as the person: the ledger keeps who made one for whom, and when.
    """
    with acting(INVITE, person, actor) as invited:
        if not invited.is_active:
            raise RuleError(_("This person's sign-in has ended. Let them sign in again first."))
        return password_link(invited)

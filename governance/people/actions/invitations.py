"""Letting somebody in: the one-time link at which a person sets a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Person
from records.actors import Actor
from records.changing.acting import acting
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


def password_link(person: Person) -> str:
    """Return a one-time address at which a person sets a password."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, token = key.split("-", 1)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.SITE_URL}{path}"

"""Sharing one record with one person: a single right, with a reason and an end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.days import today
from governance.models import Person
from governance.rules import GRANTABLE, SHARE
from records import permissions
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.models import Record
from records.verbs import ANY, Verb

GIVE = Verb("governance.grant.give", needs=SHARE, told=gettext_lazy("shared the record"), on=ANY)
END = Verb(
    "governance.grant.end",
    needs=SHARE,
    told=gettext_lazy("ended the sharing of the record"),
    on_archived=True,
    on=ANY,
)


def share(
    record: Record, *, actor: Actor, reason: str, email: str, may: str, until: date
) -> Record:
    """Let one person read a record, or read and change it, until the end of a day.

    What was given to them before is replaced. History and ledger name the person by reference.
    """
    person = _named(email)
    why = {"view": _("%(who)s may read it until %(day)s. %(why)s"),
           "change": _("%(who)s may change it until %(day)s. %(why)s")}[may]  # fmt: skip
    words = {"who": person.ref, "day": until.isoformat(), "why": reason}
    facts = {"person": person.ref, "may": may, "until": until}
    with acting(GIVE, record, actor, reason=why % words, facts=facts) as shared:
        permissions.require(actor, may, shared)
        _refuse_needless(person, shared, until)
        for need in GRANTABLE:
            if need in {"view", may}:
                permissions.grant(person, shared, need, until=until)
            else:
                permissions.revoke(person, shared, need)
    return shared


def _named(email: str) -> Person:
    found: Person | None = (
        Person.objects.current().filter(email__iexact=email.strip(), is_active=True).first()
    )
    if found is None:
        raise RuleError(_("Nobody who can sign in here has this e-mail address."))
    return found


def _refuse_needless(person: Person, record: Record, until: date) -> None:
    if record.owner_id == person.pk:
        raise RuleError(_("This person owns the record already."))
    if until < today():
        raise RuleError(_("Sharing cannot end in the past."))


def stop(record: Record, *, actor: Actor, reason: str, email: str) -> Record:
    """End what was shared with one person, at once."""
    held = [person for person in sharers(record) if person.email == email.strip().lower()]
    if not held:
        raise RuleError(_("The record is not shared with anybody of this e-mail address."))
    why = _("%(who)s. %(why)s") % {"who": held[0].ref, "why": reason}
    with acting(END, record, actor, reason=why, facts={"person": held[0].ref}) as ended:
        for need in GRANTABLE:
            permissions.revoke(held[0], ended, need)
    return ended


def sharers(record: Record) -> Sequence[Person]:
    """Return the people with whom a record is shared today."""
    return list(dict.fromkeys(person for person, _need, _until in held_on(record)))


def held_on(record: Record) -> list[tuple[Person, str, date]]:
    """Return today's single rights on a record; read once for each record in hand."""
    kept: dict[str, Any] = record.__dict__
    if "_held_today" not in kept:
        kept["_held_today"] = permissions.grants_on(record, on=today())
    found: list[tuple[Person, str, date]] = kept["_held_today"]
    return found

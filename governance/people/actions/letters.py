"""The letter with which a person who forgot their password sets a new one; a job sends it."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Person
from governance.people.actions.invitations import password_link
from records import jobs
from records.actors import Actor
from records.ids import new_id
from records.models import Job

LETTER = "governance.password_link"
_ACTOR = Actor.system("sign-in")
_TEMPLATE = "account/email/password_reset_key"
KEPT = timedelta(days=1)
# As the limit of sign-in says, which counts without a lock.
AN_HOUR_AT_MOST = 5


def ask_for_letter(person: Person | None) -> None:
    """Ask for the letter; for nobody the same work is done, so that no answer tells who exists."""
    with transaction.atomic():
        jobs.enqueue(
            LETTER,
            {"person": str(person.pk) if person else ""},
            about=None,
            actor=_ACTOR,
            effect_key=f"{LETTER}:{new_id()}",
            title=_("Letter for a new password"),
        )


def send_letter(run: jobs.Run, *, person: str) -> dict[str, object]:
    """Send it where somebody is meant who may sign in; forget what was asked days ago."""
    jobs.forget(LETTER, finished_before=timezone.now() - KEPT)
    found = Person.objects.filter(pk=person, is_active=True).first() if person else None
    if found is None or _was_asked_too_often(run, person):
        return {}
    words = {"user": found, "password_reset_url": password_link(found)}
    EmailMessage(
        subject=render_to_string(f"{_TEMPLATE}_subject.txt", words).strip(),
        body=render_to_string(f"{_TEMPLATE}_message.txt", words).strip(),
        to=[found.email],
    ).send()
    return {}


def _was_asked_too_often(run: jobs.Run, person: str) -> bool:
    """Say whether enough letters were asked for before this one, within an hour."""
    asked = Job.objects.filter(task=LETTER, arguments__person=person, pk__lt=run.job.pk)
    since = run.job.created_at - timedelta(hours=1)
    return asked.filter(created_at__gt=since).count() >= AN_HOUR_AT_MOST


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(LETTER)(send_letter)

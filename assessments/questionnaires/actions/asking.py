"""One question passed to a colleague: asked, answered, passed back, withdrawn, told by mail."""

from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.questionnaires import procedures
from assessments.questionnaires.actions.answering import keep, plain
from assessments.questionnaires.actions.closing import close, open_request
from assessments.questionnaires.models.assessments import Assessment, Inquiry, RequestState
from governance import days
from governance.models import Appointment, Person
from governance.people import policy as rights
from governance.rules import Role, roles_for
from records import jobs, permissions
from records.actors import Actor
from records.addresses import page_of
from records.changing.acting import acting
from records.errors import Refused, RuleError

MAIL = "assessments.question_mail"


def ask(
    assessment: Assessment,
    *,
    actor: Actor,
    question: str,
    person: Person,
    note: str = "",
) -> Inquiry:
    """Ask a colleague one question that is shown and open to be answered; a mail tells them."""
    if actor.person is None:
        raise Refused(_("Only somebody who waits for the answer can ask."))
    facts = {"question": question, "asked_of": str(person.pk)}
    verb = procedures.verb(assessment, "ask")
    with acting(verb, assessment, actor, facts=facts) as record:
        _refuse_question(record, question)
        _refuse_person(record, person, actor)
        made: Inquiry = record.question_requests.model(
            question=question,
            asked_by=actor.person,
            asked_of=person,
            asked_at=timezone.now(),
            note=note.strip(),
        )
        setattr(made, made.belongs_to, record)
        made.save()
        jobs.enqueue(
            MAIL,
            {"request": str(made.pk), "kind": made.kind_code()},
            about=record,
            actor=actor,
            effect_key=f"{MAIL}:{made.pk}",
            title=_("Tell a colleague of a question"),
        )
    return made


def withdraw[Kind: Assessment](
    assessment: Kind, *, actor: Actor, question: str, reason: str = ""
) -> Kind:
    """Take a question back that nobody needs to answer any more."""
    facts, verb = {"question": question}, procedures.verb(assessment, "withdraw_question")
    with acting(verb, assessment, actor, reason=reason, facts=facts) as record:
        close(open_request(record, question), RequestState.WITHDRAWN)
    return record


def answer_asked[Kind: Assessment](
    assessment: Kind,
    *,
    actor: Actor,
    question: str,
    answer: object,
    comment: str = "",
    seen: int | None = None,
) -> Kind:
    """Answer the one question the actor was asked; it counts like any other answer."""
    facts, verb = {"questions": [question]}, procedures.verb(assessment, "answer_asked")
    with acting(verb, assessment, actor, seen=seen, facts=facts) as record:
        asked = _asked_of(record, question, actor)
        given = plain(record, {question: answer})
        close(asked, RequestState.ANSWERED, comment)
        keep(record, given, ())
    return record


def pass_back[Kind: Assessment](
    assessment: Kind, *, actor: Actor, question: str, comment: str
) -> Kind:
    """Say that one does not know the answer either; who asked is told in their work."""
    verb = procedures.verb(assessment, "pass_back")
    with acting(verb, assessment, actor, facts={"question": question}) as record:
        asked = _asked_of(record, question, actor)
        if not comment.strip():
            raise RuleError(_("Say in a sentence what you know, or who may know more."))
        close(asked, RequestState.PASSED_BACK, comment)
    return record


def who_may_be_asked(record: Assessment) -> QuerySet[Person]:
    """Return the people who may see an assessment as its owner or by a role but auditor."""
    path = record.reach_unit.path
    keys = [key for key in path.split("/") if key]
    above = ["/" + "".join(f"{key}/" for key in keys[: place + 1]) for place in range(len(keys))]
    today = days.today()
    held = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        starts_on__lte=today,
        role__in=roles_for("view") - {Role.AUDITOR},
        unit__path__in=above,
    )
    people = Person.objects.current().filter(is_active=True)
    found: QuerySet[Person] = people.filter(
        Q(pk__in=held.values("person")) | Q(pk=record.reach_owner_id)
    )
    return found.order_by("name")


def _refuse_question(record: Assessment, question: str) -> None:
    if question not in record.sheet().visible - record.fixed:
        words = {"question": question[:60]}
        raise RuleError(_("“%(question)s” is no question that is asked here now.") % words)
    if record.question_requests.filter(question=question, state=RequestState.OPEN).exists():
        raise RuleError(_("Somebody already has this question. Take it back before you ask anew."))


def _refuse_person(record: Assessment, person: Person, actor: Actor) -> None:
    if person.pk == actor.person.pk:
        raise RuleError(_("You cannot pass a question to yourself."))
    if not person.is_active or not permissions.may(Actor.of(person), "view", record):
        sentence = _(
            "This person may not see %(ref)s, so the question cannot be passed to them. An "
            "administrator can appoint them as a viewer of this unit; or ask somebody else."
        )
        raise RuleError(sentence % {"ref": record.ref})
    if _roles_of(person, record) == {Role.AUDITOR}:
        raise RuleError(_("An auditor reads and answers nothing. Ask somebody else."))


def _roles_of(person: Person, record: Assessment) -> set[str]:
    path = record.reach_unit.path
    held = rights.reaches(Actor.of(person))
    return {reach.role for reach in held if path.startswith(reach.path)}


def _asked_of(record: Assessment, question: str, actor: Actor) -> Inquiry:
    asked = open_request(record, question)
    if actor.kind != "person" or asked.asked_of_id != actor.person.pk:
        raise Refused(_("Another person was asked this question."))
    return asked


def send_mail(
    _run: jobs.Run, *, request: str, kind: str = "assessments.questionrequest"
) -> dict[str, object]:
    """Tell the person who was asked: who asks, and where; nothing of what the record says."""
    rows = apps.get_model(kind)._base_manager.filter(removed_at__isnull=True)
    asked: Inquiry = rows.select_related("asked_by", "asked_of").get(pk=UUID(request))
    if not asked.is_open:
        return {}
    words = {
        "asked_by": asked.asked_by.name,
        "asked_of": asked.asked_of.name,
        "url": f"{settings.SITE_URL}{asked_url(asked)}",
    }
    EmailMessage(
        subject=_("%(name)s asks you a question") % {"name": asked.asked_by.name},
        body=render_to_string("assessments/mail/question_asked.txt", words),
        to=[asked.asked_of.email],
        # Sent again after a crash, it is the same message.
        headers={"Message-ID": f"<{asked.pk}@{settings.LEDGER_ORIGIN}>"},
    ).send()
    return {"url": asked_url(asked)}


def asked_url(asked: Inquiry) -> str:
    """Return the page on which exactly this question is answered by who was asked."""
    record = asked.holder()
    return page_of(type(record), "asked", record.ref, asked.question)


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(MAIL)(send_mail)

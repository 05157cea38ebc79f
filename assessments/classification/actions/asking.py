"""One question passed to a colleague: asked, answered, passed back, withdrawn, told by mail."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.actions import evaluation
from assessments.classification.actions.classifications import keep
from assessments.classification.actions.closing import close, open_request
from assessments.models import Classification, QuestionRequest, RequestState
from governance import days
from governance.models import Appointment, Person
from governance.people import policy as rights
from governance.rules import Role, roles_for
from records import jobs, permissions
from records.acting import acting
from records.actors import Actor
from records.errors import Refused, RuleError
from records.verbs import Verb

ASK = Verb(
    "assessments.classification.ask", needs="change", told=gettext_lazy("passed a question on")
)
WITHDRAW = Verb(
    "assessments.classification.withdraw_question",
    needs="change",
    told=gettext_lazy("took a question back"),
)
# Who may see the record and was asked may answer that one question, whatever their role: the open
# request is the right, and it ends with the answer.
ANSWER_ASKED = Verb(
    "assessments.classification.answer_asked",
    needs="view",
    told=gettext_lazy("answered the question they were asked"),
)
PASS_BACK = Verb(
    "assessments.classification.pass_back",
    needs="view",
    told=gettext_lazy("gave a question back without an answer"),
)
MAIL = "assessments.question_mail"


def ask(
    classification: Classification,
    *,
    actor: Actor,
    question: str,
    person: Person,
    note: str = "",
) -> QuestionRequest:
    """Ask a colleague one question that is shown and open to be answered; a mail tells them."""
    if actor.person is None:
        raise Refused(_("Only somebody who waits for the answer can ask."))
    facts = {"question": question, "asked_of": str(person.pk)}
    with acting(ASK, classification, actor, facts=facts) as record:
        _refuse_question(record, question)
        _refuse_person(record, person, actor)
        made = QuestionRequest(
            classification=record,
            question=question,
            asked_by=actor.person,
            asked_of=person,
            asked_at=timezone.now(),
            note=note.strip(),
        )
        made.save()
        jobs.enqueue(
            MAIL,
            {"request": str(made.pk)},
            about=record,
            actor=actor,
            effect_key=f"{MAIL}:{made.pk}",
            title=_("Tell a colleague of a question"),
        )
    return made


def withdraw(
    classification: Classification, *, actor: Actor, question: str, reason: str = ""
) -> Classification:
    """Take a question back that nobody needs to answer any more."""
    facts = {"question": question}
    with acting(WITHDRAW, classification, actor, reason=reason, facts=facts) as record:
        close(open_request(record, question), RequestState.WITHDRAWN)
    return record


def answer_asked(
    classification: Classification,
    *,
    actor: Actor,
    question: str,
    answer: Any,
    comment: str = "",
    seen: int | None = None,
) -> Classification:
    """Answer the one question the actor was asked; it counts like any other answer."""
    facts = {"questions": [question]}
    with acting(ANSWER_ASKED, classification, actor, seen=seen, facts=facts) as record:
        asked = _asked_of(record, question, actor)
        given = evaluation.plain({question: answer}, edition=record.edition, act=record.act)
        close(asked, RequestState.ANSWERED, comment)
        keep(record, given, ())
    return record


def pass_back(
    classification: Classification, *, actor: Actor, question: str, comment: str
) -> Classification:
    """Say that one does not know the answer either; who asked is told in their work."""
    with acting(PASS_BACK, classification, actor, facts={"question": question}) as record:
        asked = _asked_of(record, question, actor)
        if not comment.strip():
            raise RuleError(_("Say in a sentence what you know, or who may know more."))
        close(asked, RequestState.PASSED_BACK, comment)
    return record


def who_may_be_asked(record: Classification) -> QuerySet[Person]:
    """Return the people who may see a classification as its owner or by a role but auditor."""
    path = record.use_case.unit.path
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


def _refuse_question(record: Classification, question: str) -> None:
    sheet = evaluation.sheet_of(record)
    if question not in sheet.visible - evaluation.fixed(record.edition, record.act):
        words = {"question": question[:60]}
        raise RuleError(_("“%(question)s” is no question that is asked here now.") % words)
    if record.question_requests.filter(question=question, state=RequestState.OPEN).exists():
        raise RuleError(_("Somebody already has this question. Take it back before you ask anew."))


def _refuse_person(record: Classification, person: Person, actor: Actor) -> None:
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


def _roles_of(person: Person, record: Classification) -> set[str]:
    path = record.use_case.unit.path
    held = rights.reaches(Actor.of(person))
    return {reach.role for reach in held if path.startswith(reach.path)}


def _asked_of(record: Classification, question: str, actor: Actor) -> QuestionRequest:
    asked = open_request(record, question)
    if actor.kind != "person" or asked.asked_of_id != actor.person.pk:
        raise Refused(_("Another person was asked this question."))
    return asked


def send_mail(_run: jobs.Run, *, request: str) -> dict[str, Any]:
    """Tell the person who was asked: who asks, and where; nothing of what the record says."""
    asked = QuestionRequest.objects.select_related("asked_by", "asked_of", "classification").get(
        pk=UUID(request)
    )
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


def asked_url(asked: QuestionRequest) -> str:
    """Return the page on which exactly this question is answered by who was asked."""
    return reverse("classification-asked", args=[asked.classification.ref, asked.question])


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(MAIL)(send_mail)

"""What can be done to assessments of every kind, from their page and by programs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.questionnaires.actions import answering, asking, renewing
from assessments.questionnaires.actions.suggesting import offered
from assessments.questionnaires.forms.answers import AnswersApiForm, ViewForm
from assessments.questionnaires.forms.asking import AskApiForm, QuestionForm
from assessments.questionnaires.models.assessments import Assessment
from records.actors import Actor
from records.addresses import page_of, url_of
from records.kinds import RecordAction
from records.models import Record


def is_open(record: Record) -> bool:
    """Say whether a record is in use."""
    return not record.is_archived


def _has_suggestions(record: Assessment) -> bool:
    return is_open(record) and bool(offered(record))


def renew(record: Assessment, *, actor: Actor, reason: str, **chosen: object) -> str:
    """Assess anew and lead to the new assessment."""
    return url_of(renewing.renew(record, actor=actor, reason=reason, **chosen))


def begin(model: type[Assessment], *, name: str, label: Promise, question: Promise) -> RecordAction:
    """Return the act that begins to assess a record, on the page of that record."""

    def run(subject: Record, *, actor: Actor) -> str:
        started = answering.start(model, subject, actor=actor)
        return page_of(model, "questions", started.ref)

    return RecordAction(
        name=name,
        label=label,
        run=run,
        reason="none",
        question=question,
        when=is_open,
        icon="clipboard-list",
    )


ADOPT = RecordAction(
    name="adopt",
    label=_("Adopt suggestions"),
    run=answering.adopt,
    reason="none",
    question=_("Take over what is suggested as your answers?"),
    consequences=(_("Every one of them can be changed afterwards."),),
    when=_has_suggestions,
    icon="check",
)
RENEW = RecordAction(
    name="renew",
    label=_("Assess anew"),
    run=renew,
    reason="required",
    question=_("Begin a new assessment from these answers?"),
    consequences=(
        _("Today’s questions are asked; the answers of last time are suggested, none counts yet."),
        _("Each question says whether it is new, reworded, or answered otherwise than last time."),
        _("This assessment is archived with its signatures and stays readable."),
    ),
    when=is_open,
    icon="refresh",
)
# Answering is for the person who was asked, on a page of its own: no program does it.
BY_PROGRAMS = (
    RecordAction(
        name="legal-view",
        label=_("Record a legal view"),
        run=answering.give_view,
        form=ViewForm,
        reason="none",
        when=is_open,
    ),
    RecordAction(
        name="answers",
        label=_("Give answers"),
        run=answering.answer,
        form=AnswersApiForm,
        reason="optional",
        when=is_open,
    ),
    RecordAction(
        name="ask",
        label=_("Ask a colleague"),
        run=asking.ask,
        form=AskApiForm,
        reason="none",
        question=_("Which question do you pass on, and to whom?"),
        when=is_open,
    ),
    RecordAction(
        name="withdraw-question",
        label=_("Take a question back"),
        run=asking.withdraw,
        form=QuestionForm,
        reason="optional",
        question=_("Which question does nobody need to answer any more?"),
        when=is_open,
    ),
)
ACTIONS = (ADOPT, RENEW, *BY_PROGRAMS)

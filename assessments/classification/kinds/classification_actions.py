"""What can be done to classifications from their page and by programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.classification.actions import (
    asking,
    classifications,
    evaluation,
    overrides,
    renewing,
)
from assessments.classification.forms.asking import AskApiForm, QuestionForm
from assessments.classification.forms.law import AnswersApiForm, LawForm, SendForm, ViewForm
from assessments.classification.forms.overriding import OverrideForm
from assessments.models import Classification
from records.actors import Actor
from records.addresses import url_of
from records.kinds import RecordAction
from records.models import Record


def is_open(record: Record) -> bool:
    """Say whether a record is in use."""
    return not record.is_archived


def _has_suggestions(record: Classification) -> bool:
    shown = evaluation.sheet_of(record).visible if record.suggested else frozenset()
    return is_open(record) and bool(shown & record.suggested.keys())


def may_be_sent(record: Any) -> bool:
    """Say whether sign-off can be asked for now."""
    return is_open(record) and record.standing not in {"waiting", "signed"}


def may_be_overridden(record: Classification) -> bool:
    """Say whether another class can be set: a complete reading by the rules is there."""
    return is_open(record) and record.is_answered


def _has_override(record: Classification) -> bool:
    return is_open(record) and bool(record.override_class or record.override_lapsed)


def send(record: Classification, *, actor: Actor, note: str) -> str:
    """Send a classification for sign-off and lead to where it is signed."""
    return url_of(classifications.send(record, actor=actor, note=note))


def renew(record: Classification, *, actor: Actor, reason: str, **law: Any) -> str:
    """Classify anew and lead to the new classification."""
    return url_of(renewing.renew(record, actor=actor, reason=reason, **law))


SEND = RecordAction(
    name="send",
    label=_("Send for sign-off"),
    run=send,
    form=SendForm,
    reason="none",
    question=_("Ask others to sign this classification?"),
    consequences=(
        _("They sign exactly the state it has now: answers, outcome, and the use case."),
        _("Whoever wrote it cannot sign it."),
        _("Any later change makes the signatures stale."),
    ),
    when=may_be_sent,
    blockers=classifications.blockers,
    icon="send",
    leads=True,
    look="primary",
)
OVERRIDE = RecordAction(
    name="override",
    label=_("Set another class"),
    run=overrides.override,
    form=OverrideForm,
    reason="required",
    question=_("Which class do you set in place of the one the rules found?"),
    consequences=(
        _("The class of the rules stays in force until another person signs the override."),
        _("From then on it is shown as an override wherever the class is shown."),
        _("Any later change of answers or law ends it, and it has to be set and signed anew."),
    ),
    when=may_be_overridden,
    icon="gavel",
)
LIFT = RecordAction(
    name="lift-override",
    label=_("Take the override back"),
    run=overrides.lift,
    reason="required",
    question=_("Let the class that the rules found count again?"),
    consequences=(_("The override stays readable in the history."),),
    when=_has_override,
    icon="x",
)
RENEW = RecordAction(
    name="renew",
    label=_("Classify anew"),
    run=renew,
    form=LawForm,
    reason="required",
    question=_("Begin a new classification from these answers?"),
    consequences=(
        _("Today’s questions are asked; the answers of last time are suggested, none counts yet."),
        _("Each question says whether it is new, reworded, or answered otherwise than last time."),
        _("This classification is archived with its signatures and stays readable."),
    ),
    when=is_open,
    icon="refresh",
)
# Answering is for the person who was asked, on a page of its own: no program does it.
PASSING = (
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
ACTIONS = (
    SEND,
    RecordAction(
        name="adopt",
        label=_("Adopt suggestions"),
        run=classifications.adopt,
        reason="none",
        question=_("Take over what is suggested as your answers?"),
        consequences=(_("Every one of them can be changed afterwards."),),
        when=_has_suggestions,
        icon="check",
    ),
    RecordAction(
        name="law",
        label=_("Change edition or date"),
        run=classifications.choose_law,
        form=LawForm,
        reason="optional",
        question=_("By which law is it read?"),
        when=is_open,
        icon="scale",
    ),
    OVERRIDE,
    LIFT,
    RENEW,
    RecordAction(
        name="legal-view",
        label=_("Record a legal view"),
        run=classifications.give_view,
        form=ViewForm,
        reason="none",
        when=is_open,
    ),
    RecordAction(
        name="answers",
        label=_("Give answers"),
        run=classifications.answer,
        form=AnswersApiForm,
        reason="optional",
        when=is_open,
    ),
    *PASSING,
)

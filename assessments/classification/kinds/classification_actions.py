"""What can be done to classifications from their page and by programs."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.classification.actions import classifications, overrides
from assessments.classification.forms.law import LawForm, SendForm
from assessments.classification.forms.overriding import OverrideForm
from assessments.models import Classification
from assessments.questionnaires.kinds import actions as general
from assessments.questionnaires.kinds.actions import ADOPT, BY_PROGRAMS, is_open
from governance.gaps.panels import GAPS_PANEL
from records.actors import Actor
from records.addresses import url_of
from records.kinds import RecordAction


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


SEND = RecordAction(
    name="send",
    label=_("Send for sign-off"),
    run=send,
    form=SendForm,
    reason="none",
    panels=(GAPS_PANEL,),
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
RENEW = replace(
    general.RENEW,
    label=_("Classify anew"),
    form=LawForm,
    question=_("Begin a new classification from these answers?"),
    consequences=(
        *general.RENEW.consequences[:2],
        _("This classification is archived with its signatures and stays readable."),
    ),
)
LAW = RecordAction(
    name="law",
    label=_("Change edition or date"),
    run=classifications.choose_law,
    form=LawForm,
    reason="optional",
    question=_("By which law is it read?"),
    when=is_open,
    icon="scale",
)
ACTIONS = (SEND, ADOPT, LAW, OVERRIDE, LIFT, RENEW, *BY_PROGRAMS)

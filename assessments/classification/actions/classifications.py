"""Classifications: started, answered, read under another law, reasoned on, sent for sign-off."""

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.actions import doubts, overrides, suggesting
from assessments.classification.models.questions import CLASSIFICATION
from assessments.engine.dates import FRAMEWORK
from assessments.models import Classification, Questionnaire
from assessments.questionnaires import sheets
from assessments.questionnaires.actions.answering import (
    adopt,
    answer,
    begin,
    give_view,
    refuse_subject,
)
from assessments.questionnaires.actions.publishing import newest
from assessments.questionnaires.actions.settling import settle
from controls.frameworks.loading import load_edition
from controls.models import Edition
from governance import days
from governance.models import SignOff
from governance.signoff import actions as signoffs
from inventory.models import IntendedUse, UseCase
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.models import Record
from records.verbs import Verb

# Whoever classifies finds here also what is done to assessments of every kind.
__all__ = [
    "adopt",
    "answer",
    "basis",
    "blockers",
    "choose_law",
    "give_view",
    "is_as_corrected",
    "law_of",
    "newest_questions",
    "read_as_corrected",
    "restart",
    "send",
    "start",
    "take_corrections",
]

CHOOSE_LAW = Verb(
    "assessments.classification.choose_law",
    needs="change",
    told=gettext_lazy("chose the edition and the day of the law"),
)
CORRECT = Verb(
    "assessments.classification.correct",
    needs="change",
    told=gettext_lazy("took over the corrected law and questions for"),
)

NEWEST_EDITION = "2026-1744"


def start(
    use_case: UseCase,
    *,
    actor: Actor,
    intended_use: IntendedUse | UUID | None = None,
    edition: str = NEWEST_EDITION,
    on: datetime.date | None = None,
) -> Classification:
    """Begin to classify a use case or one intended use; nothing is answered, much is suggested.

    Suggested is what the register says, what was answered for the use case as a whole, and what
    was answered last time, where an earlier classification of the same was archived.
    """
    refuse_subject(use_case, actor)
    questionnaire = newest_questions()
    new = Classification(
        use_case=use_case,
        intended_use=_use_of(use_case, intended_use),
        questionnaire_digest=questionnaire.content_digest,
        edition=edition,
        on_date=on or days.today(),
    )
    _refuse_unknown(new)
    return begin(new, actor=actor, questionnaire=questionnaire, facts=_law_facts(new))


def restart(old: Classification, *, actor: Actor, **law: Any) -> Classification:
    """Begin anew from a classification that was archived."""
    return start(old.use_case, actor=actor, intended_use=old.intended_use, **law)


def _use_of(use_case: UseCase, named: IntendedUse | UUID | None) -> IntendedUse | None:
    if not isinstance(named, UUID):
        return named
    found: IntendedUse | None = use_case.intended_uses.filter(pk=named).first()
    if found is None:
        words = {"ref": use_case.ref}
        raise RuleError(_("%(ref)s has no such intended use. Reload the page.") % words)
    return found


def choose_law(
    classification: Classification,
    *,
    actor: Actor,
    edition: str,
    on: datetime.date,
    seen: int | None = None,
    reason: str = "",
) -> Classification:
    """Read the same answers by another edition of the law, or as of another day."""
    facts = {"edition": edition, "on": on.isoformat()}
    with acting(CHOOSE_LAW, classification, actor, seen=seen, reason=reason, facts=facts) as record:
        if (record.edition, record.on_date) == (edition, on):
            raise RuleError(_("The classification is already made by this law."))
        record.edition, record.on_date = edition, on
        _refuse_unknown(record)
        overrides.lapse(record, because="law")
        settle(record)
    return record


def take_corrections(
    classification: Classification, *, actor: Actor, reason: str = ""
) -> Classification:
    """Read the same answers by the same edition as it was corrected, and by corrected questions.

    Answers that the questions no longer take are left out; the past keeps them.
    """
    with acting(CORRECT, classification, actor, reason=reason) as record:
        read_as_corrected(record)
    return record


def read_as_corrected(record: Classification) -> None:
    """Put a record on the newest questions and the law as shipped, within acting."""
    questions = newest_questions()
    if is_as_corrected(record, questions):
        raise RuleError(_("The classification is already made by this law."))
    record.questionnaire, record.questionnaire_digest = questions, questions.content_digest
    record.answers = sheets.usable(
        record.answers, edition=record.edition, questions=record.questions
    )
    record.by_default = [name for name in record.by_default if name in record.answers]
    overrides.lapse(record, because="law")
    settle(record)


def is_as_corrected(record: Classification, published: Questionnaire | None = None) -> bool:
    """Say whether a classification rests on the newest questions and the law as shipped."""
    questions = (published or newest_questions()).content_digest
    law = load_edition(FRAMEWORK, record.edition).digest
    return (record.questionnaire_digest, record.law_digest) == (questions, law)


def newest_questions() -> Questionnaire:
    """Return the questions as published last; raise RuleError where there are none."""
    return newest(CLASSIFICATION)


def send(classification: Classification, *, actor: Actor, note: str = "") -> SignOff:
    """Ask for sign-off of a classification on which every question is answered.

    A "not sure" on which the class rests needs a named legal view first; what it could become is
    part of the sentence that is signed.
    """
    refused = blockers(classification)
    if refused:
        raise RuleError(" ".join(refused))
    caveat = doubts.caveat(classification)
    return signoffs.request(classification, actor=actor, note=note, caveat=caveat)


def blockers(classification: Classification) -> list[str]:
    """Say all that keeps a classification from being sent for sign-off, a sentence each."""
    found = []
    if not classification.is_answered:
        sentence = _(
            "%(ref)s has %(count)s questions without an answer. Answer them, or take what counts "
            "for them, before you send it."
        )
        found.append(sentence % {"ref": classification.ref, "count": classification.open_count})
    return [
        *found,
        *doubts.blockers(classification),
        *suggesting.blockers(classification),
        *signoffs.blockers(classification),
    ]


def basis(record: Record) -> Iterable[Record]:
    """Return what a sign-off of a classification covers beside it: use case, questions, law."""
    assert isinstance(record, Classification)  # noqa: S101 - registered for this kind alone
    yield record.use_case
    yield record.questionnaire
    law = law_of(record.edition)
    if law is not None:
        yield law


def law_of(edition: str) -> Edition | None:
    """Return an edition of the AI Act as published in the catalogue, if it is."""
    found: Edition | None = (
        Edition.objects.filter(framework__code=FRAMEWORK, code=edition)
        .select_related("framework")
        .first()
    )
    return found


def _refuse_unknown(record: Classification) -> None:
    known = record.act.questionnaire.editions
    if record.edition not in known:
        words = {"edition": record.edition, "known": ", ".join(sorted(known))}
        raise RuleError(_("There is no edition “%(edition)s”; known are %(known)s.") % words)


def _law_facts(record: Classification) -> dict[str, str]:
    return {
        "use_case": record.use_case.ref,
        "edition": record.edition,
        "on": record.on_date.isoformat(),
        "questionnaire": record.questionnaire_digest,
    }

"""Classifications: started, answered, read under another law, reasoned on, sent for sign-off."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.actions import doubts, evaluation, overrides, suggesting
from assessments.classification.actions.closing import settle_answered
from assessments.classification.actions.suggesting import last_of, suggestions_for
from assessments.engine.dates import FRAMEWORK
from assessments.models import Classification, LegalView, Questionnaire
from assessments.questionnaires.models import CLASSIFICATION
from controls.frameworks.loading import load_edition
from controls.models import Edition
from governance import days
from governance.models import SignOff
from governance.signoff import actions as signoffs
from inventory.models import IntendedUse, UseCase
from records import permissions
from records.acting import acting
from records.actors import Actor
from records.errors import RuleError
from records.models import Record
from records.verbs import Verb

START = Verb(
    "assessments.classification.start",
    needs="change",
    told=gettext_lazy("started the classification"),
)
ANSWER = Verb(
    "assessments.classification.answer", needs="change", told=gettext_lazy("answered questions")
)
ADOPT = Verb(
    "assessments.classification.adopt",
    needs="change",
    told=gettext_lazy("adopted suggestions of the register"),
)
CHOOSE_LAW = Verb(
    "assessments.classification.choose_law",
    needs="change",
    told=gettext_lazy("chose the edition and the day of the law"),
)
GIVE_VIEW = Verb(
    "assessments.classification.give_view",
    needs="change",
    told=gettext_lazy("recorded a legal view"),
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
    permissions.require(actor, "change", use_case)
    if use_case.is_archived:
        raise RuleError(_("%(ref)s is archived. Restore it first.") % {"ref": use_case.ref})
    questionnaire = newest_questions()
    new = Classification(
        unit=use_case.unit,
        owner=use_case.owner or actor.person,
        use_case=use_case,
        intended_use=_use_of(use_case, intended_use),
        questionnaire=questionnaire,
        questionnaire_digest=questionnaire.content_digest,
        edition=edition,
        on_date=on or days.today(),
    )
    _refuse_unknown(new)
    new.previous = last_of(use_case, new.intended_use)
    new.suggested = suggestions_for(new)
    evaluation.settle(new)
    with acting(START, new, actor, facts=_law_facts(new)) as started:
        return started


def _use_of(use_case: UseCase, named: IntendedUse | UUID | None) -> IntendedUse | None:
    if not isinstance(named, UUID):
        return named
    found: IntendedUse | None = use_case.intended_uses.filter(pk=named).first()
    if found is None:
        words = {"ref": use_case.ref}
        raise RuleError(_("%(ref)s has no such intended use. Reload the page.") % words)
    return found


def answer(
    classification: Classification,
    *,
    actor: Actor,
    answers: Mapping[str, Any],
    seen: int | None = None,
    reason: str = "",
) -> Classification:
    """Keep answers, of one question or of many; None takes an answer back.

    Equal answers change nothing. Raises RuleError for an unknown question or value.
    """
    given = _plain(
        classification, {name: value for name, value in answers.items() if value is not None}
    )
    taken_back = {name for name, value in answers.items() if value is None}
    if seen in (None, classification.version) and not _changed(classification, given, taken_back):
        return classification
    # The ledger names the questions; the list is filled once the stored answers are locked.
    changed: list[str] = []
    facts = {"questions": changed}
    with acting(ANSWER, classification, actor, seen=seen, reason=reason, facts=facts) as record:
        changed += _changed(record, given, taken_back)
        keep(record, given, taken_back)
    return record


def adopt(
    classification: Classification,
    *,
    actor: Actor,
    questions: Collection[str] | None = None,
    seen: int | None = None,
) -> Classification:
    """Make suggestions of the register answers: all of them, or those of some questions."""
    wanted = set(classification.suggested if questions is None else questions)
    chosen = {
        name: item["answer"]
        for name, item in classification.suggested.items()
        if name in wanted and name not in classification.answers
    }
    if not chosen:
        raise RuleError(_("There is no suggestion to adopt."))
    given = _plain(classification, chosen)
    facts = {"questions": sorted(given)}
    with acting(ADOPT, classification, actor, seen=seen, facts=facts) as record:
        keep(record, given, ())
    return record


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
        evaluation.settle(record)
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
    newest = newest_questions()
    if is_as_corrected(record, newest):
        raise RuleError(_("The classification is already made by this law."))
    record.questionnaire, record.questionnaire_digest = newest, newest.content_digest
    record.answers = evaluation.usable(record.answers, edition=record.edition, act=record.act)
    record.by_default = [name for name in record.by_default if name in record.answers]
    overrides.lapse(record, because="law")
    evaluation.settle(record)


def is_as_corrected(record: Classification, newest: Questionnaire | None = None) -> bool:
    """Say whether a classification rests on the newest questions and the law as shipped."""
    questions = (newest or newest_questions()).content_digest
    law = load_edition(FRAMEWORK, record.edition).digest
    return (record.questionnaire_digest, record.law_digest) == (questions, law)


def newest_questions() -> Questionnaire:
    """Return the questions as published last; raise RuleError where there are none."""
    newest = Questionnaire.objects.newest(CLASSIFICATION)
    if newest is None:
        raise RuleError(_("No questionnaire is published yet. Ask an administrator to publish it."))
    return newest


def give_view(
    classification: Classification,
    *,
    actor: Actor,
    kind: str,
    code: str,
    view: str,
    source: str,
) -> Classification:
    """Record a legal view on a question or rule that needs one; a later view takes its place."""
    with acting(GIVE_VIEW, classification, actor, facts={kind: code}) as record:
        items = [item for item in record.outcome["needs_review"] if item.get(kind) == code]
        if not items:
            raise RuleError(_("Nothing about %(code)s needs a legal view.") % {"code": code})
        known = [each for each in record.legal_views.all() if each.answers_to(items[0])]
        for item in items:
            kept = next((each for each in known if each.answers_to(item)), None)
            kept = kept or LegalView(classification=record, kind=kind, code=code, doubt=item["why"])
            kept.view, kept.source = view.strip(), source.strip()
            kept.save()
        evaluation.count_reviews(record)
    return record


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


def _plain(record: Classification, answers: Mapping[str, Any]) -> dict[str, Any]:
    return evaluation.plain(answers, edition=record.edition, act=record.act)


def _changed(
    record: Classification, given: Mapping[str, Any], taken_back: Iterable[str]
) -> list[str]:
    # To give the same answer oneself confirms what was taken by default.
    taken = record.by_default
    other = {
        name for name, value in given.items() if record.answers.get(name) != value or name in taken
    }
    return sorted(other | {name for name in taken_back if name in record.answers})


def keep(record: Classification, given: Mapping[str, Any], taken_back: Iterable[str]) -> None:
    """Put answers on a record within acting; what rested on other answers ends with it."""
    if any(record.answers.get(name) != given.get(name) for name in {*given, *taken_back}):
        overrides.lapse(record, because="answers")
    settle_answered(record, given.keys())
    left = {name: value for name, value in record.answers.items() if name not in taken_back}
    record.answers = {**left, **given}
    record.by_default = [name for name in record.by_default if name in left and name not in given]
    answered = record.answers.keys()
    record.suggested = {
        name: item for name, item in record.suggested.items() if name not in answered
    }
    evaluation.settle(record)


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

"""Assessments begun and answered: one question or many, suggestions adopted, legal views given."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.questionnaires import procedures, sheets
from assessments.questionnaires.actions import settling
from assessments.questionnaires.actions.closing import settle_answered
from assessments.questionnaires.actions.publishing import newest
from assessments.questionnaires.actions.suggesting import last_of, offered, suggestions_for
from assessments.questionnaires.models.assessments import Assessment
from records import permissions
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.models import Record

# A word closes no doubt: so many characters are a sentence that says what and why.
VIEW_AT_LEAST = 40


def start[Kind: Assessment](model: type[Kind], subject: Record, *, actor: Actor) -> Kind:
    """Begin to assess a record; nothing is answered, what is known is suggested."""
    refuse_subject(subject, actor)
    new = model(**{model.subject_fields[0]: subject})
    return begin(new, actor=actor, questionnaire=newest(procedures.of(model).code))


def refuse_subject(subject: Record, actor: Actor) -> None:
    """Refuse to assess what the actor may not change, or what is out of use."""
    permissions.require(actor, "change", subject)
    if subject.is_archived:
        raise RuleError(_("%(ref)s is archived. Restore it first.") % {"ref": subject.ref})


def begin[Kind: Assessment](
    new: Kind, *, actor: Actor, questionnaire: Any, facts: Mapping[str, str] | None = None
) -> Kind:
    """Store a new assessment of its subject, with what is suggested for it."""
    subject = new.subject
    new.unit, new.owner = subject.unit, subject.owner or actor.person
    new.questionnaire, new.questionnaire_digest = questionnaire, questionnaire.content_digest
    new.previous = last_of(new)
    new.suggested = suggestions_for(new)
    settling.settle(new)
    told = {"subject": subject.ref, "questionnaire": new.questionnaire_digest}
    with acting(procedures.verb(new, "start"), new, actor, facts=facts or told) as started:
        return started


def answer[Kind: Assessment](
    assessment: Kind,
    *,
    actor: Actor,
    answers: Mapping[str, Any],
    seen: int | None = None,
    reason: str = "",
) -> Kind:
    """Keep answers, of one question or of many; None takes an answer back.

    Equal answers change nothing. Raises RuleError for an unknown question or value.
    """
    given = plain(assessment, {name: value for name, value in answers.items() if value is not None})
    taken_back = {name for name, value in answers.items() if value is None}
    if seen in (None, assessment.version) and not _changed(assessment, given, taken_back):
        return assessment
    # The ledger names the questions; the list is filled once the stored answers are locked.
    changed: list[str] = []
    facts, verb = {"questions": changed}, procedures.verb(assessment, "answer")
    with acting(verb, assessment, actor, seen=seen, reason=reason, facts=facts) as record:
        changed += _changed(record, given, taken_back)
        keep(record, given, taken_back)
    return record


def adopt[Kind: Assessment](assessment: Kind, *, actor: Actor, seen: int | None = None) -> Kind:
    """Make answers of all suggestions that are on offer."""
    chosen = offered(assessment)
    if not chosen:
        raise RuleError(_("There is no suggestion to adopt."))
    given = plain(assessment, chosen)
    facts, verb = {"questions": sorted(given)}, procedures.verb(assessment, "adopt")
    with acting(verb, assessment, actor, seen=seen, facts=facts) as record:
        keep(record, given, ())
    return record


def give_view[Kind: Assessment](
    assessment: Kind,
    *,
    actor: Actor,
    kind: str,
    code: str,
    view: str,
    source: str,
) -> Kind:
    """Record a legal view on a question or rule that needs one; a later view takes its place."""
    view, source = view.strip(), source.strip()
    if len(view) < VIEW_AT_LEAST:
        raise RuleError(
            _("Say in a sentence what was found, and on which reading of which text it rests.")
        )
    verb = procedures.verb(assessment, "give_view")
    with acting(verb, assessment, actor, facts={kind: code}) as record:
        items = [item for item in record.outcome["needs_review"] if item.get(kind) == code]
        if not items:
            raise RuleError(_("Nothing about %(code)s needs a legal view.") % {"code": code})
        views = record.legal_views
        known = [each for each in views.all() if each.answers_to(items[0])]
        for item in items:
            kept = next((each for each in known if each.answers_to(item)), None)
            kept = kept or views.model(kind=kind, code=code, doubt=item["why"])
            setattr(kept, kept.belongs_to, record)
            kept.view, kept.source = view, source
            kept.save()
        settling.count_reviews(record)
    return record


def plain(record: Assessment, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as they are stored; raise RuleError for what may not be answered."""
    return sheets.plain(answers, edition=record.chosen_edition, questions=record.questions)


def _changed(record: Assessment, given: Mapping[str, Any], taken_back: Iterable[str]) -> list[str]:
    # To give the same answer oneself confirms what was taken by default.
    taken = record.by_default
    other = {
        name for name, value in given.items() if record.answers.get(name) != value or name in taken
    }
    return sorted(other | {name for name in taken_back if name in record.answers})


def keep(
    record: Assessment,
    given: Mapping[str, Any],
    taken_back: Iterable[str],
    *,
    by_default: bool = False,
) -> None:
    """Put answers on a record within acting; what rested on other answers ends with it.

    What is taken `by_default` is kept as what nobody looked at.
    """
    if any(record.answers.get(name) != given.get(name) for name in {*given, *taken_back}):
        procedures.of(record).changed(record)
    settle_answered(record, given.keys())
    left = {name: value for name, value in record.answers.items() if name not in taken_back}
    record.answers = {**left, **given}
    kept = {name for name in record.by_default if name in left and name not in given}
    record.by_default = sorted(kept | given.keys() if by_default else kept)
    answered = record.answers.keys()
    record.suggested = {
        name: item for name, item in record.suggested.items() if name not in answered
    }
    settling.settle(record)

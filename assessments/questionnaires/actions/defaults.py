"""Open questions answered by their defaults, all at once: never what can decide the outcome."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from assessments.questionnaires import procedures
from assessments.questionnaires.actions.answering import keep
from assessments.questionnaires.actions.closing import waiting_questions
from assessments.questionnaires.engine.answers import as_json
from assessments.questionnaires.models.assessments import Assessment
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError


def takeable(record: Assessment) -> frozenset[str]:
    """Name what is open, with no colleague, and cannot decide the outcome."""
    unanswered = record.outcome.get("unanswered", ())
    deciding = {name for each in unanswered for name in each["questions"]}
    deciding.update(procedures.of(record).deciding(record))
    return record.open_questions - deciding - waiting_questions(record)


def take[Kind: Assessment](assessment: Kind, *, actor: Actor, questions: Collection[str]) -> Kind:
    """Answer open questions by their defaults, and keep that nobody looked at them one by one.

    What can decide the outcome is left out, and what a colleague has.
    """
    wanted = takeable(assessment) & set(questions)
    if not wanted:
        raise RuleError(_("No open question can be answered by its default."))
    counts = assessment.sheet().effective
    given = {name: as_json(counts[name]) for name in sorted(wanted)}
    seen, facts = assessment.version, {"questions": sorted(given)}
    verb = procedures.verb(assessment, "take_defaults")
    with acting(verb, assessment, actor, seen=seen, facts=facts) as record:
        keep(record, given, (), by_default=True)
    return record

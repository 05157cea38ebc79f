"""Open questions answered by their defaults, all at once: never what can decide the class."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.actions import evaluation
from assessments.classification.actions.classifications import keep
from assessments.classification.actions.closing import waiting_questions
from assessments.classification.actions.suggesting import denied_by_register
from assessments.engine.answers import as_json
from assessments.models import Classification
from records.acting import acting
from records.actors import Actor
from records.errors import RuleError
from records.verbs import Verb

TAKE = Verb(
    "assessments.classification.take_defaults",
    needs="change",
    told=gettext_lazy("took open questions by their defaults"),
)

# Scope, bans, high-risk areas and the exception from them decide a class, whatever stands today.
DECIDING = frozenset({"scope", "ai_system", "prohibited", "annex_i", "annex_iii", "derogation"})


def takeable(record: Classification) -> frozenset[str]:
    """Name what is open, with no colleague, cannot decide the class, and is not denied by a fact.

    Where the register holds a fact that a default contradicts, the question has to be asked.
    """
    deciding = {name for each in record.outcome.get("unanswered", ()) for name in each["questions"]}
    asked = record.act.questionnaire.by_id
    return frozenset(
        name
        for name in evaluation.open_questions(record, evaluation.sheet_of(record))
        if name not in deciding and asked[name].section not in DECIDING
    ) - (waiting_questions(record) | denied_by_register(record))


def take(
    classification: Classification, *, actor: Actor, questions: Collection[str]
) -> Classification:
    """Answer open questions by their defaults, and keep that nobody looked at them one by one.

    What can decide the class is left out, and what a colleague has.
    """
    wanted = takeable(classification) & set(questions)
    if not wanted:
        raise RuleError(_("No open question can be answered by its default."))
    sheet = evaluation.sheet_of(classification)
    given = {name: as_json(sheet.effective[name]) for name in sorted(wanted)}
    seen, facts = classification.version, {"questions": sorted(given)}
    with acting(TAKE, classification, actor, seen=seen, facts=facts) as record:
        keep(record, given, ())
        record.by_default = sorted({*record.by_default, *given})
    return record

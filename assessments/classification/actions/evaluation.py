"""Reading a classification's answers by the rules, and keeping what comes of it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.classification.actions import law_days, profiles
from assessments.classification.models.choices import OutcomeClass, gravity
from assessments.engine.ai_act import read
from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import ActRules
from assessments.engine.milder import only_milder
from assessments.engine.refusals import refusals
from assessments.engine.silence import unanswered
from assessments.engine.situation import Situation
from assessments.models import Classification
from assessments.questionnaires.actions.settling import store
from assessments.questionnaires.engine.answers import AnswerError, AnswerSheet
from controls.frameworks.loading import load_edition
from records.errors import RuleError

Answers = Mapping[str, Any]
BANS = "Art. 5(1)"


@dataclass(frozen=True)
class Evaluation:
    """An outcome, the sheet that led to it, and the situation it puts us in.

    Beside what the engine returns, `not_met` says why bans and grounds do not hold, and
    `unanswered` which graver classes rest on questions that nobody has answered, and `milder`
    which other questions without an answer could only make the class milder.
    """

    outcome: dict[str, Any]
    sheet: AnswerSheet
    situation: Situation


def evaluate(
    answers: Answers,
    *,
    edition: str,
    on: datetime.date,
    act: ActRules,
    by_default: Iterable[str] = (),
) -> Evaluation:
    """Read answers by the rules; raise RuleError for what the questionnaire does not allow.

    Nor is anything read as of a day beyond the life of the law.
    """
    law_days.refuse_beyond(on)
    try:
        found = read(answers, edition=edition, on=on, act=act, by_default=by_default)
    except AnswerError as error:
        raise RuleError(str(error)) from error
    outcome = found.result.as_json()
    outcome["not_met"] = refusals(act, found.sheet, on=on)
    # Left out where there are none, so that no other outcome has another digest.
    if silent := unanswered(act, found.sheet, on=on):
        outcome["unanswered"] = [each.as_json() for each in silent]
    decisive = {name for each in silent for name in each.questions}
    decisive |= {each["question"] for each in outcome["doubts"] if "question" in each}
    if milder := only_milder(act, found.sheet, on=on, decisive=frozenset(decisive)):
        outcome["milder"] = list(milder)
    return Evaluation(outcome, found.sheet, found.situation)


def settle(record: Classification) -> None:
    """Work the outcome out anew; the procedure of classifications calls it."""
    found = evaluate(
        record.answers,
        edition=record.edition,
        on=record.on_date,
        act=record.act,
        by_default=record.by_default,
    )
    store(record, found.outcome, found.sheet)
    record.outcome_class = found.outcome["class"]
    record.gravity = gravity(record.outcome_class)
    record.worst_class = worst_class(record.outcome)
    record.roles, record.grounds = found.outcome["roles"], found.outcome["grounds"]
    record.law_digest = load_edition(FRAMEWORK, record.edition).digest
    _keep_profile(record, found.situation)


def worst_class(outcome: Mapping[str, Any]) -> str:
    """Return the gravest class that is still possible; none where no question is open.

    This alone says whether a result is open: badge, lists, overview, page and pack all follow it.
    An answer "not sure" is ours to settle, whatever hangs on it. What the law leaves open counts
    where it could change the class: a day by the letter alone would mark nearly every result. What
    nobody answered counts where it could make the class graver, by a ban of a later day too.
    """
    named: set[str] = set()
    for doubt in outcome.get("doubts", ()):
        possible = {_as_class(name) for name in doubt["could_become"]} & set(OutcomeClass.values)
        if possible or "question" in doubt:
            named |= {outcome["class"], *possible}
    if silent := outcome.get("unanswered"):
        named |= {outcome["class"], *(each["class"] for each in silent)}
    return next((name for name in OutcomeClass.values if name in named), "")


def _as_class(name: str) -> str:
    return OutcomeClass.PROHIBITED if name.startswith(BANS) else name


def derive(record: Classification) -> None:
    """Work out what the stored answers ask of us; the outcome stays as it is."""
    found = read(record.answers, edition=record.edition, on=record.on_date, act=record.act)
    open_now = {
        "doubts": found.result.as_json()["doubts"],
        "unanswered": [
            each.as_json() for each in unanswered(record.act, found.sheet, on=record.on_date)
        ],
    }
    record.worst_class = worst_class(record.outcome | open_now)
    _keep_profile(record, found.situation)


def _keep_profile(record: Classification, situation: Situation) -> None:
    law_digest = load_edition(FRAMEWORK, record.edition).digest
    name = profiles.keep(situation, record.act, law_digest=law_digest)
    record.obligation_profile_id = name

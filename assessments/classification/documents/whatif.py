"""What would change an outcome, told in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import CLASSES, ROLES
from assessments.engine.smallest import AnswerStep, Counterfactual, Finding
from assessments.questionnaires.engine.answers import as_json
from records.shapes import Status

# So many other answers are told in one sentence; more are a list.
SENTENCE_HOLDS = 2


@dataclass(frozen=True)
class StepTold:
    """One other answer: `question` leads to where it is answered, `before` is what was given."""

    question: str
    url: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeTold:
    """Other answers and what they would bring about; `is_other_class` says whether the class."""

    steps: Sequence[StepTold]
    effects: Sequence[str]
    status: Status
    is_other_class: bool

    @property
    def is_long(self) -> bool:
        """Say whether its answers are too many for one sentence."""
        return len(self.steps) > SENTENCE_HOLDS


def tell(told: ClassificationTeller, change: Counterfactual) -> ChangeTold:
    """Tell one counterfactual."""
    steps = [
        StepTold(
            question=told.question(step.question),
            url=told.question_url(step.question),
            before=_before(told, step),
            after=told.answer(step.question, as_json(step.after)),
        )
        for step in change.steps
    ]
    effects = [_lost(told, change, each) for each in sorted(change.lost)]
    effects += [_gained(told, each) for each in sorted(change.gained)]
    words = CLASSES[change.outcome]
    other = change.outcome != told.outcome["class"]
    if not effects:
        effects = [str(words.sentence)]
    return ChangeTold(steps, effects, words.status, other)


def _before(told: ClassificationTeller, step: AnswerStep) -> str:
    if not told.is_given(step.question):
        return ""
    return told.answer(step.question, as_json(step.before))


def _lost(told: ClassificationTeller, change: Counterfactual, finding: Finding) -> str:
    kind = finding[0]
    if kind == "ground" and change.outcome == "not_high_risk_documented":
        sentence = _("The exception of Art. 6(3) would hold for %(name)s.")
    else:
        sentence = {
            "ground": _("%(name)s would no longer make it high-risk."),
            "prohibited": _("The prohibition of %(name)s would not apply."),
            "transparency": _("The duty of %(name)s would fall away."),
            "role": _("Our role as %(name)s would fall away."),
            "upcoming": _("The coming prohibition of %(name)s would not apply."),
        }[kind]
    return sentence % {"name": _name(told, finding)}


def _gained(told: ClassificationTeller, finding: Finding) -> str:
    sentence = {
        "ground": _("%(name)s would make it high-risk."),
        "prohibited": _("It would be prohibited by %(name)s."),
        "transparency": _("The duty of %(name)s would be added."),
        "role": _("We would have the role of %(name)s."),
        "upcoming": _("It would be prohibited from a later day by %(name)s."),
    }[finding[0]]
    return sentence % {"name": _name(told, finding)}


def _name(told: ClassificationTeller, finding: Finding) -> str:
    kind, name = finding
    return str(ROLES.get(name, name)) if kind == "role" else told.law.told(name)

"""How assessments of each kind are carried out: what is theirs beside what all have in common."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.questionnaires.engine.expressions import ConditionFacts
from assessments.questionnaires.engine.outcomes import check as check_outcomes
from assessments.questionnaires.engine.outcomes import find
from assessments.questionnaires.engine.questionnaire import Question, QuestionnaireContent
from assessments.questionnaires.models.assessments import Assessment
from controls.frameworks.loading.companions import Companion
from records.ledger.canonical import JSON
from records.models import Record
from records.shapes import ChangeLine, Citation, Text
from records.verbs import Verb

# What can be done to an assessment of any kind: the end of the verb's code, the need, how it is
# told. Who may see one and was asked may answer that one question, whatever their role: the open
# request is the right, and it ends with the answer.
ACTS: Mapping[str, tuple[str, Text]] = {
    "start": ("change", _("started the assessment")),
    "answer": ("change", _("answered questions")),
    "adopt": ("change", _("adopted suggestions of the register")),
    "take_defaults": ("change", _("took open questions by their defaults")),
    "give_view": ("change", _("recorded a legal view")),
    "replace": ("change", _("replaced the assessment by a new one")),
    "ask": ("change", _("passed a question on")),
    "withdraw_question": ("change", _("took a question back")),
    "answer_asked": ("view", _("answered the question they were asked")),
    "pass_back": ("view", _("gave a question back without an answer")),
}


type Cite = Callable[[str], Citation | None]

# A suggestion that rests on the assessment before: "last:CL-0001".
LAST = "last"


def _nothing(*_given: Any) -> Any:
    return ()


def _no_values(_record: object) -> Mapping[str, object]:
    return {}


def _facts(record: Any, answers: Mapping[str, JSON]) -> ConditionFacts:
    return find(record.questions, record.sheet(answers), on=record.read_on).facts


def because(code: str) -> Text:
    """Tell from where a suggestion comes; "last:" names the assessment of last time."""
    source, _colon, ref = code.partition(":")
    return _("You said so last time, in %(ref)s.") % {"ref": ref} if source == LAST else code


def _effect(_question: Question, text: str) -> Text:
    return text


def _label(text: str) -> Citation | None:
    return Citation(text) if text else None


def _labels(_record: Record) -> Cite:
    return _label


def _note(record: Any, code: str) -> Text:
    """Tell a rule by its note; a check speaks for itself where its message stands."""
    if any(check.id == code for check in record.questions.checks):
        return _("Answers that do not fit together")
    notes = {rule.id: rule.note for rule in record.questions.rules}
    return notes.get(code) or code


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Say how one kind of assessment is told, where that is not as everywhere.

    `acts` replaces words of ACTS, `guidance` finds texts on a question or a section, `cite` returns
    for a record who reads its citations. `effect` tells what an answer brings about, `because` why
    one is suggested, `rule` what is in doubt beside questions, `beside` what stands at the side of
    the questions. In the history `silent` fields say nothing by themselves; `outcome` tells one
    that became another.
    """

    acts: Mapping[str, Text] = field(default_factory=dict)
    guidance: Callable[[Any, str], Sequence[Companion]] = _nothing
    cite: Callable[[Any], Cite] = _labels
    effect: Callable[[Question, str], Text] = _effect
    because: Callable[[str], Text] = because
    rule: Callable[[Any, str], Text] = _note
    beside: Callable[[Any], Mapping[str, JSON]] = _no_values
    silent: Sequence[str] = ()
    outcome: Callable[[Mapping[str, JSON], Mapping[str, JSON]], Sequence[ChangeLine]] = _nothing


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """Say how one kind of assessment is carried out; only `model` and `code` are needed.

    `code` names the questionnaire, `shipped` the folder with the edition that the product brings.
    `check` refuses a questionnaire that is not read here. `settle` works the outcome out; without
    one, the rules and outcomes of the questionnaire say by themselves what comes of it. `suggest`
    offers answers, `facts` returns what conditions find with other answers, `deciding` names the
    questions whose defaults are not taken in bulk, `changed` ends what rested on other answers,
    `restart` begins anew from one that was archived.
    """

    model: type[Assessment]
    code: str
    shipped: Path | None = None
    check: Callable[[QuestionnaireContent], Any] = check_outcomes
    settle: Callable[[Any], None] | None = None
    suggest: Callable[[Any], Mapping[str, JSON]] = _no_values
    facts: Callable[[Any, Mapping[str, JSON]], ConditionFacts] = _facts
    deciding: Callable[[Any], Collection[str]] = _nothing
    changed: Callable[[Any], None] = _nothing
    restart: Callable[..., Any] | None = None
    wording: Wording = field(default_factory=Wording)
    verbs: Mapping[str, Verb] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Declare the verbs of the kind."""
        made = {
            name: Verb(f"{self.model.kind_code()}.{name}", needs, self.wording.acts.get(name, told))
            for name, (needs, told) in ACTS.items()
        }
        object.__setattr__(self, "verbs", made)


_PROCEDURES: dict[type[Assessment], Procedure] = {}


def register(procedure: Procedure) -> None:
    """Make a procedure known; called from a feature's `registration.py`."""
    if _PROCEDURES.setdefault(procedure.model, procedure) is not procedure:
        raise ValueError(f"{procedure.model.kind_code()} has a procedure already.")


def of(kind: Assessment | type[Assessment]) -> Procedure:
    """Return how assessments of a kind are carried out."""
    return _PROCEDURES[kind if isinstance(kind, type) else type(kind)]


def verb(record: Assessment, name: str) -> Verb:
    """Return the verb of an act on this kind of assessment."""
    return of(record).verbs[name]


def every() -> Sequence[Procedure]:
    return tuple(_PROCEDURES.values())

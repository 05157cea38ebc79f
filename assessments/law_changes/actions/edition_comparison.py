"""Reading cases by another edition of the law, and telling what is otherwise; nothing is stored."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from assessments.classification.actions import evaluation, law_days, profiles
from assessments.engine import corrections
from assessments.engine.accounts import ChangeAccount
from assessments.engine.ai_act import ClassificationReading, read
from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import ActRules
from assessments.engine.obligations.derivation import DerivedObligation
from assessments.engine.obligations.editions import (
    CaseChange,
    ProvisionChange,
    compare_case,
    compare_editions,
    compare_obligations,
)
from assessments.engine.obligations.setting_aside import sets_aside
from assessments.law_changes.actions.edition_cases import Case
from assessments.models import act_of
from assessments.questionnaires import sheets
from controls.frameworks.loading import load_edition
from records.errors import RuleError


@dataclass(frozen=True, slots=True)
class EditionChange:
    """From which edition to which, and the day by which the new one is read."""

    old: str
    new: str
    on: date

    @property
    def is_correction(self) -> bool:
        """Say whether the same edition is read as it was corrected."""
        return corrections.is_correction(self.new)

    def check(self) -> None:
        """Refuse editions that the questionnaire does not know, and equal ones."""
        known = sorted(profiles.known_editions())
        if self.is_correction and self.old in known:
            known = [*known, corrections.name_of(self.old)]
        for name in (self.old, self.new):
            if name not in known:
                sentence = _("There is no edition “%(edition)s”; known are %(known)s.")
                raise RuleError(sentence % {"edition": name, "known": ", ".join(known)})
        if self.old == self.new:
            raise RuleError(_("Choose two different editions."))
        law_days.refuse_beyond(self.on)

    @property
    def provisions(self) -> tuple[ProvisionChange, ...]:
        """Return what the law itself changes; a correction changes the catalogue, not the law."""
        return () if self.is_correction else law_changes(self.old, self.new)


@lru_cache(maxsize=16)
def law_changes(old: str, new: str) -> tuple[ProvisionChange, ...]:
    """Compare two editions of the AI Act, once a process."""
    return compare_editions(load_edition(FRAMEWORK, old), load_edition(FRAMEWORK, new))


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """What the new edition makes of one case; `obligations` names the set of their changes.

    `worst` is what the class may be at worst before and after, as far as answers are there.
    """

    case: Case
    change: CaseChange
    obligations: str
    worst: tuple[str, str]
    corrections: Sequence[str] = ()
    accounts: Sequence[ChangeAccount] = ()

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values; the set of obligations is told once for all that share it."""
        case = self.case
        return {
            "ref": case.ref,
            "use_case": case.use_case,
            "name": case.name,
            "unit": case.unit,
            "owner": case.owner_ref,
            "read_by": case.edition,
            "verdict": self.change.verdict,
            "before": self.change.before,
            "after": self.change.after,
            "worst_before": self.worst[0],
            "worst_after": self.worst[1],
            "is_incomplete": not case.is_answered,
            "differs": dict(self.change.differs),
            "questions": list(self.change.questions),
            "reviews": list(self.change.reviews),
            "obligations": self.obligations,
            "corrections": list(self.corrections),
            "because": [account.as_json() for account in self.accounts],
            "digest": case.digest,
        }


@dataclass(frozen=True, slots=True)
class Before:
    """A case under the old edition; `key` names its obligations, `visible` what was shown."""

    outcome: Mapping[str, Any]
    obligations: Sequence[DerivedObligation]
    visible: frozenset[str]
    key: Hashable


class EditionComparison:
    """Read cases by the new edition and collect the sets of changed obligations they share."""

    def __init__(self, change: EditionChange) -> None:
        change.check()
        self.change = change
        self.sets: dict[str, dict[str, Any]] = {}
        self.names: dict[tuple[Hashable, ...], str] = {}
        # What the questions and rules named anywhere are called.
        self.called: dict[str, dict[str, Any]] = {}
        # So many rest on the new law already, and are read by neither.
        self.resting = 0
        self._profiles: dict[str, Sequence[DerivedObligation]] = {}
        self._provisions = {item.code: item for item in change.provisions}

    def findings(self, found: Iterable[Case]) -> Iterator[CaseFinding]:
        """Read each case; nothing is stored."""
        for case in found:
            yield self._finding(case)

    def _finding(self, case: Case) -> CaseFinding:
        old = self._before(case)
        new = _reading(case, self.change.new, self.change.on)
        shown = new.sheet.visible - self._fixed(case) - case.answers.keys()
        outcome = new.result.as_json()
        told = compare_case(old.outcome, outcome, new_questions=shown - old.visible)
        self.call(self.act(case), {*told.questions, *told.reviews})
        owed = self.obligations(case, old, new)
        return CaseFinding(case, told, owed, worst_of(old.outcome, outcome))

    def call(self, act: ActRules, names: Iterable[str]) -> None:
        """Keep what questions and rules are called, for whoever reads the report later."""
        for name in names:
            if name not in self.called:
                self.called |= _called(act, name)

    def _before(self, case: Case) -> "Before":
        """Take what is stored where the case is read by the old edition, else read it by that."""
        if case.edition == self.change.old and case.profile and case.is_answered:
            # Whatever was shown has an answer, so that nothing open was shown before.
            return Before(case.outcome, self.stored(case.profile), frozenset(), case.profile)
        reading = _reading(case, self.change.old, case.on)
        asked = profiles.asked_in(reading.situation, act_of(case.questionnaire))
        outcome = case.outcome if case.edition == self.change.old else reading.result.as_json()
        return Before(outcome, asked, reading.sheet.visible, reading.situation)

    def stored(self, profile: str) -> Sequence[DerivedObligation]:
        if profile not in self._profiles:
            self._profiles[profile] = profiles.stored(profile)
        return self._profiles[profile]

    def _fixed(self, case: Case) -> frozenset[str]:
        return sheets.given_by(self.change.new, act_of(case.questionnaire).questionnaire)

    def obligations(self, case: Case, old: "Before", new: ClassificationReading) -> str:
        """Name the set of changed obligations; cases alike share it."""
        was, now = old.outcome["class"], new.result.outcome
        key = (old.key, was, new.situation, now, case.questionnaire)
        if key not in self.names:
            asked = profiles.asked_in(new.situation, self.act(case))
            differs = compare_obligations(
                _in_force(old.obligations, was),
                _in_force(asked, now),
                provisions=self._provisions,
            )
            self.names[key] = self._name(self.explained(differs, old, new))
        return self.names[key]

    def told_of_the_law(self) -> list[dict[str, Any]]:
        """Tell which provisions are otherwise."""
        return [item.as_json() for item in self.change.provisions]

    def told_corrections(self) -> list[dict[str, Any]]:
        """Tell what was corrected; nothing between two editions."""
        return []

    def act(self, case: Case) -> ActRules:
        """Return the questions by which the new edition is read: those of the case."""
        return act_of(case.questionnaire)

    def explained(
        self, differs: dict[str, Any], old: "Before", new: ClassificationReading
    ) -> dict[str, Any]:
        """Give each changed obligation its reason; here the law itself is the reason."""
        return differs

    def _name(self, differs: dict[str, Any]) -> str:
        if not any(differs.values()):
            return ""
        known = next((name for name, each in self.sets.items() if each == differs), None)
        name = known or f"set-{len(self.sets) + 1}"
        self.sets[name] = differs
        return name


def worst_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a class may be at worst before and after; nothing where it is settled."""
    return evaluation.worst_class(before), evaluation.worst_class(after)


def _in_force(obligations: Iterable[DerivedObligation], outcome: str) -> list[DerivedObligation]:
    """Leave out what a ban sets aside: nobody owes it."""
    return [item for item in obligations if not sets_aside(outcome, item.regime)]


def _called(act: ActRules, name: str) -> dict[str, dict[str, Any]]:
    """Return the words of a question, or the text that a rule rests on."""
    question = act.questionnaire.by_id.get(name)
    if question is not None:
        labels = {each.value: each.label for each in question.answers}
        about = {"text": question.text, "section": question.section, "answers": labels}
        return {name: about | {"citation": question.citation}}
    cited = {each.id: each.citation for each in act.questionnaire.rules}
    cited |= {each.id: each.citation for each in act.questionnaire.checks}
    return {name: {"citation": cited[name]}} if name in cited else {}


def _reading(case: Case, edition: str, on: date) -> ClassificationReading:
    act = act_of(case.questionnaire)
    return read(case.answers, edition=edition, on=on, act=act, by_default=case.by_default)

"""Account for what a revision changes in a result: by which rules, answers and corrections."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessments.engine.ai_act import ClassificationResult, RuleReason
from assessments.engine.corrections import DOUBTS, QUESTIONS, WORDING, by_subject
from assessments.engine.effects import ActRules
from assessments.questionnaires.engine.expressions import Has, Is, leaves
from records.ledger.canonical import JSON

# Under these a rule names what it adds or takes away.
_NAMING = (
    "add_prohibited",
    "add_high_risk",
    "add_transparency",
    "add_role",
    "remove_role",
    "gpai",
    "add_duty",
    "duties",
    "removed",
)
# The same answer counts as before where only others were added or reworded.
_ANSWERS = frozenset({"answers"})


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """One thing that changes, the text it rests on, the answers and the corrections behind it.

    `sort` is a part of the outcome, or "questions" and "reviews" for what is asked anew.
    """

    sort: str
    name: str
    change: str
    citations: tuple[str, ...] = ()
    answers: tuple[tuple[str, object], ...] = ()
    corrections: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "sort": self.sort,
            "name": self.name,
            "change": self.change,
            "citations": list(self.citations),
            "answers": [{"question": name, "answer": answer} for name, answer in self.answers],
            "corrections": list(self.corrections),
        }


class Accounts:
    """Account for the differences of one result under one edition, before and after."""

    def __init__(
        self, edition: str, act: ActRules, *, was: ClassificationResult, now: ClassificationResult
    ) -> None:
        self.act = act
        self._was = {reason.rule: reason for reason in was.reasons}
        self._now = {reason.rule: reason for reason in now.reasons}
        self._bearing = by_subject(edition, QUESTIONS, but=WORDING | DOUBTS)
        self._counting = by_subject(edition, QUESTIONS, but=WORDING | DOUBTS | _ANSWERS)
        self._doubting = by_subject(edition, QUESTIONS, but=WORDING | _ANSWERS)

    def outcome(self, differs: Mapping[str, JSON]) -> Iterator[ChangeAccount]:
        """Account for each name that an outcome gains or loses, and for a class by itself."""
        for sort, difference in differs.items():
            for change in ("gained", "lost"):
                for name in difference.get(change, ()):
                    yield self._account(sort, name, change, self._about(name))
            if "to" in difference and (sort != "class" or len(differs) == 1):
                rules = self._about(difference["to"]) or self._otherwise()
                yield self._account(sort, difference["to"], "gained", rules)

    def questions(
        self, names: Iterable[str], *, dropped: frozenset[str]
    ) -> Iterator[ChangeAccount]:
        """Account for questions that are asked anew; what is `dropped` lost its answer."""
        for name in sorted(names):
            question = self.act.questionnaire.by_id[name]
            subjects = self._bearing if name in dropped else self._counting
            found = _ids(subjects, (name,))
            if not found and question.show_if is not None:
                tests = leaves(question.show_if)
                shown_by = [test.question for test in tests if isinstance(test, Is | Has)]
                found = _ids(self._counting, shown_by)
            cited = (question.citation,) if question.citation else ()
            yield ChangeAccount("questions", name, "gained", cited, (), found or self._of_all())

    def reviews(self, names: Iterable[str]) -> Iterator[ChangeAccount]:
        """Account for questions and rules that need a legal view now."""
        for name in names:
            reason = self._now.get(name)
            question = self.act.questionnaire.by_id.get(name)
            cited = reason.citation if reason else question.citation if question else ""
            answers = reason.because if reason else ()
            corrections = _ids(self._doubting, (name,)) or self._of_all()
            cites = (cited,) if cited else ()
            yield ChangeAccount("reviews", name, "gained", cites, answers, corrections)

    def _account(
        self, sort: str, name: str, change: str, rules: Iterable[RuleReason]
    ) -> ChangeAccount:
        rules = list(rules)
        answers = dict(pair for reason in rules for pair in reason.because)
        cited = dict.fromkeys(reason.citation for reason in rules if reason.citation)
        subjects = [*(reason.rule for reason in rules), *answers]
        found = _ids(self._counting, subjects) or self._of_all()
        return ChangeAccount(sort, name, change, tuple(cited), tuple(answers.items()), found)

    def _about(self, name: str) -> list[RuleReason]:
        """Return the rules that name something on one side alone, else on both."""
        had = {rule: each for rule, each in self._was.items() if name in _names(each)}
        has = {rule: each for rule, each in self._now.items() if name in _names(each)}
        rules = had.keys() ^ has.keys() or had.keys() | has.keys()
        return [has.get(rule) or had[rule] for rule in sorted(rules)]

    def _otherwise(self) -> list[RuleReason]:
        """Return the rules that hold on one side alone."""
        rules = self._was.keys() ^ self._now.keys()
        return [self._now.get(rule) or self._was[rule] for rule in sorted(rules)]

    def _of_all(self) -> tuple[str, ...]:
        """Name the corrections of all rules that hold otherwise, where nothing nearer is known."""
        return _ids(self._counting, (reason.rule for reason in self._otherwise()))


def _names(reason: RuleReason) -> set[str]:
    listed = (reason.effect.get(key, ()) for key in _NAMING)
    return {name for each in listed for name in ([each] if isinstance(each, str) else each)}


def _ids(subjects: Mapping[str, JSON], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each["id"] for name in names for each in subjects.get(name, ())))

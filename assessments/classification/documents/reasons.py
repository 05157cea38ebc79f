"""The reasons of an outcome: rules that held, and those that did not, with the answers behind."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.classification.documents import effects
from assessments.classification.documents.effects import TOPICS, topic_of
from assessments.classification.documents.grounds import Grounds
from assessments.classification.documents.law import LawBook
from assessments.engine.effects import ActRules
from assessments.models import Classification, OutcomeClass
from assessments.questionnaires.documents.doubts import QuestionUrl, nowhere
from records.shapes import Reason, ReasonAnswer

_EXCEPTION = "Art. 6(3)"


class Reasoning:
    """Tell why a classification came out as it did."""

    def __init__(
        self,
        record: Classification,
        *,
        law: LawBook,
        question_url: QuestionUrl = nowhere,
        outcome: Mapping[str, Any] | None = None,
    ) -> None:
        self.record, self.law = record, law
        self.outcome: Mapping[str, Any] = record.outcome if outcome is None else outcome
        self.act: ActRules = record.act
        self.question_url = question_url

    @property
    def grounds(self) -> Grounds:
        """Return who tells the high-risk grounds."""
        return Grounds(self.law, self.act, self.outcome)

    @property
    def roles(self) -> list[str]:
        """Name the roles that the law gives us; outside its scope, only where a duty remains."""
        named: list[str] = list(self.outcome["roles"])
        if self.outcome["class"] != OutcomeClass.OUT_OF_SCOPE:
            return named
        owing = {item["role"] for item in self.outcome["duties"]}
        return [role for role in named if role in owing]

    def _counts(self, effect: Mapping[str, Any]) -> bool:
        """Say whether what a rule brings about stands: outside the scope no role or duty does."""
        if self.outcome["class"] != OutcomeClass.OUT_OF_SCOPE:
            return True
        role = effect.get("add_role", effect.get("remove_role"))
        if role is not None:
            return role in self.roles
        named = effect.get("add_duty", ())
        provisions = {named} if isinstance(named, str) else {*named, *effect.get("duties", ())}
        return not provisions or not provisions.isdisjoint(
            item["provision"] for item in self.outcome["duties"]
        )

    def question(self, name: str) -> str:
        """Return the text of a question."""
        found = self.act.questionnaire.by_id.get(name)
        return found.text if found else name

    def answer(self, name: str, value: str | Sequence[str]) -> str:
        """Return the label of an answer."""
        found = self.act.questionnaire.by_id.get(name)
        labels = {item.value: item.label for item in found.answers} if found else {}
        values = [value] if isinstance(value, str) else value
        return "; ".join(labels.get(item, item) for item in values)

    def because(self, items: Sequence[Mapping[str, Any]]) -> list[ReasonAnswer]:
        """Repeat the answers a reason rests on."""
        return [
            ReasonAnswer(
                self.question(item["question"]),
                self.answer(item["question"], item["answer"]),
                self.question_url(item["question"]),
                self._silence(item["question"]),
            )
            for item in items
        ]

    def _silence(self, name: str) -> str:
        """Say that a default stands for an answer, or that nobody was asked."""
        if name in self.record.by_default:
            return _("taken by default")
        if self.is_given(name):
            return ""
        was_asked = name in self.record.sheet().visible
        return _("not answered, counts by default") if was_asked else _("not asked")

    def is_given(self, name: str) -> bool:
        """Say whether a person gave an answer, or the choice of the edition did."""
        fixed = self.act.questionnaire.editions[self.record.edition].answers
        return name in self.record.answers or name in fixed

    def reasons(self, *topics: str) -> list[Reason]:
        """Return the chains that led to the outcome, by topic; rules of a later day stand apart."""
        wanted = topics or tuple(TOPICS)
        told = [
            (topic_of(item["effect"]), item)
            for item in self.outcome["reasons"]
            if "applies_from" not in item["effect"] and self._counts(item["effect"])
        ]
        kept = [(topic, item) for topic, item in told if topic in wanted]
        kept.sort(key=lambda pair: wanted.index(pair[0]))
        return [self._reason(topic, item) for topic, item in kept]

    def refusals(self, topic: str) -> list[Reason]:
        """Return what does not apply, with the reason: every "no" keeps it."""
        items = self.outcome.get("not_met", ())
        return [self._no(item) for item in items if topic_of(item["effect"]) == topic]

    def _reason(self, topic: str, item: Mapping[str, Any]) -> Reason:
        rule, tone = TOPICS[topic]
        effect = self.effect(item["effect"])
        if "applies_from" in item["effect"]:
            tone = "upcoming"
        cited = self.law.cite(item["citation"])
        return Reason(effect, rule, self.because(item["because"]), cited, tone)

    def _no(self, item: Mapping[str, Any]) -> Reason:
        effect = item["effect"]
        name = effect.get("add_prohibited") or effect.get("add_high_risk", "")
        name = name or effect.get("add_transparency", "")
        if "derogate" in effect:
            name = _EXCEPTION
        title = self.law.name(name)
        told = name if title in name else title
        rule = TOPICS[topic_of(effect)][0]
        cited = self.law.cite(item["citation"])
        return Reason(told, rule, self._said(item["because"]), cited, "neutral")

    def _said(self, items: Sequence[Mapping[str, Any]]) -> list[ReasonAnswer]:
        """Repeat why a rule does not hold; what nobody was asked is a reason only by itself."""
        shown = self.record.sheet().visible
        said = [
            item for item in items if item["question"] in shown or self.is_given(item["question"])
        ]
        return self.because(said or items)

    def effect(self, effect: Mapping[str, Any]) -> str:
        """Tell what a rule brought about."""
        return effects.tell(self.law, effect, self.act.questionnaire.by_id, self.grounds.told)

    def upcoming(self) -> list[Reason]:
        """Return what rules of a later day will add."""
        later = [item for item in self.outcome["reasons"] if "applies_from" in item["effect"]]
        return [self._reason(topic_of(item["effect"]), item) for item in later]

    def upcoming_bans(self) -> list[str]:
        """Return, in sentences, what will be prohibited from a later day."""
        return [
            self.effect(item["effect"])
            for item in self.outcome["reasons"]
            if "applies_from" in item["effect"] and "add_prohibited" in item["effect"]
        ]

"""An outcome told in plain values: class, reasons as chains, duties, doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.classification import prefill
from assessments.classification.actions import evaluation, suggesting
from assessments.classification.actions.doubts import taken_by_default
from assessments.classification.documents import (
    doubts,
    duties,
    effects,
    fines,
    headlines,
    left_open,
)
from assessments.classification.documents.doubts import OpenAnswer
from assessments.classification.documents.duties import Duty
from assessments.classification.documents.effects import TOPICS, topic_of
from assessments.classification.documents.grounds import Grounds
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.words import CLASSES, class_status, field_of, not_settled
from assessments.engine.effects import Act
from assessments.models import Classification, LegalView, OutcomeClass
from assessments.questionnaires.documents.doubts import (
    Doubt,
    QuestionUrl,
    doubts_of,
    nowhere,
)
from inventory.use_cases.choices import Lifecycle
from records.spoken import in_words
from records.templatetags.shapes import Answer, Citation, Reason, Status, Text, Tone

# What a rule says that only gives a reason why nothing is owed.
_WHY = frozenset({"reason", "note"})
_EXCEPTION = "Art. 6(3)"


@dataclass(frozen=True)
class Remark:
    """Something the consistency checks found."""

    text: str
    citation: Citation | None


class Teller:
    """Tell one classification; `day` is the day on which it is read."""

    def __init__(
        self,
        record: Classification,
        *,
        law: LawBook,
        day: date,
        question_url: QuestionUrl = nowhere,
        outcome: Mapping[str, Any] | None = None,
    ) -> None:
        self.record, self.law, self.day = record, law, day
        self.outcome: Mapping[str, Any] = record.outcome if outcome is None else outcome
        self.act: Act = record.act
        self.question_url = question_url

    @property
    def status(self) -> Status:
        """Return the badge of the class."""
        return class_status(self.outcome["class"], worst=self.worst)

    @property
    def worst(self) -> str:
        """Return what the class may be at worst; nothing where it is settled."""
        is_kept = self.outcome is self.record.outcome
        return self.record.worst_class if is_kept else evaluation.worst_class(self.outcome)

    @property
    def grounds(self) -> Grounds:
        """Return who tells the high-risk grounds."""
        return Grounds(self.law, self.act, self.outcome)

    @property
    def headline(self) -> str:
        """Tell the class in a sentence, with what it rests on."""
        words = CLASSES[self.outcome["class"]]
        told = str(words.sentence)
        open_by = left_open.class_open_by(self.outcome)
        if self.worst and open_by:
            told = not_settled(words, open_by=open_by)
        if because := "; ".join(self._rests_on()):
            told = _("%(told)s It rests on %(because)s.") % {"told": told, "because": because}
        return told if open_by or not self.worst else f"{told} {words.asks_open}"

    def _rests_on(self) -> list[str]:
        if self.outcome["class"] == OutcomeClass.PROHIBITED:
            return [self.law.told(name) for name in self.outcome["prohibited"]]
        if self.outcome["class"] == OutcomeClass.HIGH_RISK:
            return [self.grounds.told(name) for name in self.outcome["grounds"]]
        if self.outcome["class"] == OutcomeClass.NOT_HIGH_RISK:
            return self.grounds.taken_out()
        if self.outcome["class"] == OutcomeClass.TRANSPARENCY:
            return [self.law.told(name) for name in self.outcome["transparency"]]
        return []

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

    @property
    def retired(self) -> str:
        """Say that the register has the use case out of use, and what that leaves; else nothing."""
        use_case = self.record.use_case
        if use_case.lifecycle != Lifecycle.RETIRED:
            return ""
        told = _(
            "The register has it out of use. What is told here was owed while it was in use; some "
            "of it, such as keeping documents, goes on."
        )
        if use_case.retired_on is None:
            return told
        since = _("Retired on %(day)s.") % {"day": date_format(use_case.retired_on)}
        return f"{since} {told}"

    @property
    def means(self) -> Text:
        """Return what the class means in plain words; nothing is meant by one that is open."""
        if left_open.deciding(self.outcome):
            return _("What that means is settled once the open questions are answered.")
        return CLASSES[self.outcome["class"]].means

    def owed(self) -> list[str]:
        """Tell by role and day what the class asks of us, and the fine behind it."""
        rows = headlines.asked(self.record, self.outcome["class"])
        told = headlines.owed(self.record, self.outcome, rows, day=self.day) or self._nothing()
        return [*told, *fines.told(self.record, self.outcome, rows)]

    @property
    def doubt_tone(self) -> Tone:
        """Warn where the badge says that a question is open."""
        return "warn" if self.worst else "info"

    @property
    def doubt(self) -> str:
        """Say what the result may still become, and what of it the law leaves open."""
        return doubts.headline(self.outcome, self.record.on_date)

    def doubt_by_sentence(self) -> list[str]:
        """Say the same one by one, the weightiest first."""
        return doubts.sentences(self.outcome, self.record.on_date)

    def left_open_by_law(self) -> list[tuple[str, str]]:
        """Tell the points of the law that the sentences name by place alone, each with its why."""
        return [(place, in_words(why)) for place, why in doubts.by_law(self.outcome)]

    def open_answers(self) -> list[OpenAnswer]:
        """Tell the answers on which the result hangs: those that are missing or "not sure"."""
        return doubts.open_answers(
            self.outcome,
            question=self.question,
            url=self.question_url,
            name=self.grounds.told,
            section=self._section,
        )

    @property
    def by_default(self) -> str:
        """Say which answers were taken by default; nothing where none was."""
        return taken_by_default(self.record)

    def _section(self, question: str) -> str:
        """Return the title of the section that asks a question."""
        asked = self.act.questionnaire
        of = asked.by_id[question].section
        return next(each.title for each in asked.sections if each.id == of)

    def _nothing(self) -> list[str]:
        """Tell that nothing is asked of us, by the reason that the rules give where they do."""
        alone = [item["effect"] for item in self.outcome["reasons"] if set(item["effect"]) <= _WHY]
        reasons = [self.effect(effect) for effect in alone]
        if left_open.is_open(self.outcome):
            so_far = _("On the answers so far: %(told)s")
            told = [so_far % {"told": each} for each in reasons]
            return told or [_("So far no duty was found that falls on us.")]
        return reasons or [headlines.nothing(self.outcome["class"])]

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

    def because(self, items: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Repeat the answers a reason rests on."""
        return [
            Answer(
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

    def _said(self, items: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Repeat why a rule does not hold; what nobody was asked is a reason only by itself."""
        shown = self.record.sheet().visible
        said = [
            item for item in items if item["question"] in shown or self.is_given(item["question"])
        ]
        return self.because(said or items)

    def effect(self, effect: Mapping[str, Any]) -> str:
        """Tell what a rule brought about."""
        return effects.tell(self.law, effect, self.act.questionnaire.by_id, self.grounds.told)

    def duties(self) -> list[Duty]:
        """Return the duties that rules name: ours first, then by date."""
        is_kept = self.outcome is self.record.outcome
        counts = self.record.class_in_force if is_kept else self.outcome["class"]
        waits = [each.told for each in self.act.transitions if each.only_if]
        return duties.told(self.law, self.outcome, day=self.day, counts=counts, waits=waits)

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

    def doubts(self, views: Sequence[LegalView]) -> list[Doubt]:
        """Return what needs a legal view, with the view where one was recorded."""
        return doubts_of(self.record, views, question_url=self.question_url, rule=self.rule)

    def rule(self, code: str) -> str:
        """Tell the rule, check or outcome of a code."""
        fired = next((one for one in self.outcome["reasons"] if one["rule"] == code), None)
        if fired is not None:
            return self.effect(fired["effect"])
        if any(one.id == code for one in self.act.questionnaire.checks):
            return _("Answers that do not fit together")
        return str(CLASSES[self.outcome["class"]].sentence)

    def remarks(self) -> list[Remark]:
        """Return what the consistency checks found, and what the register says otherwise."""
        checks = {check.id: check for check in self.act.questionnaire.checks}
        found = [checks[name] for name in self.outcome["warnings"] if name in checks]
        told = [Remark(in_words(check.message), self.law.cite(check.citation)) for check in found]
        return told + [Remark(text, None) for text in self.contradicted()]

    def contradicted(self) -> list[str]:
        """Tell the answers that the register, as it stands now, denies."""
        record = self.record
        facts, asked = suggesting.facts_of(record.use_case), record.sheet().visible
        words = _(
            "“%(question)s” is answered “%(answer)s”; the register says otherwise (%(field)s)."
        )
        return [
            words
            % {
                "question": self.question(name := each.question),
                "answer": self.answer(name, record.answers[name]),
                "field": field_of(each.because),
            }
            for each in prefill.contradicted(facts, record.answers)
            if each.question in asked
        ]

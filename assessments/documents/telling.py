"""An outcome told in plain values: class, reasons as chains, duties, doubts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.documents import effects
from assessments.documents.effects import TOPICS, topic_of
from assessments.documents.law import LawBook
from assessments.documents.words import CLASSES, ROLES
from assessments.engine.effects import Act
from assessments.models import Classification, LegalView
from records.templatetags.shapes import Answer, Citation, Reason, Status, Text

# Where a question is answered; documents have no such place.
QuestionUrl = Callable[[str], str]


def nowhere(_question: str) -> str:
    """Lead nowhere."""
    return ""


@dataclass(frozen=True)
class Duty:
    """One duty in words; `is_ours` says whether it falls on a role that we have."""

    provision: str
    title: str
    url: str
    role: Text
    is_ours: bool
    applies_from: date | None
    status: Status
    why: str


@dataclass(frozen=True)
class Doubt:
    """What needs a legal view: about which question or rule, why, and the view that was found."""

    kind: str
    code: str
    about: Text
    url: str
    why: str
    view: LegalView | None


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
        return CLASSES[self.outcome["class"]].status

    @property
    def headline(self) -> str:
        """Tell the class in a sentence, with what it rests on."""
        told = str(CLASSES[self.outcome["class"]].sentence)
        grounds = self.outcome["prohibited"] or self.outcome["grounds"]
        if self.outcome["class"] in {"prohibited", "high_risk"} and grounds:
            because = "; ".join(self.law.told(name) for name in grounds)
            return _("%(told)s It rests on %(because)s.") % {"told": told, "because": because}
        return told

    @property
    def meaning(self) -> dict[str, Text]:
        """Return what the class means in plain words, where the law says it, and the fine."""
        regimes = self.act.questionnaire.regimes
        found = next((item for item in regimes if item.name == self.outcome["class"]), None)
        return {
            "plain": CLASSES[self.outcome["class"]].means,
            "law": found.means if found else "",
            "fine": found.fine if found else "",
        }

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
            )
            for item in items
        ]

    def reasons(self, *topics: str) -> list[Reason]:
        """Return the chains that led to the outcome, by topic; rules of a later day stand apart."""
        wanted = topics or tuple(TOPICS)
        told = [
            (topic_of(item["effect"]), item)
            for item in self.outcome["reasons"]
            if "applies_from" not in item["effect"]
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
        return Reason(
            effect,
            rule,
            self.because(item["because"]),
            self.law.cite(item["citation"]),
            tone,
            item["rule"],
        )

    def _no(self, item: Mapping[str, Any]) -> Reason:
        effect = item["effect"]
        name = effect.get("add_prohibited") or effect.get("add_high_risk", "")
        name = name or effect.get("add_transparency", "")
        title = self.law.name(name)
        told = name if title in name else title
        rule = TOPICS[topic_of(effect)][0]
        cited = self.law.cite(item["citation"])
        return Reason(told, rule, self.because(item["because"]), cited, "neutral", item["rule"])

    def effect(self, effect: Mapping[str, Any]) -> str:
        """Tell what a rule brought about."""
        return effects.tell(self.law, effect)

    def duties(self) -> list[Duty]:
        """Return the duties: ours first, then by date; those without date at the end."""
        told = [self._duty(item) for item in self.outcome["duties"]]
        last = date.max
        return sorted(
            told, key=lambda duty: (not duty.is_ours, duty.applies_from or last, duty.provision)
        )

    def _duty(self, item: Mapping[str, Any]) -> Duty:
        day = item["applies_from"]
        applies_from = date.fromisoformat(day) if day else None
        return Duty(
            provision=item["provision"],
            title=self.law.name(item["provision"]),
            url=self.law.url(item["provision"]),
            role=ROLES.get(item["role"], item["role"]),
            is_ours=item["role"] in self.outcome["roles"],
            applies_from=applies_from,
            status=since(applies_from, self.day),
            why=item["why"],
        )

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
        return [self._doubt(item, views) for item in self.outcome["needs_review"]]

    def _doubt(self, item: Mapping[str, Any], views: Sequence[LegalView]) -> Doubt:
        kind = "question" if "question" in item else "rule"
        code = item[kind]
        view = next((each for each in views if each.answers_to(dict(item))), None)
        about = self.question(code) if kind == "question" else self._rule(code)
        url = self.question_url(code) if kind == "question" else ""
        return Doubt(kind, code, about, url, item["why"], view)

    def _rule(self, code: str) -> str:
        fired = next((one for one in self.outcome["reasons"] if one["rule"] == code), None)
        if fired is not None:
            return self.effect(fired["effect"])
        check = next((one for one in self.act.questionnaire.checks if one.id == code), None)
        return _("Answers that do not fit together") if check else code

    def remarks(self) -> list[Remark]:
        """Return what the consistency checks found."""
        checks = {check.id: check for check in self.act.questionnaire.checks}
        found = [checks[name] for name in self.outcome["warnings"] if name in checks]
        return [Remark(check.message, self.law.cite(check.citation)) for check in found]


def since(applies_from: date | None, day: date) -> Status:
    """Say where a duty stands on a day."""
    if applies_from is None:
        return Status(_("Without a date"), "neutral")
    if applies_from > day:
        return Status(_("From %(day)s") % {"day": date_format(applies_from)}, "upcoming")
    return Status(_("Since %(day)s") % {"day": date_format(applies_from)}, "info")

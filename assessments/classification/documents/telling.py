"""An outcome told in plain values: class, reasons as chains, duties, doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.classification.actions import evaluation, suggesting
from assessments.classification.actions.doubts import taken_by_default
from assessments.classification.documents import (
    doubts,
    duties,
    fines,
    headlines,
    left_open,
    open_answers,
)
from assessments.classification.documents.duties import DutyText
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.open_answers import OpenAnswer
from assessments.classification.documents.reasons import Reasoning
from assessments.classification.documents.words import (
    CLASSES,
    UNANSWERED,
    class_status,
    field_of,
    not_settled,
)
from assessments.models import Classification, LegalView, OutcomeClass
from assessments.questionnaires.documents.doubts import (
    DoubtText,
    QuestionUrl,
    doubts_of,
    nowhere,
)
from assessments.questionnaires.engine.answers import as_json
from inventory.use_cases.choices import Lifecycle
from records.shapes import Citation, Status, Text, Tone
from records.wording import in_words

# What a rule says that only gives a reason why nothing is owed.
_WHY = frozenset({"reason", "note"})


@dataclass(frozen=True)
class Remark:
    """Something the consistency checks found."""

    text: str
    citation: Citation | None


class ClassificationTeller(Reasoning):
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
        super().__init__(record, law=law, question_url=question_url, outcome=outcome)
        self.day = day

    @property
    def status(self) -> Status:
        """Return the badge of the class."""
        if not self.record.answered_count:
            return UNANSWERED
        return class_status(self.outcome["class"], worst=self.worst)

    @property
    def worst(self) -> str:
        """Return what the class may be at worst; nothing where it is settled."""
        is_kept = self.outcome is self.record.outcome
        return self.record.worst_class if is_kept else evaluation.worst_class(self.outcome)

    @property
    def headline(self) -> str:
        """Tell the class in a sentence, with what it rests on."""
        if not self.record.answered_count:
            return f"{UNANSWERED.word}."
        words = CLASSES[self.outcome["class"]]
        told = str(words.sentence)
        open_by = left_open.class_open_by(self.outcome)
        if self.worst and open_by:
            told = not_settled(words, open_by=open_by, may_be_graver=self._may_be_graver)
        if because := "; ".join(self._rests_on()):
            told = _("%(told)s It rests on %(because)s.") % {"told": told, "because": because}
        return told if open_by or not self.worst else f"{told} {words.asks_open}"

    @property
    def _may_be_graver(self) -> bool:
        return bool(self.worst != self.outcome["class"])

    @property
    def otherwise(self) -> str:
        """Say by which answer a class could turn out milder; a list of many stands elsewhere."""
        leading = doubts.leading(self.outcome)
        if self._may_be_graver or len(leading) != 1:
            return ""
        name, others = leading[0]
        said = _("“Not sure”") if self.is_given(name) else _("no answer yet")
        words = {"question": self.question(name), "said": said, "others": others}
        sentence = _(
            "It may still turn out to be %(others)s; that depends on one question: “%(question)s” "
            "(%(said)s)."
        )
        return sentence % words

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
        if not self.record.answered_count:
            return _("What counts by default says nothing about this use.")
        if left_open.class_open_by(self.outcome) == "answers":
            return _("What that means is settled once the open questions are answered.")
        return CLASSES[self.outcome["class"]].means

    def owed(self) -> list[str]:
        """Tell by role and day what the class asks of us, and the fine behind it."""
        if not self.record.answered_count:
            return []
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
        return doubts.headline(self.outcome, self.record.on_date, answers=self.record.answers)

    def doubt_by_sentence(self) -> list[str]:
        """Say the same one by one, the weightiest first."""
        return doubts.sentences(self.outcome, self.record.on_date, answers=self.record.answers)

    def left_open_by_law(self) -> list[tuple[Citation | None, str]]:
        """Tell the points of the law that the sentences name by place alone, each with its why."""
        found = doubts.by_law(self.outcome)
        return [(self.law.cite(place), in_words(why)) for place, why in found]

    def open_answers(self) -> list[OpenAnswer]:
        """Tell the answers on which the result hangs: those that are missing or "not sure"."""
        return open_answers.told(
            self.outcome,
            question=self.question,
            url=self.question_url,
            name=self.grounds.told,
            section=self._section,
            given=self.is_given,
        )

    @property
    def by_default(self) -> str:
        """Say which answers were taken by default, and what that means; nothing where none was."""
        told = taken_by_default(self.record)
        if not told:
            return ""
        means = _(
            "Nobody looked at them one by one. When they were taken, none of them could decide the "
            "class; what it asks of you may rest on them. Each is marked among the answers."
        )
        return f"{told} {means}"

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

    def duties(self) -> list[DutyText]:
        """Return the duties that rules name: ours first, then by date."""
        is_kept = self.outcome is self.record.outcome
        counts = self.record.class_in_force if is_kept else self.outcome["class"]
        waits = [each.told for each in self.act.transitions if each.only_if]
        return duties.told(self.law, self.outcome, day=self.day, counts=counts, waits=waits)

    def doubts(self, views: Sequence[LegalView]) -> list[DoubtText]:
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
        """Tell the answers, and the defaults in their place, that the register now denies."""
        effective = self.record.sheet().effective
        return [
            self._denied(name := each.question)
            % {
                "question": self.question(name),
                "answer": self.answer(name, as_json(effective[name])),
                "field": field_of(each.because),
            }
            for each in suggesting.contradictions(self.record)
        ]

    def _denied(self, name: str) -> str:
        if name in self.record.by_default:
            return _(
                "“%(question)s” was taken by default as “%(answer)s”; the register says "
                "otherwise (%(field)s)."
            )
        if name in self.record.answers:
            return _(
                "“%(question)s” is answered “%(answer)s”; the register says otherwise (%(field)s)."
            )
        return _(
            "“%(question)s” has no answer and counts as “%(answer)s”; the register says "
            "otherwise (%(field)s)."
        )

"""What the law itself leaves open in a result: each point that is not settled, read the other way.

Told are the points that decide a class, a finding, a duty or a day of this case, and no others.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assessments.engine.changes import changes_between, from_day, listed, would
from assessments.engine.dates import ByAnnexI
from assessments.engine.doubts import Doubt, shown_of
from assessments.engine.effects import ActRules
from assessments.engine.findings import Findings
from assessments.engine.obligations.conditions import Point
from assessments.engine.obligations.details import WEAK
from assessments.engine.reading import Law, WorkedOut
from assessments.questionnaires.engine.answers import AnswerSheet, fill
from assessments.questionnaires.engine.expressions import Value
from assessments.questionnaires.engine.questionnaire import Question

# The article that says from when the law applies; where a day is open, its reading is.
DAYS = "Art. 113"
BOTH_LISTS = frozenset({"annex_i", "annex_iii"})
# Section B brings none of the duties of Annex III (Art. 2(2)).
SECTION_A = "Annex I Section A"
WHICH_LIST = (
    "Both Annex I and Annex III make the system high-risk, each from a day of its own, and "
    "Art. 113 does not say which one counts for what both bring. The earlier one is shown"
)


@dataclass(frozen=True, slots=True)
class LawDoubt:
    """A point that the law does not settle, with the question whose reading it is, if any."""

    doubt: Doubt
    question: str = ""


def law_in_doubt(
    law: Law, answers: Mapping[str, Value], sheet: AnswerSheet, base: WorkedOut
) -> tuple[LawDoubt, ...]:
    """List the points that the law does not settle and that decide something here."""
    by_questions = tuple(_by_questions(law, shown_of(answers, sheet), sheet, base))
    told = frozenset(each.doubt.law for each in by_questions)
    return (
        *by_questions,
        *_by_rules(law, sheet, base),
        *_by_outcome(law, sheet, base),
        *_by_routes(law, sheet, base),
        *_by_obligations(base, told),
    )


def asserted_in(findings: Findings) -> frozenset[str]:
    """Name the questions of which a rule that holds asks for the very answer they have."""
    fired = (*findings.fired, *findings.upcoming)
    return frozenset().union(*(item.because & item.act_rule.asserted for item in fired))


def _by_questions(
    law: Law, answers: Mapping[str, Value], sheet: AnswerSheet, base: WorkedOut
) -> Iterator[LawDoubt]:
    asserted = asserted_in(base.findings)
    for question in law.act.questionnaire.questions:
        now = sheet.effective[question.id]
        other = question.otherwise.get(now) if isinstance(now, str) else None
        if other is None or question.id not in sheet.visible:
            continue
        if not _is_read_so(question, now, base.findings, asserted):
            continue
        others = {**_of_one_point(law.act, question), question.id: other}
        read = law.read(fill(law.act.questionnaire, {**answers, **others}))
        why, place = question.uncertain_why, question.citation
        yield from _read_otherwise(base, read, why, place=place, question=question.id)


def _of_one_point(act: ActRules, question: Question) -> dict[str, Value]:
    """Read what else is asked about the same point otherwise, too, where that is one answer.

    A test that falls away falls away whole, whichever half of it is answered.
    """
    return {
        each.id: next(iter(each.otherwise.values()))
        for each in act.questionnaire.questions
        if each.uncertain_why == question.uncertain_why and len(set(each.otherwise.values())) == 1
    }


def _is_read_so(
    question: Question, now: Value, findings: Findings, asserted: frozenset[str]
) -> bool:
    """Say whether the result rests on a reading: by the fact it is about, or by the answer."""
    if question.otherwise_when is not None:
        return question.otherwise_when.holds(findings.facts)
    return now != question.default or question.id in asserted


def _by_rules(law: Law, sheet: AnswerSheet, base: WorkedOut) -> Iterator[LawDoubt]:
    for fired in (*base.findings.fired, *base.findings.upcoming):
        rule = fired.rule
        if rule.is_uncertain(base.findings.facts):
            read = law.read(sheet, without=rule.id)
            yield from _read_otherwise(base, read, rule.uncertain_why, place=rule.citation)


def _by_outcome(law: Law, sheet: AnswerSheet, base: WorkedOut) -> Iterator[LawDoubt]:
    outcome = base.outcome
    if outcome.is_uncertain(base.findings.facts):
        read = law.read(sheet, skipping=outcome.order)
        yield from _read_otherwise(base, read, outcome.uncertain_why, place=outcome.citation)


def _by_routes(law: Law, sheet: AnswerSheet, base: WorkedOut) -> Iterator[LawDoubt]:
    """Tell the later day once, where two lists bring the same duties from two days."""
    if base.dating.routes >= BOTH_LISTS and SECTION_A in base.situation.grounds:
        read = replace(law, dates=ByAnnexI(law.dates)).read(sheet)
        yield from _read_otherwise(base, read, WHICH_LIST, place=f"{DAYS}(c)")


def _read_otherwise(
    base: WorkedOut, read: WorkedOut, why: str, *, place: str, question: str = ""
) -> Iterator[LawDoubt]:
    changes = changes_between(base, read)
    if changes:
        otherwise = would(read.outcome.name, changes)
        told = f"{_not_settled(why)} By the other reading it would {otherwise}."
        yield LawDoubt(Doubt(told, listed(changes), law=place), question)


def _by_obligations(base: WorkedOut, told: frozenset[str]) -> Iterator[LawDoubt]:
    """Tell each reason once, with the days by the letter, or the duties that it leaves open.

    A place of the law that a question told already is not told again.

    Two days of two lists are told by their route; what only our source leaves open is no doubt.
    """
    days: dict[str, dict[str, None]] = defaultdict(dict)
    duties: dict[Point, dict[str, None]] = defaultdict(dict)
    for item in base.obligations:
        for point in item.unsettled.points:
            if point.why != WEAK and point.citation not in told:
                day = point.formal
                duties[point][from_day(item.provision, day) if day else item.provision] = None
        if item.formal_from is not None and item.unsettled.day:
            days[item.unsettled.day][from_day(item.provision, item.formal_from)] = None
    for why, named in days.items():
        yield LawDoubt(Doubt(_not_settled(why), tuple(named), law=DAYS))
    for point, named in duties.items():
        own = "Art. " + ", ".join(name.removeprefix("Art. ") for name in named)
        yield LawDoubt(Doubt(_not_settled(point.why), tuple(named), law=point.citation or own))


def _not_settled(why: str) -> str:
    return f"Not settled: {why[:1].upper()}{why[1:].rstrip('.')}."

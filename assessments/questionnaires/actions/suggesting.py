"""What is suggested as answers: by the procedure of a kind, and by last time."""

from collections.abc import Collection, Mapping

from assessments.questionnaires import procedures, sheets
from assessments.questionnaires.engine.expressions import Expression, Has, Is, leaves
from assessments.questionnaires.engine.questionnaire import AnswerCheck
from assessments.questionnaires.models.assessments import Assessment


def suggestions_for(record: Assessment) -> dict[str, object]:
    """Return what is suggested for an assessment that begins; what was said last time wins."""
    said = answers_of(record.previous, record, procedures.LAST)
    return {**procedures.of(record).suggest(record), **said}


def last_of[Kind: Assessment](record: Kind) -> Kind | None:
    """Return the newest archived assessment of the same thing: what was said last time."""
    rows = type(record).objects.filter(**record.same_subject, archived_at__isnull=False)
    found: Kind | None = rows.order_by("-archived_at").first()
    return found


def answers_of(source: Assessment | None, record: Assessment, because: str) -> dict[str, object]:
    """Offer the answers of another assessment, as far as these questions take them."""
    if source is None:
        return {}
    said = source.said
    taken = sheets.usable(said, edition=record.chosen_edition, questions=record.questions)
    return {
        question: {"answer": value, "because": f"{because}:{source.ref}"}
        for question, value in taken.items()
    }


def offered(
    record: Assessment,
    answers: Mapping[str, object] | None = None,
    *,
    among: Collection[str] | None = None,
) -> dict[str, object]:
    """Return the suggestions that may become answers all at once, of all questions or among some.

    They are on questions that are asked, and fit what people answered, here or in `answers`: none
    makes a check hold that did not hold without it and that such an answer is part of.
    """
    said = record.answers if answers is None else answers
    left = {
        name: item["answer"]
        for name, item in record.suggested.items()
        if name not in said and (among is None or name in among)
    }
    while left:
        asked = record.sheet({**said, **left}).visible - record.fixed
        left = {name: answer for name, answer in left.items() if name in asked}
        against = _against(record, said, left)
        if not against:
            break
        left = {name: answer for name, answer in left.items() if name not in against}
    return left


def _against(
    record: Assessment, said: Mapping[str, object], chosen: Mapping[str, object]
) -> frozenset[str]:
    """Name the chosen suggestions that stand in a check which they make hold, beside an answer."""
    given = said.keys() & record.sheet(said).visible
    if not given or not chosen:
        return frozenset()
    before, after = (_holding(record, each) for each in (said, {**said, **chosen}))
    named = [_questions(check.when) for check in after if check not in before]
    return frozenset(name for names in named if names & given for name in names & chosen.keys())


def _holding(record: Assessment, answers: Mapping[str, object]) -> list[AnswerCheck]:
    facts = procedures.of(record).facts(record, answers)
    return [check for check in record.questions.checks if check.when.holds(facts)]


def _questions(condition: Expression) -> set[str]:
    return {leaf.question for leaf in leaves(condition) if isinstance(leaf, Is | Has)}

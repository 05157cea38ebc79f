"""Refuse what does not hang together in a questionnaire: doubled ids, dangling references."""

from collections.abc import Iterable, Iterator, Mapping

from assessments.questionnaires.engine.expressions import (
    Expression,
    Flag,
    Has,
    Is,
    Leaf,
    RoleTest,
    SaidTest,
    leaves,
)
from assessments.questionnaires.engine.questionnaire import Question, QuestionnaireContent

type Vocabulary = Mapping[str, Iterable[str]]


class ReferenceFault(ValueError):
    """Say which id is doubled or which reference leads nowhere."""


def check_references(built: QuestionnaireContent, vocabulary: Vocabulary) -> None:
    """Check ids, sections, defaults, editions and every test in every condition."""
    _check_unique(built)
    _check_questions(built)
    _check_editions(built)
    _check_retired(built)
    for where, condition in _conditions(built):
        check_condition(condition, built, vocabulary, where=where)
    for check in built.checks:
        check_leaves(check.when, built, vocabulary, where=check.id)


def check_condition(
    condition: Expression, built: QuestionnaireContent, vocabulary: Vocabulary, *, where: str
) -> None:
    """Check a condition that counts answers alike, whoever gave them; a check may ask for that."""
    if any(isinstance(leaf, SaidTest) for leaf in leaves(condition)):
        raise ReferenceFault(f'{where}: only a check may test with "said".')
    check_leaves(condition, built, vocabulary, where=where)


def check_leaves(
    condition: Expression, built: QuestionnaireContent, vocabulary: Vocabulary, *, where: str
) -> None:
    """Check that a condition tests what is asked, and what rules may add."""
    for leaf in leaves(condition):
        _check_leaf(leaf, built.by_id, vocabulary, where)


def _check_unique(built: QuestionnaireContent) -> None:
    groups: Mapping[str, Iterable[str]] = {
        "section": [section.id for section in built.sections],
        "question": [each.id for each in built.questions] + [each.id for each in built.retired],
        "rule or check": [rule.id for rule in built.rules] + [check.id for check in built.checks],
        "order of outcome": [str(outcome.order) for outcome in built.outcomes],
    }
    for what, names in groups.items():
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise ReferenceFault(f'The {what} "{name}" stands twice.')
            seen.add(name)


def _check_questions(built: QuestionnaireContent) -> None:
    sections = {section.id for section in built.sections}
    earlier: set[str] = set()
    for question in built.questions:
        if question.section not in sections:
            raise ReferenceFault(f'{question.id}: there is no section "{question.section}".')
        _check_default(question)
        _check_otherwise(question)
        for leaf in leaves(question.show_if) if question.show_if else ():
            # Only earlier questions may be asked for: so visibility is settled in one pass.
            if not isinstance(leaf, Is | Has) or leaf.question not in earlier:
                raise ReferenceFault(
                    f"{question.id}.show_if: only the answer to an earlier question may be tested."
                )
        earlier.add(question.id)


def _check_default(question: Question) -> None:
    values = question.values
    if len(set(values)) != len(values):
        raise ReferenceFault(f"{question.id}: an answer value stands twice.")
    if question.is_multi != isinstance(question.default, tuple):
        raise ReferenceFault(f"{question.id}: the default must be of the question's type.")
    default = question.default if isinstance(question.default, tuple) else (question.default,)
    if not set(default) <= set(values):
        raise ReferenceFault(f"{question.id}: the default is not among the answers.")


def _check_otherwise(question: Question) -> None:
    told = {*question.otherwise, *question.otherwise.values()}
    if told and (
        question.is_multi or not question.uncertain_why or not told <= set(question.values)
    ):
        raise ReferenceFault(f"{question.id}: otherwise names what cannot be read in two ways.")


def _check_editions(built: QuestionnaireContent) -> None:
    for edition in built.editions.values():
        for name, value in edition.answers.items():
            question = built.by_id.get(name)
            if question is None or question.is_multi or value not in question.values:
                raise ReferenceFault(f'Edition {edition.id}: "{name}" cannot be answered so.')


def _check_retired(built: QuestionnaireContent) -> None:
    for question in built.retired:
        for answer, heirs in question.becomes.items():
            if answer not in question.answers:
                raise ReferenceFault(f'{question.id}: "{answer}" was not among its answers.')
            for name, value in heirs.items():
                heir = built.by_id.get(name)
                if heir is None or heir.is_multi or value not in heir.values:
                    raise ReferenceFault(f'{question.id}: "{name}" cannot be answered so.')


def _conditions(built: QuestionnaireContent) -> Iterator[tuple[str, Expression]]:
    """Yield every condition with its place; what may have none yields none."""
    for question in built.questions:
        yield from _given(question.id, question.show_if, question.otherwise_when)
    for rule in built.rules:
        yield from _given(rule.id, rule.when, rule.uncertain_when)
    for outcome in built.outcomes:
        yield from _given(f"outcome {outcome.order}", outcome.when, outcome.uncertain_when)


def _given(place: str, *conditions: Expression | None) -> Iterator[tuple[str, Expression]]:
    yield from ((place, condition) for condition in conditions if condition)


def _check_leaf(
    leaf: Leaf, questions: Mapping[str, Question], vocabulary: Vocabulary, where: str
) -> None:
    if not isinstance(leaf, Is | Has):
        kind = (
            "flags"
            if isinstance(leaf, Flag)
            else "roles"
            if isinstance(leaf, RoleTest)
            else "grounds"
        )
        if leaf.name not in vocabulary.get(kind, ()):
            raise ReferenceFault(f'{where}: "{leaf.name}" is not among the {kind} declared.')
        return
    question = questions.get(leaf.question)
    if question is None:
        raise ReferenceFault(f'{where}: there is no question "{leaf.question}".')
    if leaf.value not in question.values:
        raise ReferenceFault(f'{where}: "{leaf.value}" is not among the answers of {question.id}.')
    if question.is_multi != isinstance(leaf, Has):
        needed = "has" if question.is_multi else "is"
        raise ReferenceFault(f'{where}: {question.id} must be tested with "{needed}".')

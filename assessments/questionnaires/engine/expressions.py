"""Conditions over answers and derived facts: reading, truth, and the answers it rests on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

type Value = str | tuple[str, ...]
type Evidence = frozenset[str]

NOTHING: Evidence = frozenset()


class ExpressionError(ValueError):
    """Refuse a condition that cannot be read; the message names the place in it."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """Hold what a condition may ask for.

    Flags, roles and grounds are the ones that hold, each with the questions it rests on. `said`
    names the questions that somebody answered, where the others count by their defaults.
    """

    answers: Mapping[str, Value]
    flags: Mapping[str, Evidence] = field(default_factory=dict)
    roles: Mapping[str, Evidence] = field(default_factory=dict)
    grounds: Mapping[str, Evidence] = field(default_factory=dict)
    said: Collection[str] = NOTHING


@dataclass(frozen=True, slots=True)
class Is:
    """Test that the answer to a single-choice question equals a value."""

    question: str
    value: str

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return facts.answers[self.question] == self.value

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the questions whose answers decide it."""
        return frozenset((self.question,))


@dataclass(frozen=True, slots=True)
class SaidTest(Is):
    """Test that somebody gave this answer: a default, which contradicts nothing, is none."""

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return self.question in facts.said and Is.holds(self, facts)


@dataclass(frozen=True, slots=True)
class Has:
    """Test that the answer to a multiple-choice question contains a value."""

    question: str
    value: str

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return self.value in facts.answers[self.question]

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the questions whose answers decide it."""
        return frozenset((self.question,))


@dataclass(frozen=True, slots=True)
class Flag:
    """Test a flag computed so far; an absent one rests on no answer."""

    name: str

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return self.name in facts.flags

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the questions whose answers decide it."""
        return facts.flags.get(self.name, NOTHING)


@dataclass(frozen=True, slots=True)
class RoleTest:
    """Test a role computed so far; an absent one rests on no answer."""

    name: str

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return self.name in facts.roles

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the questions whose answers decide it."""
        return facts.roles.get(self.name, NOTHING)


@dataclass(frozen=True, slots=True)
class Ground:
    """Test that a ground is present; an absent one rests on no answer."""

    name: str

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return self.name in facts.grounds

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the questions whose answers decide it."""
        return facts.grounds.get(self.name, NOTHING)


@dataclass(frozen=True, slots=True)
class OnlyGround:
    """Test that a ground is the only one; when others stand beside it, it rests on them all."""

    name: str

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return len(facts.grounds) == 1 and self.name in facts.grounds

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the questions whose answers decide it."""
        return NOTHING.union(*facts.grounds.values())


@dataclass(frozen=True, slots=True)
class All:
    """Hold when every part holds."""

    parts: tuple["Expression", ...]

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return all(part.holds(facts) for part in self.parts)

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name every part's questions when true, those of the first failing part when false."""
        for part in self.parts:
            if not part.holds(facts):
                return part.evidence(facts)
        return NOTHING.union(*(part.evidence(facts) for part in self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Hold when at least one part holds."""

    parts: tuple["Expression", ...]

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return any(part.holds(facts) for part in self.parts)

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the first true part's questions when true, every part's when false."""
        for part in self.parts:
            if part.holds(facts):
                return part.evidence(facts)
        return NOTHING.union(*(part.evidence(facts) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    """Hold when the part does not; both rest on the same answers."""

    part: "Expression"

    def holds(self, facts: ConditionFacts) -> bool:
        """Say whether the condition is true."""
        return not self.part.holds(facts)

    def evidence(self, facts: ConditionFacts) -> Evidence:
        """Name the questions whose answers decide it."""
        return self.part.evidence(facts)


type Leaf = Is | Has | Flag | RoleTest | Ground | OnlyGround
type Expression = Leaf | All | AnyOf | Not

NAMED: Mapping[str, type[Flag] | type[RoleTest] | type[Ground] | type[OnlyGround]] = {
    "flag": Flag,
    "role": RoleTest,
    "ground": Ground,
    "only_ground": OnlyGround,
}


_TESTS: Mapping[str, type[Is] | type[Has]] = {"is": Is, "said": SaidTest, "has": Has}


def parse(data: object, path: str = "when") -> Expression:
    """Read a condition; raise ExpressionError where it is malformed."""
    if not isinstance(data, Mapping):
        raise ExpressionError(path, "A condition must be a mapping.")
    if "q" in data:
        return _test(data, path)
    if len(data) != 1:
        raise ExpressionError(path, f"A condition needs exactly one operator, found {list(data)}.")
    operator, operand = next(iter(data.items()))
    if operator in ("all", "any"):
        parts = _parts(operand, f"{path}.{operator}")
        return All(parts) if operator == "all" else AnyOf(parts)
    if operator == "not":
        return Not(parse(operand, f"{path}.not"))
    if operator in NAMED:
        return NAMED[operator](_text(operand, f"{path}.{operator}"))
    known = "q, all, any, not, flag, role, ground, only_ground"
    raise ExpressionError(path, f'Unknown operator "{operator}"; known are {known}.')


def leaves(expression: Expression, *, under_not: bool = True) -> Iterator[Leaf]:
    """Walk the tests of a condition; leave out those below a `not` when asked to."""
    match expression:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part, under_not=under_not)
        case Not(part):
            if under_not:
                yield from leaves(part)
        case _:
            yield expression


def may_hold(
    expression: Expression,
    facts: ConditionFacts,
    open_questions: Collection[str],
    *,
    wanted: bool = True,
) -> bool:
    """Say whether a condition could hold, or fail where that is wanted, by answers still open."""
    match expression:
        case Not(part):
            return may_hold(part, facts, open_questions, wanted=not wanted)
        case All(parts) | AnyOf(parts):
            each = (may_hold(part, facts, open_questions, wanted=wanted) for part in parts)
            return all(each) if isinstance(expression, All) == wanted else any(each)
        case Is(question) | Has(question) if question in open_questions:
            return True
        case _:
            return expression.holds(facts) == wanted


def _test(data: Mapping[str, object], path: str) -> Is | Has:
    test = next((name for name in _TESTS if set(data) == {"q", name}), None)
    if test is None:
        message = f'A test of a question needs "q" and "is", "said" or "has": {data}.'
        raise ExpressionError(path, message)
    return _TESTS[test](_text(data["q"], f"{path}.q"), _text(data[test], f"{path}.{test}"))


def _parts(data: object, path: str) -> tuple[Expression, ...]:
    if not isinstance(data, list | tuple) or not data:
        raise ExpressionError(path, "A list with at least one condition is needed.")
    return tuple(parse(item, f"{path}[{index}]") for index, item in enumerate(data))


def _text(data: object, path: str) -> str:
    if not isinstance(data, str) or not data:
        raise ExpressionError(path, f"A text is needed, found {data!r}.")
    return data

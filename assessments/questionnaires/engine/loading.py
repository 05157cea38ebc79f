"""Load a questionnaire: check it by its schema, build its values, name it by its digest."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assessments.questionnaires.engine.expressions import Expression, Value, parse
from assessments.questionnaires.engine.files import SCHEMA, read_questionnaire
from assessments.questionnaires.engine.questionnaire import (
    AnswerCheck,
    AnswerOption,
    OutcomeRule,
    Question,
    QuestionnaireContent,
    QuestionnaireEdition,
    QuestionSection,
    Retired,
    Rule,
)
from assessments.questionnaires.engine.references import check_references
from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.revisions import as_revisions
from records.incoming import faults
from records.ledger.canonical import JSON, digest

QUESTIONNAIRES = Path(__file__).parent.parent

type Data = Mapping[str, JSON]

# What was built, by the digest of its whole content: the same content is checked only once.
_known: dict[str, QuestionnaireContent] = {}
KNOWN_AT_MOST = 16


class QuestionnaireError(ValueError):
    """Refuse a questionnaire that is malformed; the message names the place."""


def load(source: Path | Mapping[str, JSON]) -> QuestionnaireContent:
    """Read a questionnaire from its folder or from a mapping of plain JSON values.

    Raises QuestionnaireError for whatever is malformed, unknown, doubled or dangling.
    """
    try:
        data = read_questionnaire(source) if isinstance(source, Path) else source
        if known := _known.get(_digest_of(data)):
            return known
        check_schema(data, SCHEMA, where="questionnaire")
        built = _build(data)
        check_references(built, data.get("vocabulary", {}))
    except (CatalogueError, ValueError) as error:
        raise QuestionnaireError(str(error)) from error
    if len(_known) >= KNOWN_AT_MOST:
        _known.clear()
    _known[built.digest] = built
    return built


def _digest_of(data: Data) -> str:
    """Name the content; what is no plain data has no name, and the schema says what is wrong."""
    try:
        return digest(data)
    except (TypeError, ValueError):
        return ""


def check_schema(data: object, schema: Path, *, where: str) -> None:
    """Check data against a JSON Schema file; name the first place that breaks it."""
    found = faults(data, schema)
    if found:
        place = "".join(f"[{part}]" for part in found[0].path)
        raise QuestionnaireError(f"{where}{place}: {found[0].sentence}")


def _build(data: Data) -> QuestionnaireContent:
    return QuestionnaireContent(
        id=data["id"],
        title=data["title"],
        as_of=datetime.date.fromisoformat(data["as_of"]),
        sources=tuple(data.get("sources", ())),
        how_to_run=tuple(data.get("how_to_run", ())),
        sections=tuple(QuestionSection(item["id"], item["title"]) for item in data["sections"]),
        questions=_each(data, "questions", _question),
        rules=_each(data, "rules", _rule),
        checks=_each(data, "checks", _check),
        outcomes=_each(data, "outcomes", _outcome),
        editions={name: _edition(name, item) for name, item in data.get("editions", {}).items()},
        retired=_each(data, "retired", _retired),
        digest=digest(data),
        content=data,
        revisions=as_revisions(data.get("revisions", ())),
    )


def _each[Built](data: Data, key: str, build: Callable[[Data], Built]) -> tuple[Built, ...]:
    return tuple(build(item) for item in data.get(key, ()))


def _question(item: Data) -> Question:
    return Question(
        id=item["id"],
        section=item["section"],
        is_multi=item["type"] == "multi",
        text=item["text"],
        help=item.get("help", ""),
        citation=item.get("citation", ""),
        default=_value(item["default"]),
        answers=tuple(
            AnswerOption(answer["value"], answer["label"], answer.get("effect", ""))
            for answer in item["answers"]
        ),
        show_if=_condition(item, "show_if"),
        applies_from=_date(item, "applies_from"),
        uncertain_why=item.get("uncertain_why", ""),
        otherwise=dict(item.get("otherwise", {})),
        otherwise_when=_condition(item, "otherwise_when"),
    )


def _retired(item: Data) -> Retired:
    becomes = {
        answer: {question: _value(value) for question, value in heirs.items()}
        for answer, heirs in item.get("becomes", {}).items()
    }
    return Retired(
        id=item["id"],
        text=item["text"],
        answers=tuple(item["answers"]),
        becomes=becomes,
        why=item["why"],
        citation=item["citation"],
    )


def _rule(item: Data) -> Rule:
    return Rule(
        id=item["id"],
        when=parse(item["when"], f"{item['id']}.when"),
        then=item["then"],
        citation=item.get("citation", ""),
        note=item.get("note", ""),
        applies_from=_date(item, "applies_from"),
        uncertain_why=item.get("uncertain_why", ""),
        uncertain_when=_condition(item, "uncertain_when"),
    )


def _check(item: Data) -> AnswerCheck:
    when = parse(item["when"], f"{item['id']}.when")
    return AnswerCheck(item["id"], when, item["message"], item.get("citation", ""))


def _outcome(item: Data) -> OutcomeRule:
    return OutcomeRule(
        order=item["order"],
        name=item["class"],
        text=item["text"],
        when=_condition(item, "when"),
        citation=item.get("citation", ""),
        uncertain_why=item.get("uncertain_why", ""),
        uncertain_when=_condition(item, "uncertain_when"),
    )


def _edition(name: str, item: Data) -> QuestionnaireEdition:
    answers = {question: _value(value) for question, value in item.get("answers", {}).items()}
    return QuestionnaireEdition(name, item["title"], answers)


def _value(data: str | Sequence[str]) -> Value:
    return data if isinstance(data, str) else tuple(data)


def _date(item: Data, key: str) -> datetime.date | None:
    return datetime.date.fromisoformat(item[key]) if key in item else None


def _condition(item: Data, key: str) -> Expression | None:
    name = item.get("id", item.get("class", ""))
    return parse(item[key], f"{name}.{key}") if key in item else None

"""Load a questionnaire: check it by its schema, build its values, name it by its digest."""

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from assessments.engine.expressions import Expression, Value, parse
from assessments.engine.files import read_questionnaire
from assessments.engine.questionnaire import (
    Answer,
    Check,
    Edition,
    Outcome,
    Question,
    Questionnaire,
    Regime,
    Rule,
    Section,
    Transition,
)
from assessments.engine.references import check_references
from controls.loading.errors import CatalogueError
from records.ledger.canonical import digest

QUESTIONNAIRES = Path(__file__).parent.parent / "questionnaires"
SCHEMA = QUESTIONNAIRES / "schema.json"

type Data = Mapping[str, Any]


class QuestionnaireError(ValueError):
    """Refuse a questionnaire that is malformed; the message names the place."""


def load(source: Path | Mapping[str, Any]) -> Questionnaire:
    """Read a questionnaire from its folder or from a mapping of plain JSON values.

    Raises QuestionnaireError for whatever is malformed, unknown, doubled or dangling.
    """
    try:
        data = read_questionnaire(source) if isinstance(source, Path) else source
        check_schema(data, SCHEMA, where="questionnaire")
        built = _build(data)
        check_references(built, data.get("vocabulary", {}))
    except (CatalogueError, ValueError) as error:
        raise QuestionnaireError(str(error)) from error
    return built


def check_schema(data: object, schema: Path, *, where: str) -> None:
    """Check data against a JSON Schema file; name the first place that breaks it."""
    errors = sorted(_validator(schema).iter_errors(data), key=lambda error: list(error.path))
    if errors:
        place = "".join(f"[{part}]" for part in errors[0].absolute_path)
        raise QuestionnaireError(f"{where}{place}: {errors[0].message}.")


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _build(data: Data) -> Questionnaire:
    return Questionnaire(
        id=data["id"],
        title=data["title"],
        as_of=datetime.date.fromisoformat(data["as_of"]),
        sources=tuple(data.get("sources", ())),
        how_to_run=tuple(data.get("how_to_run", ())),
        sections=tuple(Section(item["id"], item["title"]) for item in data["sections"]),
        questions=_each(data, "questions", _question),
        rules=_each(data, "rules", _rule),
        checks=_each(data, "checks", _check),
        outcomes=_each(data, "outcomes", _outcome),
        regimes=_each(data, "regimes", _regime),
        transitions=_each(data, "transitions", _transition),
        editions={name: _edition(name, item) for name, item in data.get("editions", {}).items()},
        digest=digest(data),
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
            Answer(answer["value"], answer["label"], answer.get("effect", ""))
            for answer in item["answers"]
        ),
        show_if=_condition(item, "show_if"),
        applies_from=_date(item, "applies_from"),
        uncertain_why=item.get("uncertain_why", ""),
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
    )


def _check(item: Data) -> Check:
    when = parse(item["when"], f"{item['id']}.when")
    return Check(item["id"], when, item["message"], item.get("citation", ""))


def _outcome(item: Data) -> Outcome:
    return Outcome(
        order=item["order"],
        name=item["class"],
        text=item["text"],
        when=_condition(item, "when"),
        citation=item.get("citation", ""),
        uncertain_why=item.get("uncertain_why", ""),
        uncertain_when=_condition(item, "uncertain_when"),
    )


def _regime(item: Data) -> Regime:
    return Regime(item["class"], item["means"], item.get("fine") or "", item.get("dates", ""))


def _transition(item: Data) -> Transition:
    return Transition(
        id=item["id"],
        when=parse(item["when"], f"{item['id']}.when"),
        citation=item["citation"],
        route=item.get("route", ""),
        defers=frozenset(item.get("defers", ())),
        until=_date(item, "until"),
        why=item.get("why", ""),
    )


def _edition(name: str, item: Data) -> Edition:
    answers = {question: _value(value) for question, value in item.get("answers", {}).items()}
    return Edition(name, item["title"], answers, frozenset(item.get("section_b_direct", ())))


def _value(data: str | Sequence[str]) -> Value:
    return data if isinstance(data, str) else tuple(data)


def _date(item: Data, key: str) -> datetime.date | None:
    return datetime.date.fromisoformat(item[key]) if key in item else None


def _condition(item: Data, key: str) -> Expression | None:
    name = item.get("id", item.get("class", ""))
    return parse(item[key], f"{name}.{key}") if key in item else None

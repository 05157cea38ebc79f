"""Classify answer sheets under the EU AI Act from a file, without the database."""

import datetime
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.engine.ai_act import classify
from assessments.engine.answers import AnswerError
from assessments.engine.effects import load_act


class Command(BaseCommand):
    """Read answers, classify each sheet, print the results."""

    help = "Classify answers under the EU AI Act: one object gives one result, a list a list."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the edition, the day and the form of the output."""
        editions = sorted(load_act().questionnaire.editions)
        parser.add_argument(
            "--answers", required=True, metavar="FILE", help="JSON: question id to answer"
        )
        parser.add_argument("--edition", required=True, choices=editions)
        parser.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="the day tested for")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, **options: Any) -> None:
        """Classify everything first, so that a refusal prints no half of the results."""
        content = _read(Path(options["answers"]))
        on = _day(options["on"])
        sheets = content if isinstance(content, list) else [content]
        results = [
            _classify(sheet, edition=options["edition"], on=on, place=f"Sheet {number}: ")
            if isinstance(content, list)
            else _classify(sheet, edition=options["edition"], on=on, place="")
            for number, sheet in enumerate(sheets, start=1)
        ]
        if options["as_json"]:
            told = results if isinstance(content, list) else results[0]
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n\n".join(_text(result) for result in results))


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_no_doubles)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} does not hold answers as JSON: {error}.") from error


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a question that is answered twice, where JSON would silently keep the last."""
    names = [name for name, _ in pairs]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ValueError(f'"{doubled[0]}" is answered twice')
    return dict(pairs)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f'"{text}" is no day; write it as YYYY-MM-DD.') from error


def _classify(sheet: object, *, edition: str, on: datetime.date, place: str) -> dict[str, Any]:
    try:
        return classify(sheet, edition=edition, on=on).as_json()
    except AnswerError as error:
        raise CommandError(f"{place}{error}") from error


def _text(result: dict[str, Any]) -> str:
    lines = [f"Class: {result['class']}", f"General-purpose model: {result['gpai']}"]
    for title, key in (
        ("High-risk grounds", "grounds"),
        ("Prohibited practices", "prohibited"),
        ("Transparency", "transparency"),
        ("Roles", "roles"),
        ("Upcoming", "upcoming"),
        ("Warnings", "warnings"),
    ):
        if result[key]:
            lines.append(f"{title}: {', '.join(result[key])}")
    lines += [
        f"Duty: {duty['provision']} ({duty['role']}) from {duty['applies_from'] or 'no date'}. "
        f"{duty['why']}"
        for duty in result["duties"]
    ]
    lines += [
        f"To review: {item.get('question') or item['rule']}. {item['why']}"
        for item in result["needs_review"]
    ]
    return "\n".join([*lines, *(_reason_text(reason) for reason in result["reasons"])])


def _reason_text(reason: dict[str, Any]) -> str:
    because = ", ".join(f"{item['question']} = {item['answer']}" for item in reason["because"])
    return (
        f"Reason: {reason['rule']} ({reason['citation']}) because {because or 'nothing was said'}"
    )

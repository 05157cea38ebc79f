"""Classify answer sheets under the EU AI Act from a file, without the database."""

import datetime
import json
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.classification.documents.sources import WEAK_TOLD, of_the_law
from assessments.engine.ai_act import read
from assessments.engine.changes import CLASS_WORDS
from assessments.engine.dates import REGIMES, catalogue_dates
from assessments.engine.effects import load_act
from assessments.engine.obligations.derivation import DerivedObligation, derive
from assessments.engine.obligations.details import WEAK
from assessments.engine.obligations.setting_aside import sets_aside
from assessments.engine.refusals import refusals
from assessments.engine.silence import unanswered
from assessments.questionnaires.engine.answers import AnswerError, AnswerSheet
from records.ledger.canonical import JSON


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

    def handle(self, *_: object, **options: Any) -> None:
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


def _classify(sheet: object, *, edition: str, on: datetime.date, place: str) -> dict[str, object]:
    try:
        found = read(sheet, edition=edition, on=on)
    except AnswerError as error:
        raise CommandError(f"{place}{error}") from error
    classified = found.result.as_json()
    result = {
        **classified,
        "duties": [_without_weak_source(duty) for duty in classified["duties"]],
        "upcoming_from": _upcoming_days(found.result.upcoming, edition=edition),
        "not_met": _not_met(found.sheet, on=on),
        "obligations": [
            _obligation(each, found.result.outcome) for each in derive(found.situation, load_act())
        ],
    }
    silent = [each.as_json() for each in unanswered(load_act(), found.sheet, on=on)]
    return result | ({"unanswered": silent} if silent else {})


def _not_met(sheet: AnswerSheet, *, on: datetime.date) -> list[dict[str, object]]:
    """Tell in short which bans, grounds and transparency cases were considered and do not hold."""
    return [
        {name: item[name] for name in ("rule", "because", "citation")}
        for item in refusals(load_act(), sheet, on=on)
    ]


def _upcoming_days(names: Sequence[str], *, edition: str) -> dict[str, str]:
    """Give the day from which each ban or case to come counts."""
    dated = {name: catalogue_dates(name, edition, REGIMES).applies_from for name in names}
    return {name: day.isoformat() for name, day in dated.items() if day}


def _without_weak_source(duty: dict[str, JSON]) -> dict[str, JSON]:
    """Leave to the obligations below a duty where our source is weak: of the law it is no doubt."""
    why = of_the_law(str(duty["uncertain_why"]))
    return {**duty, "uncertain": bool(why), "uncertain_why": why}


def _obligation(item: DerivedObligation, outcome: str) -> dict[str, object]:
    """Tell what the law asks in the situation, as the product lists it once answers are stored."""
    why = of_the_law(item.uncertain_why)
    return {
        "provision": item.provision,
        "role": item.role,
        "regime": item.regime,
        "level": item.level,
        "applies_from": item.applies_from.isoformat() if item.applies_from else None,
        "why": item.why,
        "only_if": item.only_if,
        "relief": [each.as_json() for each in item.relief],
        "uncertain": bool(why),
        "uncertain_why": why,
        "weak_source": WEAK_TOLD if WEAK in item.uncertain_why else "",
        "formal_from": item.formal_from.isoformat() if item.formal_from else None,
        "set_aside": sets_aside(outcome, item.regime),
    }


def _text(result: dict[str, JSON]) -> str:
    lines = [
        f"Class: {result['class']}",
        *_so_far(result),
        f"General-purpose model: {result['gpai']}",
    ]
    for title, key in (
        ("High-risk grounds", "grounds"),
        ("Prohibited practices", "prohibited"),
        ("Transparency", "transparency"),
        ("Roles", "roles"),
        ("Warnings", "warnings"),
    ):
        if result[key]:
            lines.append(f"{title}: {', '.join(result[key])}")
    if result["upcoming"]:
        lines.append(f"Upcoming: {', '.join(_upcoming_text(result))}")
    lines += [
        f"Duty: {duty['provision']} ({duty['role']}) from {duty['applies_from'] or 'no date'}. "
        f"{duty['why']}"
        for duty in result["duties"]
    ]
    lines += _owed_text(result["obligations"])
    lines += [
        f"To review: {item.get('question') or item['rule']}. {item['why']}"
        for item in result["needs_review"]
    ]
    lines += [f"In doubt: {doubt['why']}" for doubt in result["doubts"]]
    lines += [_silent_text(item, result["class"]) for item in result.get("unanswered", ())]
    lines += [_reread_text(item) for item in result.get("reread", ())]
    return "\n".join([*lines, *(_reason_text(reason) for reason in result["reasons"])])


def _upcoming_text(result: dict[str, JSON]) -> Iterator[str]:
    days = result["upcoming_from"]
    for name in result["upcoming"]:
        yield f"{name} from {days[name]}" if name in days else name


def _owed_text(obligations: Sequence[dict[str, JSON]]) -> Iterator[str]:
    """List all that the law asks, one line for each day and role; duties above are among it."""
    if not obligations:
        return
    yield f"All that the law asks here ({len(obligations)}), the duties above among it:"
    alike: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for item in obligations:
        aside = ", set aside by the ban" if item["set_aside"] else ""
        only_if = f", {item['only_if']}" if item["only_if"] else ""
        day = item["applies_from"] or "no date"
        alike[item["role"], day, aside + only_if].append(item["provision"])
    for (role, day, waits), provisions in alike.items():
        yield f"Owed: {', '.join(provisions)} ({role}) from {day}{waits.rstrip('.')}."


def _so_far(result: dict[str, JSON]) -> list[str]:
    """Say how many questions without an answer decide the class, and what it is at worst."""
    graver = [each for each in result.get("unanswered", ()) if each["class"] != result["class"]]
    if not graver:
        return []
    count = len({name for each in graver for name in each["questions"]})
    worst = CLASS_WORDS[graver[0]["class"]]
    return [f"Not settled: without an answer that decides the class: {count}; at worst {worst}"]


def _silent_text(item: dict[str, JSON], now: str) -> str:
    """Say what questions without an answer could bring."""
    by = ", ".join(item["by"])
    could = f"add {by}"
    if item["class"] != now:
        could = f"make it {CLASS_WORDS[item['class']]}{f' ({by})' if by else ''}"
    day = f" from {item['from']}" if item["from"] else ""
    return f"No answer yet: {', '.join(item['questions'])} could {could}{day}."


def _reread_text(item: dict[str, JSON]) -> str:
    counts = ", ".join(f"{each['question']} = {each['answer']}" for each in item["counts_as"])
    return (
        f"Old answer: {item['question']} = {item['answer']} counts as {counts or 'nothing'}. "
        f"{item['why']}"
    )


def _reason_text(reason: dict[str, JSON]) -> str:
    because = ", ".join(f"{item['question']} = {item['answer']}" for item in reason["because"])
    return (
        f"Reason: {reason['rule']} ({reason['citation']}) because {because or 'nothing was said'}"
    )

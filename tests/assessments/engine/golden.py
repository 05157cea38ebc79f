"""The golden classification cases, read from their files."""

import datetime
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assessments.engine.ai_act import classify
from records.incoming.strict_yaml import read_document

CASES = Path(__file__).resolve().parents[2] / "data" / "classification"
EDITIONS = ("2024-1689", "2026-1744")
TODAY = "2026-11-23"
EMPTY = {
    "gpai": "none",
    "grounds": [],
    "prohibited": [],
    "transparency": [],
    "roles": [],
    "duties": [],
    "upcoming": [],
    "needs_review": [],
    "warnings": [],
}


@dataclass(frozen=True)
class Case:
    """One answer sheet under one edition, with everything that is expected of it."""

    name: str
    edition: str
    on: datetime.date
    answers: dict
    expected: dict
    dates: dict


def cases():
    """Read every case under each of its editions."""
    return [case for path in sorted(CASES.glob("*.yaml")) for case in _of_file(path)]


def _of_file(path):
    keys = {"name", "editions", "on", "answers", "expect", "dates"}
    for item in read_document(path, file=path.name).value["cases"]:
        assert set(item) <= keys, f"{path.name}: {item['name']}: {set(item) - keys}"
        assert set(item["expect"]) <= {"class", *EMPTY}, f"{path.name}: {item['name']}"
        for edition in item.get("editions", EDITIONS):
            yield Case(
                name=f"{path.stem}: {item['name']} ({edition})",
                edition=edition,
                on=datetime.date.fromisoformat(item.get("on", TODAY)),
                answers=dict(item["answers"]),
                expected={**EMPTY, **item["expect"]},
                dates={name: on[edition] for name, on in item.get("dates", {}).items()},
            )


def classified(answers, *, edition, on):
    """Return what a sheet is told as, worked out once: many tests ask about the same sheets."""
    return _classified(json.dumps(answers), edition, on)


@lru_cache(maxsize=1_000)  # more than there are golden cases
def _classified(answers, edition, on):
    return classify(json.loads(answers), edition=edition, on=on).as_json()

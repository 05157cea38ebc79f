"""What is different between two classifications, in plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

from records.ledger.canonical import JSON

LISTS = ("grounds", "prohibited", "transparency", "roles", "upcoming", "warnings")
SINGLES = ("class", "gpai")


def compare_results(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> dict[str, JSON]:
    """Tell what was gained, lost and moved between two results in their JSON form.

    Only what differs is named; equal results give an empty mapping. A duty is the same duty when
    provision and role are; it is moved when its date changed.
    """
    told: dict[str, JSON] = {
        key: {"from": before[key], "to": after[key]} for key in SINGLES if before[key] != after[key]
    }
    for key in LISTS:
        told |= _if_any(key, _gained_and_lost(before[key], after[key]))
    told |= _if_any("duties", _duties(before["duties"], after["duties"]))
    reviews = _reviews(before["needs_review"]), _reviews(after["needs_review"])
    told |= _if_any("needs_review", _gained_and_lost(*reviews))
    return told


def _if_any(key: str, difference: Mapping[str, list[object]]) -> dict[str, object]:
    kept = {name: items for name, items in difference.items() if items}
    return {key: kept} if kept else {}


def _gained_and_lost(before: Iterable[str], after: Iterable[str]) -> dict[str, list[Any]]:
    had, has = set(before), set(after)
    return {"gained": sorted(has - had), "lost": sorted(had - has)}


def _duties(
    before: Iterable[Mapping[str, JSON]], after: Iterable[Mapping[str, JSON]]
) -> dict[str, list[Any]]:
    had = {(duty["provision"], duty["role"]): duty["applies_from"] for duty in before}
    has = {(duty["provision"], duty["role"]): duty["applies_from"] for duty in after}
    return {
        "gained": [_duty(key, applies_from=has[key]) for key in sorted(has.keys() - had.keys())],
        "lost": [_duty(key, applies_from=had[key]) for key in sorted(had.keys() - has.keys())],
        "moved": [
            {"provision": key[0], "role": key[1], "from": had[key], "to": has[key]}
            for key in sorted(had.keys() & has.keys())
            if had[key] != has[key]
        ],
    }


def _duty(key: tuple[str, str], *, applies_from: str | None) -> dict[str, str | None]:
    return {"provision": key[0], "role": key[1], "applies_from": applies_from}


def _reviews(items: Iterable[Mapping[str, str]]) -> set[str]:
    return {item.get("question") or item.get("rule", "") for item in items}

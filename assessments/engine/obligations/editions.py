"""How two editions of the law differ, and what that does to one case; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.engine.compare import compare_results
from assessments.engine.obligations.derivation import DerivedObligation
from controls.frameworks.loading.data import EditionData, ProvisionData

INSERTED, DELETED, AMENDED, MOVED = "inserted", "deleted", "amended", "moved"
SAME, CHANGED, NEEDS_ANSWERS = "same", "changed", "needs_answers"
# What makes up the outcome; duties are told apart, dates among them.
OUTCOME = ("class", "gpai", "grounds", "prohibited", "transparency", "roles", "upcoming")
_TEXT = ("title", "summary", "kind", "addressees", "applies_to")


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """What the newer edition made of one provision; dates are by route."""

    code: str
    title: str
    sorts: tuple[str, ...]
    before: Mapping[str, date]
    after: Mapping[str, date]
    told: str

    def as_json(self) -> dict[str, object]:
        return {
            "provision": self.code,
            "title": self.title,
            "changes": list(self.sorts),
            "dates_before": {route: day.isoformat() for route, day in self.before.items()},
            "dates_after": {route: day.isoformat() for route, day in self.after.items()},
            "told": self.told,
        }


def compare_editions(old: EditionData, new: EditionData) -> tuple[ProvisionChange, ...]:
    """List what was inserted, deleted, amended or dated otherwise, in the order of the text."""
    # What an edition calls amended is so towards the one it replaces, whichever way one looks.
    adjoin = old.id == new.replaces or new.id == old.replaces
    found = (_change(old, item, adjoin=adjoin) for item in new.provisions)
    return tuple(change for change in found if change is not None)


def _change(old: EditionData, item: ProvisionData, *, adjoin: bool) -> ProvisionChange | None:
    before = old.provision(item.id) if item.id in old else None
    if item.is_heading and (before is None or before.is_heading):
        return None
    stood = before is not None and before.exists
    sorts = _sorts(before, item, adjoin=adjoin) if stood and item.exists and before else []
    if item.exists and not stood:
        sorts = [INSERTED]
    if stood and not item.exists:
        sorts = [DELETED]
    if not sorts:
        return None
    return ProvisionChange(
        code=item.id,
        title=item.title,
        sorts=tuple(sorts),
        before=dict(before.applies_from) if stood and before else {},
        after=dict(item.applies_from) if item.exists else {},
        told=str(item.extra.get("change", "")),
    )


def _sorts(before: ProvisionData, after: ProvisionData, *, adjoin: bool) -> list[str]:
    amended = adjoin and AMENDED in (before.status, after.status)
    amended = amended or any(getattr(before, name) != getattr(after, name) for name in _TEXT)
    moved = _by_route(before) != _by_route(after)
    return [sort for sort, holds in ((AMENDED, amended), (MOVED, moved)) if holds]


def _by_route(item: ProvisionData) -> dict[str, date]:
    """Leave the letter of the law out: it is told beside the dates that bind."""
    return {route: day for route, day in item.applies_from.items() if route != "formal"}


def compare_obligations(
    before: Sequence[DerivedObligation],
    after: Sequence[DerivedObligation],
    *,
    provisions: Mapping[str, ProvisionChange],
) -> dict[str, list[dict[str, object]]]:
    """Tell which obligations are gained, lost and moved, each with its reason."""
    had = {item.key: item for item in before}
    has = {item.key: item for item in after}
    return {
        "gained": [_told(has[key], INSERTED, provisions) for key in has if key not in had],
        "lost": [_told(had[key], DELETED, provisions) for key in had if key not in has],
        "moved": [
            {
                "provision": key[0],
                "role": key[1],
                "level": has[key].level,
                "from": _text(had[key].applies_from),
                "to": _text(has[key].applies_from),
                "why": has[key].why,
            }
            for key in has
            if key in had and had[key].applies_from != has[key].applies_from
        ],
    }


def _told(
    item: DerivedObligation, sort: str, provisions: Mapping[str, ProvisionChange]
) -> dict[str, object]:
    change = provisions.get(item.provision)
    by_law = change is not None and sort in change.sorts
    return {
        "provision": item.provision,
        "role": item.role,
        "level": item.level,
        "applies_from": _text(item.applies_from),
        "because": sort if by_law else "outcome",
        "why": item.why,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class CaseChange:
    """What another edition makes of one set of answers."""

    verdict: str
    before: str
    after: str
    differs: Mapping[str, object]
    questions: tuple[str, ...]
    reviews: tuple[str, ...]


def compare_case(
    before: Mapping[str, object], after: Mapping[str, object], *, new_questions: Iterable[str]
) -> CaseChange:
    """Judge one case by its outcomes; `new_questions` are shown now, were not, and are open.

    A case whose outcome changes needs new answers, too, where questions are new: the verdict is the
    graver one, both are told.
    """
    differs = compare_results(before, after)
    outcome = {key: value for key, value in differs.items() if key in OUTCOME}
    questions = tuple(sorted(new_questions))
    reviews = tuple(differs.get("needs_review", {}).get("gained", ()))
    verdict = CHANGED if outcome else NEEDS_ANSWERS if questions or reviews else SAME
    return CaseChange(
        verdict=verdict,
        before=str(before["class"]),
        after=str(after["class"]),
        differs=outcome,
        questions=questions,
        reviews=reviews,
    )

"""Exposure to fines: what the law allows at most, by groups of obligations that are not met."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.fines import (
    MODELS,
    OPERATORS,
    PROHIBITED,
    Ceiling,
    ceiling,
    group_of,
)
from assessments.models import Obligation, Undertaking
from assessments.owed.rows import held
from controls.loading import load_fines
from controls.loading.data import FineData
from records.actors import Actor

ORDER = (PROHIBITED, OPERATORS, MODELS, "national")


@dataclass(frozen=True, slots=True)
class Exposed:
    """One group: its fine (None for national rules), what falls under it, the ceiling if known."""

    fine: FineData | None
    articles: Sequence[str]
    cases: int
    applies_now: int
    ceiling: Ceiling | None


def exposure(actor: Actor, *, on: date, size: Undertaking | None) -> list[Exposed]:
    """Group what is asked of use cases within reach by the fine behind it."""
    holders: dict[str, set[UUID]] = defaultdict(set)
    with_any = held(actor).filter(obligation_profile__isnull=False).order_by()
    for profile, use_case in with_any.values_list("obligation_profile", "use_case"):
        holders[profile].add(use_case)
    articles: dict[str, set[str]] = defaultdict(set)
    cases: dict[str, set[UUID]] = defaultdict(set)
    now: dict[str, set[UUID]] = defaultdict(set)
    rows = Obligation.objects.filter(profile__in=list(holders)).values_list(
        "profile", "profile__edition", "provision", "role", "applies_from"
    )
    for profile, edition, provision, role, day in rows:
        name = group_of(provision, role, edition).fine
        articles[name].add(provision.partition("(")[0])
        cases[name] |= holders[profile]
        if day is not None and day <= on:
            now[name] |= holders[profile]
    fines = {fine.id: fine for fine in load_fines(FRAMEWORK).rows}
    return [
        Exposed(
            fine=fines.get(name),
            articles=sorted(articles[name], key=_number),
            cases=len(cases[name]),
            applies_now=len(now[name]),
            ceiling=_ceiling(fines.get(name), size),
        )
        for name in ORDER
        if name in articles
    ]


def _ceiling(fine: FineData | None, size: Undertaking | None) -> Ceiling | None:
    if fine is None or size is None:
        return None
    return ceiling(fine, size=size.size, turnover=size.turnover_eur)


def _number(article: str) -> tuple[int, str]:
    digits = "".join(sign for sign in article if sign.isdigit())
    return int(digits or 0), article

"""Exposure to fines: what the law allows at most, by groups of obligations.

Two ceilings belong to no obligation of ours: that for wrong information to authorities (Art.
99(5)), which anybody may come under who owes something, and that for whoever the AI Office
supervises (Art. 75c(4)), which Art. 75(1) decides. Bodies of the Union are fined by Art. 100.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.competence import Competence, competent
from assessments.engine.obligations.fines import (
    AI_OFFICE,
    INFORMATION,
    MODELS,
    OFFICE_SINCE,
    OPERATORS,
    PROHIBITED,
    UNION_OTHER,
    UNION_PROHIBITED,
    Breach,
    Ceiling,
    ceiling,
    fine_behind,
    office_over,
)
from assessments.engine.obligations.superseded import moved
from assessments.models import Obligation, Undertaking
from assessments.obligations.rows import held
from controls.frameworks.loading import load_fines
from controls.frameworks.loading.data import FineData
from records.actors import Actor

NATIONAL = "national"
ORDER = (
    PROHIBITED,
    OPERATORS,
    MODELS,
    NATIONAL,
    INFORMATION,
    UNION_PROHIBITED,
    UNION_OTHER,
    AI_OFFICE,
)
# Answers by which the AI Office may be competent, and what tells whether it is.
_OF_THE_OFFICE = ("own_model", "large_platform")
_JUDGED = ("use_case", "obligation_profile", "outcome", "answers", "edition")
# Art. 75c(4) lends the ceiling of Art. 99(4) to every duty, with the relief for small ones.
_CEILING_OF = {AI_OFFICE: OPERATORS}


@dataclass(frozen=True, slots=True)
class Exposed:
    """One group: its fine (None for national rules), what falls under it, the ceiling if known."""

    fine: FineData | None
    articles: Sequence[str]
    cases: int
    applies_now: int
    # Use cases whose every day that has come is one that the law has moved since.
    superseded: int
    ceiling: Ceiling | None


def exposure(actor: Actor, *, on: date, size: Undertaking | None) -> list[Exposed]:
    """Group what is asked of use cases within reach by the fine behind it."""
    tally = _tally(actor, on)
    fines = {fine.id: fine for fine in load_fines(FRAMEWORK).rows}
    return [
        Exposed(
            fine=fines.get(name),
            articles=sorted(tally.articles[name], key=_number),
            cases=len(tally.cases[name]),
            applies_now=len(tally.now[name]),
            superseded=len(tally.superseded[name] - tally.now[name]),
            ceiling=_ceiling(fines.get(_CEILING_OF.get(name, name)), size),
        )
        for name in ORDER
        if name in tally.cases or (tally.cases and name == AI_OFFICE)
    ]


class _Row(NamedTuple):
    """One obligation of a set, as far as fines look at it."""

    profile: str
    edition: str
    provision: str
    regime: str
    role: str
    applies_from: date | None

    @property
    def breach(self) -> Breach:
        """Give what fines look at."""
        return Breach(self.provision, self.role, self.regime, self.edition)


@dataclass(frozen=True, slots=True)
class _Tally:
    """Articles and use cases behind each fine, and those for which a day has come.

    A day of a superseded edition, which the law has moved since, is kept apart.
    """

    articles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cases: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    now: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    superseded: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def add(self, fine: str, row: _Row, cases: Collection[UUID], on: date) -> None:
        """Put an obligation of some use cases under a fine."""
        if not cases:
            return
        if fine != INFORMATION:
            self.articles[fine].add(row.provision.partition("(")[0])
        self.cases[fine].update(cases)
        if row.applies_from is None or row.applies_from > on:
            return
        is_moved = (row.provision, row.regime) in moved(row.edition, on)
        (self.superseded if is_moved else self.now)[fine].update(cases)


def _tally(actor: Actor, on: date) -> _Tally:
    holders = _holders(actor)
    tally = _Tally()
    rows = Obligation.objects.filter(profile__in=list(holders)).values_list(
        "profile", "profile__edition", "provision", "regime", "role", "applies_from"
    )
    read = [_Row._make(row) for row in rows]
    owed: dict[str, set[str]] = defaultdict(set)
    for row in read:
        owed[row.profile].add(row.provision)
    for row in read:
        beside, found = owed[row.profile], holders[row.profile]
        tally.add(fine_behind(row.breach, beside=beside), row, found.national, on)
        tally.add(INFORMATION, row, found.national, on)
        tally.add(fine_behind(row.breach, beside=beside, of_union=True), row, found.union, on)
        tally.add(AI_OFFICE, row, found.watched(row), on)
    return tally


@dataclass(frozen=True, slots=True)
class _Holders:
    """The use cases that owe a set of obligations: bodies of the Union, and all others.

    Of some we know who is competent, the AI Office among them.
    """

    national: set[UUID] = field(default_factory=set)
    union: set[UUID] = field(default_factory=set)
    competent: dict[UUID, list[Competence]] = field(default_factory=dict)

    def watched(self, row: _Row) -> set[UUID]:
        """Return those of which the AI Office fines an obligation, alone or perhaps."""
        return {case for case, found in self.competent.items() if office_over(row.breach, found)}


def _holders(actor: Actor) -> dict[str, _Holders]:
    """Read who owes which set; two queries, however many."""
    holders: dict[str, _Holders] = defaultdict(_Holders)
    with_any = held(actor).filter(obligation_profile__isnull=False).order_by()
    union = Q(answers__R13="public", answers__R13a="union")
    for profile, case, is_union in with_any.annotate(is_union=union).values_list(
        "obligation_profile", "use_case", "is_union"
    ):
        found = holders[profile]
        (found.union if is_union else found.national).add(case)
    watched = with_any.filter(answers__R16__in=_OF_THE_OFFICE, edition__gte=OFFICE_SINCE)
    for record in watched.only(*_JUDGED):
        rules = competent(record.outcome, record.answers, record.edition)
        holders[record.obligation_profile_id].competent[record.use_case_id] = rules
    return holders


def _ceiling(fine: FineData | None, size: Undertaking | None) -> Ceiling | None:
    if fine is None or size is None:
        return None
    return ceiling(fine, size=size.size, turnover=size.turnover_eur)


def _number(article: str) -> tuple[int, str]:
    digits = "".join(sign for sign in article if sign.isdigit())
    return int(digits or 0), article

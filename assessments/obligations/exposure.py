"""Exposure to fines: what the law allows at most, by groups of obligations.

Two ceilings belong to no obligation of ours: that for wrong information to authorities (Art.
99(5)), which any operator of a system may come under who owes something, and that for whoever the
AI Office supervises (Art. 75c(4)), which Art. 75(1) decides. Bodies of the Union are fined by Art.
100. Providers of models answer to the Commission, for their duties and for what it asks of them
(Art. 101(1)(a) to (d)), and not by Art. 99(5). What a ban sets aside is owed by nobody, and what
has not begun applies to nobody yet.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from assessments.engine.dates import FRAMEWORK
from assessments.engine.duties import MODEL_ROLE
from assessments.engine.obligations.competence import Competence, competent
from assessments.engine.obligations.fines import (
    AI_OFFICE,
    INFORMATION,
    MODEL_REQUESTS,
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
from assessments.engine.obligations.setting_aside import sets_aside
from assessments.engine.obligations.superseded import moved
from assessments.models import Obligation, OutcomeClass, Undertaking
from assessments.obligations.beginning import is_ahead, not_begun
from assessments.obligations.rows import held
from controls.frameworks.loading import load_fines
from controls.frameworks.loading.data import FineData
from records.actors import Actor

NATIONAL = "national"
ORDER = (
    PROHIBITED,
    OPERATORS,
    MODELS,
    MODEL_REQUESTS,
    NATIONAL,
    INFORMATION,
    UNION_PROHIBITED,
    UNION_OTHER,
    AI_OFFICE,
)
# Answers by which the AI Office may be competent, and what tells whether it is.
_OF_THE_OFFICE = ("own_model", "large_platform")
_JUDGED = ("use_case", "obligation_profile", "outcome", "answers", "edition")
# What these concern is no duty of an article: answers, measures, access.
_OF_NO_ARTICLE = frozenset({INFORMATION, MODEL_REQUESTS})
# Art. 75c(4) lends the ceiling of Art. 99(4) to every duty, with the relief for small ones.
_CEILING_OF = {AI_OFFICE: OPERATORS}


@dataclass(frozen=True, slots=True)
class ExposureGroup:
    """One group: its fine (None for national rules), what falls under it, the ceiling if known."""

    fine: FineData | None
    articles: Sequence[str]
    cases: int
    applies_now: int
    # Use cases whose every day that has come is one that the law has moved since.
    superseded: int
    ceiling: Ceiling | None


def exposure(actor: Actor, *, on: date, size: Undertaking | None) -> list[ExposureGroup]:
    """Group what is asked of use cases within reach by the fine behind it."""
    tally = _tally(actor, on)
    fines = {fine.id: fine for fine in load_fines(FRAMEWORK).rows}
    # The same amounts as for the duties of Art. 101(1)(a), told apart.
    fines[MODEL_REQUESTS] = replace(
        fines[MODELS], id=MODEL_REQUESTS, citation="Art. 101(1)(b) to (d)"
    )
    return [
        ExposureGroup(
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

    def add(
        self, fine: str, row: _Row, cases: Collection[UUID], begun: Collection[UUID], on: date
    ) -> None:
        """Put an obligation of some use cases under a fine; of those `begun` it may apply now."""
        if not cases:
            return
        if fine not in _OF_NO_ARTICLE:
            self.articles[fine].add(row.provision.partition("(")[0])
        self.cases[fine].update(cases)
        if row.applies_from is None or row.applies_from > on:
            return
        is_moved = (row.provision, row.regime) in moved(row.edition, on)
        (self.superseded if is_moved else self.now)[fine].update(set(cases) & set(begun))


def _tally(actor: Actor, on: date) -> _Tally:
    holders = _holders(actor, on)
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
        aside, begun = found.set_aside(row), found.begun(row)
        national, union = found.national - aside, found.union - aside
        of_union = fine_behind(row.breach, beside=beside, of_union=True)
        tally.add(fine_behind(row.breach, beside=beside), row, national, begun, on)
        tally.add(of_union, row, union, begun, on)
        if row.role == MODEL_ROLE:
            tally.add(MODEL_REQUESTS, row, national | union, begun, on)
        else:
            tally.add(INFORMATION, row, national, begun, on)
        tally.add(AI_OFFICE, row, found.watched(row) - aside, begun, on)
    return tally


@dataclass(frozen=True, slots=True)
class _Holders:
    """The use cases that owe a set of obligations: bodies of the Union, and all others.

    Of some we know who is competent, the AI Office among them.
    """

    national: set[UUID] = field(default_factory=set)
    union: set[UUID] = field(default_factory=set)
    competent: dict[UUID, list[Competence]] = field(default_factory=dict)
    # Those whose class that counts is a ban, and those whose use has not begun.
    banned: set[UUID] = field(default_factory=set)
    not_begun: set[UUID] = field(default_factory=set)

    def set_aside(self, row: _Row) -> set[UUID]:
        """Return those by whom an obligation is not owed, as a ban takes its place."""
        return self.banned if sets_aside(OutcomeClass.PROHIBITED, row.regime) else set()

    def begun(self, row: _Row) -> set[UUID]:
        """Return those for whom an obligation does not wait for the use to begin."""
        every = self.national | self.union
        return every if is_ahead(row.provision) else every - self.not_begun

    def watched(self, row: _Row) -> set[UUID]:
        """Return those of which the AI Office fines an obligation, alone or perhaps."""
        return {case for case, found in self.competent.items() if office_over(row.breach, found)}


def _holders(actor: Actor, on: date) -> dict[str, _Holders]:
    """Read who owes which set; two queries, however many."""
    holders: dict[str, _Holders] = defaultdict(_Holders)
    with_any = held(actor).filter(obligation_profile__isnull=False).order_by()
    union = Q(answers__R13="public", answers__R13a="union")
    known = with_any.with_class().annotate(is_union=union, waits=not_begun(on=on))
    fields = ("obligation_profile", "use_case", "is_union", "class_now", "waits")
    for profile, case, is_union, class_now, waits in known.values_list(*fields):
        found = holders[profile]
        (found.union if is_union else found.national).add(case)
        if class_now == OutcomeClass.PROHIBITED:
            found.banned.add(case)
        if waits:
            found.not_begun.add(case)
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

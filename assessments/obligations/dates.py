"""Days to come: of the law itself, of our obligations article by article, and of our plans."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.superseded import moved
from assessments.models import Obligation, ObligationPlan
from assessments.obligations.rows import held
from controls.frameworks.loading import load_timeline
from governance import days
from records.actors import Actor

_DATED = ("profile", "profile__edition", "provision", "regime", "applies_from")

type Sort = Literal["law", "duty", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Something that happens on a day; `cases` use cases are concerned.

    `about` is a text for an event of the law, and the number of an article for what is ours.
    """

    day: date
    sort: Sort
    about: str
    cases: int = 0
    citation: str = ""
    doubt: str = ""


def coming(
    actor: Actor, *, since: date, until: date, person: Any = None, with_law: bool = True
) -> list[Coming]:
    """List what lies between two days, both included; plans of all, or those of one person."""
    found = [*_duties(actor, since, until), *_plans(actor, since, until, person)]
    if with_law:
        found += _of_the_law(since, until)
    return sorted(found, key=lambda item: (item.day, item.sort, _number(item.about)))


def article(provision: str) -> str:
    """Name the article a provision belongs to."""
    return provision.partition("(")[0].strip()


def _number(about: str) -> tuple[int, str]:
    digits = "".join(sign for sign in about if sign.isdigit())
    return (int(digits) if about.startswith("Art. ") and digits else 0, about)


def _of_the_law(since: date, until: date) -> Iterable[Coming]:
    for event in load_timeline(FRAMEWORK).rows:
        if since <= event.date <= until and event.status != "superseded":
            yield Coming(
                day=event.date,
                sort="law",
                about=event.event,
                citation=event.citation,
                doubt=event.uncertain_why,
            )


def _duties(actor: Actor, since: date, until: date) -> Iterable[Coming]:
    """Count use cases by article and day: by the sets of obligations they share.

    A day of a superseded edition that the law of today gives no more is none to come.
    """
    holders: dict[str, set[UUID]] = defaultdict(set)
    with_any = held(actor).filter(obligation_profile__isnull=False).order_by()
    for profile, use_case in with_any.values_list("obligation_profile", "use_case"):
        holders[profile].add(use_case)
    rows = Obligation.objects.filter(
        profile__in=list(holders), applies_from__gte=since, applies_from__lte=until
    )
    concerned: dict[tuple[date, str], set[UUID]] = defaultdict(set)
    today = days.day_read()
    for profile, edition, provision, regime, day in rows.values_list(*_DATED):
        if (provision, regime) not in moved(edition, today):
            concerned[day, article(provision)] |= holders[profile]
    for (day, name), use_cases in concerned.items():
        yield Coming(day=day, sort="duty", about=name, cases=len(use_cases))


def _plans(actor: Actor, since: date, until: date, person: Any) -> Iterable[Coming]:
    found = ObligationPlan.objects.visible_to(actor).current()
    found = found.filter(planned_for__gte=since, planned_for__lte=until)
    if person is not None:
        found = found.filter(owner=person)
    counts: dict[tuple[date, str], int] = defaultdict(int)
    for day, provision in found.values_list("planned_for", "provision"):
        counts[day, article(provision)] += 1
    for (day, name), count in counts.items():
        yield Coming(day=day, sort="plan", about=name, cases=count)

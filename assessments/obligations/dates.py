"""Days to come: of the law itself, of our obligations article by article, and of our plans."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from assessments.classification.documents.duties import changes_of_design
from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.setting_aside import sets_aside
from assessments.engine.obligations.superseded import moved
from assessments.models import Obligation, ObligationPlan, OutcomeClass
from assessments.obligations.rows import held
from controls.frameworks.loading import load_timeline
from governance import days
from records.actors import Actor

_DATED = (
    "profile",
    "profile__edition",
    "provision",
    "regime",
    "applies_from",
    "only_if",
    "formal_from",
)

type Sort = Literal["law", "duty", "plan"]
# A significant change in design (Art. 111(2)), or something that only people can say.
type Condition = Literal["", "change", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """Something that happens on a day; `cases` use cases are concerned.

    `about` is a text for an event of the law, and the number of an article for what is ours.
    """

    day: date
    sort: Sort
    about: str
    cases: int = 0
    citation: str = ""
    doubt: str = ""
    # What of a duty waits for a condition, and the earlier day that the letter of the law gives.
    condition: Condition = ""
    letter: date | None = None


def coming(
    actor: Actor, *, since: date, until: date, person: Any = None, with_law: bool = True
) -> list[DatedEvent]:
    """List what lies between two days, both included; plans of all, or those of one person."""
    found = [*_duties(actor, since, until), *_plans(actor, since, until, person)]
    if with_law:
        found += _of_the_law(since, until)
    return sorted(found, key=_order)


def _order(item: DatedEvent) -> Any:
    waits = (item.condition, item.letter or date.min)
    return item.day, item.sort, _number(item.about), waits


def article(provision: str) -> str:
    """Name the article a provision belongs to."""
    return provision.partition("(")[0].strip()


def _number(about: str) -> tuple[int, str]:
    digits = "".join(sign for sign in about if sign.isdigit())
    return (int(digits) if about.startswith("Art. ") and digits else 0, about)


def _of_the_law(since: date, until: date) -> Iterable[DatedEvent]:
    for event in load_timeline(FRAMEWORK).rows:
        if since <= event.date <= until and event.status != "superseded":
            yield DatedEvent(
                day=event.date,
                sort="law",
                about=event.event,
                citation=event.citation,
                doubt=event.uncertain_why,
            )


def _duties(actor: Actor, since: date, until: date) -> Iterable[DatedEvent]:
    """Count use cases by article and day: by the sets of obligations they share.

    A day of a superseded edition that the law of today gives no more is none to come, and what a
    ban sets aside never comes. A use case that owes an article without a condition counts so alone.
    """
    holders: dict[str, set[UUID]] = defaultdict(set)
    banned: dict[str, set[UUID]] = defaultdict(set)
    with_any = held(actor).filter(obligation_profile__isnull=False).order_by().with_class()
    fields = ("obligation_profile", "use_case", "class_now")
    for profile, use_case, class_now in with_any.values_list(*fields):
        holders[profile].add(use_case)
        if class_now == OutcomeClass.PROHIBITED:
            banned[profile].add(use_case)
    rows = Obligation.objects.filter(
        profile__in=list(holders), applies_from__gte=since, applies_from__lte=until
    )
    owed: dict[tuple[date, str], dict[UUID, set[_Waits]]] = defaultdict(lambda: defaultdict(set))
    today = days.day_read()
    for profile, edition, provision, regime, day, only_if, letter in rows.values_list(*_DATED):
        if (provision, regime) in moved(edition, today):
            continue
        is_set_aside = sets_aside(OutcomeClass.PROHIBITED, regime)
        for use_case in holders[profile] - (banned[profile] if is_set_aside else set()):
            waits = (_condition(only_if), letter or date.max)
            owed[day, article(provision)][use_case].add(waits)
    for (day, name), found in owed.items():
        # The empty condition and the first day by the letter come foremost.
        counts = Counter(min(waits) for waits in found.values())
        for (condition, letter), cases in counts.items():
            yield DatedEvent(
                day=day,
                sort="duty",
                about=name,
                cases=cases,
                condition=condition,
                letter=None if letter == date.max else letter,
            )


type _Waits = tuple[Condition, date]


def _condition(only_if: str) -> Condition:
    _own, waits_for_change = changes_of_design(only_if)
    if waits_for_change:
        return "change"
    return "other" if only_if else ""


def _plans(actor: Actor, since: date, until: date, person: object) -> Iterable[DatedEvent]:
    found = ObligationPlan.objects.visible_to(actor).current()
    found = found.filter(planned_for__gte=since, planned_for__lte=until)
    if person is not None:
        found = found.filter(owner=person)
    counts: dict[tuple[date, str], int] = defaultdict(int)
    for day, provision in found.values_list("planned_for", "provision"):
        counts[day, article(provision)] += 1
    for (day, name), count in counts.items():
        yield DatedEvent(day=day, sort="plan", about=name, cases=count)

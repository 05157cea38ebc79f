"""What another reading of a sheet makes of a result: what comes up, falls away or moves; in words.

Compared are class, findings, obligations and days.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from assessments.engine.findings import NO_GPAI
from assessments.engine.obligations.derivation import DerivedObligation
from assessments.engine.obligations.law import is_within
from assessments.engine.reading import WorkedOut
from assessments.engine.smallest import GRAVITY
from controls.frameworks.loading.application_dates import spoken

OUT_OF_SCOPE = "out_of_scope"
# So many things are told in a sentence; the list beside it names them all.
TOLD = 6
# So many points of a list are named one by one; of more, the list is, which a class stands behind.
FEW = 6
SORTS = (
    "class",
    "prohibited",
    "ground",
    "transparency",
    "gpai",
    "role",
    "duty",
    "day",
    "without",
)
CLASS_WORDS = {
    "prohibited": "prohibited",
    "high_risk": "high-risk",
    "not_high_risk_documented": "not high-risk, to be documented",
    "transparency": "under transparency duties",
    "model_only": "a model only",
    "minimal": "of minimal risk",
    "out_of_scope": "out of scope",
}

# What a sentence says for a status of a model or for a role, where the name alone is none.
SAID = {
    ("gpai", "gpai"): "a general-purpose model to answer for",
    ("gpai", "gpai_open"): "a free and open general-purpose model to answer for",
    ("gpai", "gpai_systemic"): "a general-purpose model with systemic risk to answer for",
    ("role", "gpai_provider"): "us as provider of the general-purpose model",
    ("without", "gpai_provider"): "us as provider of the general-purpose model",
}

# What may come up in a class that stays, so that the duties it adds are told.
_ADDING = ("duty", "ground")

# What sort it is (see SORTS), and its name.
type Name = tuple[str, str]
type Changes = frozenset[Name]


def changes_between(base: WorkedOut, read: WorkedOut, *, duties: bool = True) -> Changes:
    """Name what another reading brings, and where the class stays also what it takes away.

    Another class, ban or role brings its own duties along: they are not told beside it; what a
    further ground adds to a class that stays is. Without `duties` only what rules name is compared,
    which is far quicker.
    """
    had, has = _names(base), _names(read)
    gained, lost = has - had, had - has
    if any(sort == "class" for sort, _name in gained):
        return gained
    found = gained | {("without", name) for sort, name in lost if sort != "gpai"}
    if not duties or any(sort not in _ADDING for sort, _name in (*gained, *lost)):
        return found
    return found | frozenset(_moved(base.obligations, read.obligations, told=found))


def listed(changes: Changes) -> tuple[str, ...]:
    """List the names of changes, each once: classes first, the gravest foremost."""
    return tuple(dict.fromkeys(_plain(*each) for each in sorted(gathered(changes), key=_place)))


def gathered(changes: Changes) -> Changes:
    """Name a list instead of its many points, and not the duties that each point would bring."""
    points = Counter(_list_of(name) for sort, name in changes if sort == "ground")
    whole = {name for name, count in points.items() if count > FEW}
    if not whole:
        return changes
    few = (
        ("ground", _list_of(name)) if sort == "ground" and _list_of(name) in whole else (sort, name)
        for sort, name in changes
    )
    return frozenset(each for each in few if each[0] != "duty")


def _list_of(ground: str) -> str:
    """Name the annex of a ground."""
    return " ".join(ground.split()[:2])


def would(outcome: str, changes: Changes) -> str:
    """Say what a result would be: of another class, or the same with something else."""
    words = CLASS_WORDS[outcome]
    if ("class", outcome) in changes:
        return f"be {words}"
    told = [_said(*each) for each in sorted(changes, key=_place)]
    more = f" and {len(told) - TOLD} more" if len(told) > TOLD else ""
    return f"stay {words}, but {', '.join(told[:TOLD])}{more}"


def from_day(provision: str, day: date | None) -> str:
    """Name the article of a provision with the day from which it binds, an ISO date."""
    return f"{provision.partition('(')[0]} from {day.isoformat() if day else 'no day'}"


def _names(read: WorkedOut) -> Changes:
    """Name all that a result consists of; a system out of scope has nothing but its model."""
    findings, outcome = read.findings, read.outcome.name
    names = {("class", outcome)}
    if findings.gpai != NO_GPAI:
        names.add(("gpai", findings.gpai))
    if not findings.in_scope or outcome == OUT_OF_SCOPE:
        return frozenset(names)
    later = (item.act_rule.effect.prohibited for item in findings.upcoming)
    sorts: Mapping[str, Iterable[str]] = {
        "prohibited": {*findings.prohibited, *(name for name in later if name)},
        "ground": findings.grounds,
        "transparency": findings.transparency,
        "role": findings.roles,
        "duty": {
            duty.provision
            for duty, _rule in findings.duties
            if not findings.roles.keys().isdisjoint(duty.addressees)
        },
    }
    return frozenset(names | {(sort, name) for sort, some in sorts.items() for name in some})


def _moved(
    before: Sequence[DerivedObligation], after: Sequence[DerivedObligation], *, told: Changes
) -> Iterator[Name]:
    """Name obligations that come up, fall away or bind from another day, but for what is told."""
    if before is after:
        return
    had, has = {item.key: item for item in before}, {item.key: item for item in after}
    known = {name for _sort, name in told}
    for item in (*had.values(), *(has[key] for key in has if key not in had)):
        if any(is_within(item.provision, name) for name in known):
            continue
        now = has.get(item.key)
        if now is None:
            yield "without", item.provision
        elif item.key not in had:
            yield "duty", item.provision
        elif now.applies_from != item.applies_from:
            yield "day", from_day(item.provision, now.applies_from)


def _plain(sort: str, name: str) -> str:
    return f"without {name}" if sort == "without" else name


def _said(sort: str, name: str) -> str:
    if sort == "day":
        article, _from, day = name.partition(" from ")
        return f"{article} {_when(day)}"
    word = "without" if sort == "without" else "with"
    return f"{word} {SAID.get((sort, name), name.replace('_', ' '))}"


def _when(day: str) -> str:
    return "with no day set" if day == "no day" else f"from {spoken(date.fromisoformat(day))}"


def _place(item: Name) -> tuple[int, int, str]:
    sort, name = item
    return SORTS.index(sort), GRAVITY.index(name) if sort == "class" else 0, name

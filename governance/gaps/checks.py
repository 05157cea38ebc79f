"""Checks: each names one point of one kind of record, declared beside that kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from django.db.models import Case, Count, F, Value, When

from governance import days
from governance.gaps.within import Within
from records.addresses import page_of
from records.history.past import current_moment
from records.models import Record
from records.shapes import Text
from records.values import sentence

Level = Literal["breach", "late", "stale", "unsigned", "missing", "ending"]


class Gap(NamedTuple):
    """One thing that a check found: `says` is a full sentence, `unit` a reference.

    `who` is the reference of the person who has to act; empty where several may, or nobody does.
    `name` names the record, as far as its kind has names. `url` leads to where it is mended. It
    is a tuple: a house has tens of thousands, which are remembered and read again.
    """

    check: str
    level: Level
    kind: str
    ref: str
    unit: str
    who: str
    says: str
    url: str
    since: date | None
    due: date | None
    name: str = ""
    unit_name: str = ""
    who_name: str = ""
    is_sample: bool = False

    def as_json(self) -> dict[str, object]:
        """Give plain JSON values."""
        return {
            "check": self.check,
            "ref": self.ref,
            "kind": self.kind,
            "unit": self.unit,
            "says": self.says,
            "since": self.since.isoformat() if self.since else None,
            "due": self.due.isoformat() if self.due else None,
            "who": self.who or None,
            "url": self.url,
        }


type Finds = Mapping[str, tuple[Level, Text]]


def told(says: Text, *, level: Level = "missing") -> Finds:
    """Return what a check finds that knows one sort of fault."""
    return {"": (level, says)}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One point that is looked at, for whole sets of records at once; `title` is its name in short.

    `among` returns what it looks at and `lacking` keeps of that what is not in order: querysets
    both, so that a check costs the same few queries whatever it looks at. What no query can work
    out are lists of rows, as `_columns` names their values. `finds` gives level and sentence for
    each value of the column `state`, or the only ones under "". Sentences are filled with the
    reference and with what `names` adds; `since` and `due` name columns.
    """

    code: str
    title: Text
    looks_at: Text
    model: type[Record]
    finds: Finds
    state: str = ""
    lacking: Callable[[Any, Within], Any]
    among: Callable[[Within], Any] | None = None
    since: str = ""
    due: str = ""
    # What the sentence names beyond the reference, by the column that holds it.
    names: Mapping[str, Any] = field(default_factory=dict)
    # The words of codes that a column holds.
    words: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    # The kind that is told of, where rows of `model` only lead to its records, by which column.
    about: type[Record] | None = None
    through: str = ""
    # Columns that tell a point, where rows repeat it: of these, what `finds` names first counts.
    once: Sequence[str] = ()
    # Who has to act, as columns of reference and name, where that is not who answers for it.
    who: tuple[Any, Any] | None = None
    # Where it is mended: a page of the record ("edit#id_owner"), or what `url` says.
    mended_at: str = ""
    url: Callable[[Mapping[str, Any]], str] | None = None

    @property
    def told_of(self) -> type[Record]:
        """Return the kind of record that is told of."""
        return self.about or self.model

    @property
    def heading(self) -> str:
        """Name the point with the kind it is a point of."""
        return sentence(f"{self.told_of._meta.verbose_name_plural}: {self.title}")

    def of(self, within: Within) -> Any:
        """Return what is looked at."""
        return self.among(within) if self.among else within.records(self.model)

    def applies(self, within: Within) -> bool:
        """Say whether records of the kind hang on what is looked at, so that it says anything."""
        return within.has(self.model)

    def count(self, found: Any) -> int:
        """Count the points that are looked at."""
        if isinstance(found, list):
            return len(found)
        rows = found.order_by()
        return int((rows.values(*self.once).distinct() if self.once else rows).count())

    def tally(self, within: Within) -> Counter[Level]:
        """Count what is not in order by its level, without naming any of it; one query."""
        rows = self.lacking(self.of(within), within)
        if isinstance(rows, list):
            return Counter(self.finds[row.get("state", "")][0] for row in rows)
        if not self.state:
            return Counter({self.finds[""][0]: self.count(rows)})
        told: Counter[Level] = Counter()
        if self.once:
            before = 0
            for place, (level, _says) in enumerate(self.finds.values(), 1):
                graver = rows.filter(**{f"{self.state}__in": list(self.finds)[:place]})
                told[level] += (upto := self.count(graver)) - before
                before = upto
            return told
        states = rows.order_by().values(told_state=F(self.state)).annotate(number=Count("pk"))
        for row in states.values("told_state", "number"):
            told[self.finds[row["told_state"]][0]] += row["number"]
        return told

    def find(self, within: Within, *, who: str = "") -> Iterator[Gap]:
        """Tell what is not in order, or what of it one person has to mend; one query."""
        rows = self.lacking(self.of(within), within)
        if not isinstance(rows, list):
            columns = self._columns()
            found = rows.order_by(*self.once, "pk").annotate(**columns)
            found = (found.filter(told_who=who) if who else found).values_list(*columns)
            names = [name.removeprefix("told_") for name in columns]
            rows = [dict(zip(names, values, strict=True)) for values in found]
        make = self._maker()
        for row in self._each_once(rows):
            if who in ("", row["who"]):
                yield make(row)

    def _each_once(self, rows: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
        """Leave out rows that repeat a point."""
        if not self.once:
            return rows
        order = {state: place for place, state in enumerate(self.finds)}
        kept: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in sorted(rows, key=lambda row: order[row.get("state", "")]):
            kept.setdefault(tuple(row[f"once_{name}"] for name in self.once), row)
        return kept.values()

    def _columns(self) -> dict[str, Any]:
        model = self.told_of
        start = f"{self.through}__" if self.through else ""
        unit = f"{start}{model.told_by('unit')}"
        who, who_name = self.who or (acting(model, "ref", start), acting(model, "name", start))
        named: dict[str, Any] = {
            **self.names,
            "ref": f"{start}ref",
            "unit": f"{unit}__ref",
            "unit_name": f"{unit}__name",
            "is_sample": f"{unit}__is_sample",
            "who": who,
            "who_name": who_name,
            **{f"once_{name}": name for name in self.once},
        }
        optional = {"since": self.since, "due": self.due, "state": self.state}
        named |= {key: column for key, column in optional.items() if column}
        if name := _name_of(model):
            named["name"] = f"{start}{name}"
        return {
            f"told_{key}": F(column) if isinstance(column, str) else column
            for key, column in named.items()
        }

    def _maker(self) -> Callable[[Mapping[str, Any]], Gap]:
        """Return what tells a row; what is the same for all of them is worked out once."""
        kind, place = self.told_of.kind_code(), self._place()
        finds = {state: (level, str(says)) for state, (level, says) in self.finds.items()}
        words = {
            key: {code: str(word) for code, word in of.items()} for key, of in self.words.items()
        }

        def make(row: Mapping[str, Any]) -> Gap:
            level, says = finds[row.get("state", "")]
            ref = row["ref"]
            told = {key: of.get(row[key], row[key]) for key, of in words.items()}
            return Gap(
                check=self.code,
                level=level,
                kind=kind,
                ref=ref,
                unit=row["unit"],
                who=row["who"] or "",
                says=says % {**row, **told},
                url=(self.url(row) if self.url else "") or place.replace(_ANY, ref),
                since=_day(row.get("since")),
                due=_day(row.get("due")),
                name=row.get("name") or "",
                unit_name=row["unit_name"],
                who_name=row["who_name"] or "",
                is_sample=row["is_sample"],
            )

        return make

    def _place(self) -> str:
        """Return where it is mended; nothing is mended in the past, which has the record alone."""
        page, _mark, anchor = self.mended_at.partition("#")
        url = page_of(self.told_of, page, _ANY) if page and current_moment() is None else ""
        return f"{url}#{anchor}" if url and anchor else url or page_of(self.told_of, "detail", _ANY)


# Stands for the reference in the address of the page of any record.
_ANY = "XX-0000"


def acting(model: type[Record], column: str, start: str = "", default: Any = "") -> Case:
    """Tell a column of who answers for a record and may still sign in.

    Where nobody answers for what it is about, that is who made it.
    """
    links = dict.fromkeys((model.told_by("owner"), "owner"))
    return Case(
        *(
            When(**{f"{start}{link}__is_active": True}, then=F(f"{start}{link}__{column}"))
            for link in links
        ),
        default=default if hasattr(default, "resolve_expression") else Value(default),
    )


def _name_of(model: type[Record]) -> str:
    """Name the column that names records of a kind: their own, or that of what they are about."""
    fields = {field.name for field in model._meta.fields}
    if "name" in fields:
        return "name"
    if "control" in fields:
        return "control__name"
    return model.told_by("name") if model.reached_by() else ""


def _day(value: Any) -> date | None:
    return days.day_of(value) if isinstance(value, datetime) else value


_CHECKS: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Let checks be looked at; called from the registration of the feature they belong to."""
    for check in checks:
        if _CHECKS.setdefault(check.code, check) is not check:
            raise ValueError(f"The check {check.code} is registered twice.")


def by_code(code: str) -> Check:
    """Return a check."""
    return _CHECKS[code]


def every() -> Sequence[Check]:
    """Return all checks, by code."""
    return [_CHECKS[code] for code in sorted(_CHECKS)]

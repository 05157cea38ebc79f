"""Checks: each names one point of one kind of record, declared beside that kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance import days
from records.actors import Actor
from records.addresses import page_of
from records.changing import following
from records.models import Record
from records.shapes import Text
from records.values import sentence

Level = Literal["breach", "late", "stale", "unsigned", "missing", "ending"]


@dataclass(frozen=True, kw_only=True)
class Within:
    """What is looked at: a record with all that hangs on it, a unit with all below it, or all.

    `day` is the organisation's day of the moment that is read; `needs` the right it is read by.
    """

    actor: Actor
    day: date
    subject: Record | None = None
    needs: str = "view"

    @property
    def is_unit(self) -> bool:
        """Say whether the subject is a unit, which stands for everything below it."""
        return self.subject is not None and type(self.subject).reach_field == "path"

    def records(self, model: type[Record]) -> Any:
        """Return the records of a kind that are looked at, archived ones left out."""
        found = model.objects.visible_to(self.actor, self.needs).current()
        subject = self.subject
        if subject is None:
            return found
        if self.is_unit:
            below = {f"{model.reach_field}__startswith": getattr(subject, "path", "")}
            return found.filter(**below)
        if isinstance(subject, model):
            return found.filter(pk=subject.pk)
        condition = hanging(model, type(subject))
        if condition is None:
            return found.none()
        # Apart, so that whoever hangs on it twice stands in the list once.
        keys = model._base_manager.filter(condition(subject)).values("pk")
        return found.filter(pk__in=keys)


type Hanging = Callable[[Record], Q]
_HANGING: dict[tuple[type[Record], type[Record]], Hanging] = {}


def hang(model: type[Record], *, on: type[Record], by: Hanging) -> None:
    """Let records of a kind be looked at with those of another that they neither follow nor name.

    `by` returns the condition that they hang on one record.
    """
    _HANGING[model, on] = by


_LEFT_OUT: list[tuple[type[Record], Callable[[Any], Text]]] = []


def leave_out[Kind: Record](model: type[Kind], says: Callable[[Kind], Text]) -> None:
    """Let `says` tell, in a sentence about `%(ref)s`, what is not looked at of a record of a kind.

    It gives nothing where all is looked at.
    """
    _LEFT_OUT.append((model, says))


def left_out(record: Record) -> list[Text]:
    """Return the sentences that tell what is not looked at of a record."""
    if record.is_archived:
        return [_("%(ref)s is archived: nothing is asked of it.")]
    told = [says(record) for model, says in _LEFT_OUT if isinstance(record, model)]
    return [sentence for sentence in told if sentence]


def hanging(model: type[Record], subject: type[Record]) -> Hanging | None:
    """Return the condition by which records of a kind hang on one of another; None if they do not.

    Whatever is reached through a record hangs on it, and so does what follows it to another unit.
    """
    if (model, subject) in _HANGING:
        return _HANGING[model, subject]
    links = [f"{name}_id" for other, name in following.reached_through(subject) if other is model]
    links += [one.by for one in following.of_kind(subject) if one.model is model]
    return (lambda record: Q(**{links[0]: record.pk})) if links else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that a check found: `says` is a full sentence, `who` and `unit` are references.

    `name` names the record, as far as its kind has names.
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
    both, so that a check costs the same few queries whatever it looks at. `finds` gives level and
    sentence for each value of the column `state`, or the only ones under "". Sentences are filled
    with the reference and with what `names` adds; `since` and `due` name columns.
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
    # Columns that tell a point, where rows repeat it; else each row is one.
    once: Sequence[str] = ()
    # What leads to the place where it is mended; else the page of the record.
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
        subject = within.subject
        if subject is None or within.is_unit or isinstance(subject, self.model):
            return True
        return hanging(self.model, type(subject)) is not None

    def count(self, found: Any) -> int:
        """Count the points that are looked at."""
        rows = found.order_by()
        return int((rows.values(*self.once).distinct() if self.once else rows).count())

    def find(self, found: Any, within: Within) -> Iterator[Gap]:
        """Tell what is not in order among what is looked at; one query."""
        rows = self.lacking(found, within).order_by(*self.once)
        seen = set()
        for row in rows.values(**self._columns()):
            key = tuple(row[f"told_once_{name}"] for name in self.once)
            if not key or key not in seen:
                seen.add(key)
                yield self._gap(row)

    def _columns(self) -> dict[str, Any]:
        model = self.told_of
        unit, owner = model.told_by("unit"), model.told_by("owner")
        of_record = {
            "ref": "ref",
            "unit": f"{unit}__ref",
            "unit_name": f"{unit}__name",
            "is_sample": f"{unit}__is_sample",
            "who": f"{owner}__ref",
            "who_name": f"{owner}__name",
        }
        if name := _name_of(model):
            of_record["name"] = name
        start = f"{self.through}__" if self.through else ""
        named: dict[str, Any] = dict(self.names)
        named |= {key: f"{start}{column}" for key, column in of_record.items()}
        optional = {"since": self.since, "due": self.due, "state": self.state}
        named |= {key: column for key, column in optional.items() if column}
        named |= {f"once_{name}": name for name in self.once}
        return {
            f"told_{key}": F(column) if isinstance(column, str) else column
            for key, column in named.items()
        }

    def _gap(self, values: Mapping[str, Any]) -> Gap:
        row = {key.removeprefix("told_"): value for key, value in values.items()}
        for key, words in self.words.items():
            row[key] = str(words.get(row[key], row[key]))
        level, says = self.finds[row.get("state", "")]
        return Gap(
            check=self.code,
            level=level,
            kind=self.told_of.kind_code(),
            ref=row["ref"],
            unit=row["unit"],
            who=row["who"] or "",
            says=str(says) % row,
            url=self.url(row) if self.url else page_of(self.told_of, "detail", row["ref"]),
            since=_day(row.get("since")),
            due=_day(row.get("due")),
            name=row.get("name") or "",
            unit_name=row["unit_name"],
            who_name=row["who_name"] or "",
            is_sample=row["is_sample"],
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

"""The figures as one JSON object, or as a table for people."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from ops.bench.budgets import BUDGETS, Budget, within
from ops.bench.yardstick import Yardstick
from records.ledger.canonical import JSON

VERDICTS = {True: "within", False: "OVER", None: ""}


@dataclass(frozen=True)
class Figure:
    """One measured value; `amount` counts what was worked on, `more` holds what belongs to it."""

    name: str
    value: float | None
    unit: str = ""
    amount: int = 0
    budget: Budget | None = None
    note: str = ""
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def allowed(self) -> Budget | None:
        """Return the budget the figure brings, else that of its name."""
        return self.budget or BUDGETS.get(self.name)


def missing(name: str, reason: str) -> Figure:
    """Stand for a figure that could not be had."""
    return Figure(name, None, note=f"could not be measured: {reason}")


def as_json(
    head: Mapping[str, object], figures: Sequence[Figure], yardstick: Yardstick
) -> dict[str, object]:
    """Return the report as plain values; `head` says on what was measured."""
    told = [_plain(figure, yardstick) for figure in figures]
    return {"yardstick": asdict(yardstick), **head, "figures": told}


def _plain(figure: Figure, yardstick: Yardstick) -> dict[str, object]:
    budget = figure.allowed
    told: dict[str, object] = {
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "amount": figure.amount,
        "budget": budget.limit if budget else None,
        "budget_amount": budget.amount if budget else None,
        "within_budget": within(figure.value, budget, figure.amount),
        "multiples": yardstick.multiples(figure.value, figure.unit),
    }
    return told | ({"note": figure.note} if figure.note else {}) | dict(figure.more)


def as_text(told: Mapping[str, JSON]) -> str:
    """Return a report, as `as_json` made it, as a table."""
    lines = [f"{name}: {_words(value)}" for name, value in told.items() if name != "figures"]
    width = max((len(each["name"]) for each in told["figures"]), default=0)
    lines += ["", *(_line(each, width) for each in told["figures"])]
    return "\n".join(lines)


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return str(value)


def _line(told: Mapping[str, JSON], width: int) -> str:
    name = told["name"].ljust(width)
    if told["value"] is None:
        return f"{name}  {told['note']}"
    limit = "" if told["budget"] is None else f"budget {told['budget']:g}"
    known = {"name", "value", "unit", "amount", "budget", "budget_amount", "within_budget", "note",
             "multiples"}  # fmt: skip
    times = ", ".join(f"{count:g} {what}" for what, count in told["multiples"].items())
    more = _words({key: value for key, value in told.items() if key not in known})
    ends = "  ".join(part for part in (times, more, told.get("note", "")) if part)
    verdict = VERDICTS[told["within_budget"]]
    return (
        f"{name}  {told['value']:>10g} {told['unit']:<5} {limit:<12} {verdict:<6}  {ends}".rstrip()
    )

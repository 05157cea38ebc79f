"""Plain values made into dataclasses by what these declare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest

from records.incoming.structure import structured


@dataclass(frozen=True)
class Wheel:
    size: int
    label: str


@dataclass(frozen=True)
class Cart:
    id: str
    wheels: tuple[Wheel, ...]
    made_on: date
    sold_on: date | None
    price: Decimal | None
    days: Mapping[str, date]
    is_new: bool
    colour: str = "red"


WHOLE = {
    "id": "c",
    "wheels": [{"size": 3, "label": "left", "left": "aside"}],
    "made_on": "2026-03-14",
    "sold_on": "2026-04-01",
    "price": 3.5,
    "days": {"first": "2026-01-02"},
    "is_new": True,
    "colour": "blue",
    "more": 1,
}


def test_values_become_what_the_fields_are():
    made = structured(Cart, WHOLE, id="given")

    assert made == Cart(
        id="given",
        wheels=(Wheel(3, "left"),),
        made_on=date(2026, 3, 14),
        sold_on=date(2026, 4, 1),
        price=Decimal("3.5"),
        days=MappingProxyType({"first": date(2026, 1, 2)}),
        is_new=True,
        colour="blue",
    )


def test_what_is_not_named_is_empty_or_as_declared():
    made = structured(Cart, {"made_on": "2026-03-14", "price": None})

    assert made == Cart("", (), date(2026, 3, 14), None, None, MappingProxyType({}), False, "red")


def test_a_field_that_cannot_be_empty_is_asked_for():
    with pytest.raises(TypeError, match="made_on"):
        structured(Cart, {"id": "c"})

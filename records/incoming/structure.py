"""Plain values that a schema has let pass, made into frozen dataclasses by what these declare."""

from collections import abc
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from types import MappingProxyType, NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from records.ledger.canonical import JSON

type Convert = Callable[[Any], Any]

# What a field is where the values do not name it and the dataclass says nothing else.
EMPTY: Mapping[object, object] = {
    str: "",
    bool: False,
    tuple: (),
    abc.Mapping: MappingProxyType({}),
}


def structured[Made](cls: type[Made], values: Mapping[str, JSON], **given: Any) -> Made:
    """Make a dataclass: each field from what is given, else from the values, else empty.

    Texts become days and decimals where the field is one, lists become tuples, and mappings
    become dataclasses. Keys that no field bears are left aside: the schema knows them.
    """
    made, wanted = dict(given), cast("Hashable", cls)
    for name, convert, empty in _fields(wanted):
        if name in made:
            continue
        if name in values:
            made[name] = convert(values[name])
        elif empty is not MISSING:
            made[name] = empty
    return cls(**made)


@cache
def _fields(cls: Any) -> tuple[tuple[str, Convert, Any], ...]:
    hints = get_type_hints(cls)
    return tuple((f.name, _convert(hints[f.name]), _empty(f, hints[f.name])) for f in fields(cls))


def _empty(field: Any, hint: object) -> object:
    if field.default is not MISSING or field.default_factory is not MISSING:
        return MISSING  # the dataclass fills it
    if NoneType in get_args(hint):
        return None
    return EMPTY.get(get_origin(hint) or hint, MISSING)


def _convert(hint: Any) -> Convert:
    origin, args = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (inner,) = (arg for arg in args if arg is not NoneType)
        return partial(_unless_none, _convert(inner))
    if origin is tuple:
        return partial(_each, _convert(args[0]))
    if origin is abc.Mapping:
        inner = _convert(args[1])
        return _same if inner is _same else partial(_by_key, inner)
    if hint is date:
        return date.fromisoformat
    if hint is Decimal:
        return _decimal
    return partial(_made, hint) if is_dataclass(hint) else _same


def _made(cls: Any, values: Mapping[str, JSON]) -> Any:
    return structured(cls, values)


def _unless_none(convert: Convert, value: Any) -> Any:
    return None if value is None else convert(value)


def _each(convert: Convert, values: Any) -> tuple[Any, ...]:
    return tuple(map(convert, values))


def _by_key(convert: Convert, values: Mapping[str, JSON]) -> Mapping[str, JSON]:
    return MappingProxyType({key: convert(value) for key, value in values.items()})


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _same(value: Any) -> Any:
    return value

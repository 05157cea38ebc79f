"""Other values that a column could hold, never one that counts as the same."""

import json
import random
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


def other(field: Any, value: Any, draw: random.Random) -> Any:
    """Return another value that the column could hold; never one that counts as the same."""
    kept = getattr(field, "target_field", field)
    for kind, change in _OTHERS:
        if isinstance(kept, kind):
            return change(kept, value, draw)
    raise TypeError(f"no change is known for {field}")


def _flag(_field: Any, value: Any, _draw: random.Random) -> Any:
    return not value


def _key(_field: Any, _value: Any, draw: random.Random) -> Any:
    return uuid.UUID(int=draw.getrandbits(128), version=4)


def _number(_field: Any, value: Any, draw: random.Random) -> Any:
    return (value or 0) + draw.choice((1, 2, 1000))


def _decimal(_field: Any, value: Any, _draw: random.Random) -> Any:
    return (value or Decimal(0)) + 1


def _moment(_field: Any, value: Any, draw: random.Random) -> Any:
    if value is None:
        return datetime(2026, 1, 1, tzinfo=UTC)
    return value + timedelta(microseconds=draw.choice((1, -1, 60_000_000)))


def _day(_field: Any, value: Any, draw: random.Random) -> Any:
    if value is None:
        return date(2026, 1, 1)
    return None if draw.random() < 0.2 else value + timedelta(days=draw.choice((1, -1, 365)))


def _json(_field: Any, value: Any, draw: random.Random) -> Any:
    mark = f"mutant{draw.randrange(1000)}"
    if isinstance(value, dict) and value and draw.random() < 0.5:
        name = draw.choice(sorted(value))
        return json.dumps({key: item for key, item in value.items() if key != name} | {mark: 1})
    if isinstance(value, list):
        return json.dumps([*value, mark])
    return json.dumps({mark: value})


def _array(_field: Any, value: Any, draw: random.Random) -> Any:
    return value[1:] if value and draw.random() < 0.5 else [*(value or []), "mutant"]


def _text(field: Any, value: Any, draw: random.Random) -> Any:
    if not value:
        return "m"
    if draw.random() < 0.2:
        return ""
    place = draw.randrange(len(value))
    letter = draw.choice([one for one in "mutant7é" if one != value[place]])
    changed = draw.choice(
        (
            value[:place] + letter + value[place + 1 :],
            value + letter,
            value[:place] + value[place + 1 :],
        )
    )
    limit = field.max_length
    return changed if limit is None or len(changed) <= limit else value[:-1]


_OTHERS: tuple[tuple[Any, Any], ...] = (
    (models.BooleanField, _flag),
    (models.UUIDField, _key),
    (models.IntegerField, _number),
    (models.DecimalField, _decimal),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.JSONField, _json),
    (ArrayField, _array),
    (models.CharField, _text),
    (models.TextField, _text),
)

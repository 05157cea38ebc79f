"""Canonical JSON against the rfc8785 package, and what it refuses."""

import hashlib
import json
import unicodedata
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from records.ledger.canonical import CanonicalError, canonical, commit, digest

TEXT = st.text(max_size=12).map(lambda text: unicodedata.normalize("NFC", text))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=25,
)


@given(VALUES)
def test_bytes_are_those_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_canonical_form_survives_parsing(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_keys_outside_the_basic_plane_sort_by_utf_16_units():
    value = {"\ufb00": 1, "\U0001f600": 2, "a": 3, "é": 4}

    assert canonical(value) == '{"a":3,"é":4,"\U0001f600":2,"\ufb00":1}'.encode()


MOMENT = datetime(2026, 3, 14, tzinfo=UTC)


class Kind(StrEnum):
    HIGH = "high"


class Level(IntEnum):
    TWO = 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            datetime(2026, 3, 14, 10, 0, 0, 5, timezone(timedelta(hours=1))),
            '"2026-03-14T09:00:00.000005Z"',
            id="moment in another zone",
        ),
        pytest.param(MOMENT, '"2026-03-14T00:00:00.000000Z"', id="utc"),
        pytest.param(datetime(99, 1, 1, tzinfo=UTC), '"0099-01-01T00:00:00.000000Z"', id="old"),
        pytest.param(date(2026, 3, 14), '"2026-03-14"', id="day"),
        pytest.param(
            UUID("0190AAAA-0000-7000-8000-000000000001"),
            f'"0190aaaa-{"0000-7000-8000-000000000001"}"',
            id="uuid",
        ),
        pytest.param(Decimal("1.50"), '"1.5"', id="decimal"),
        pytest.param(Decimal("1E+3"), '"1000"', id="decimal with exponent"),
        pytest.param(Decimal("-0.00"), '"0"', id="minus nothing"),
        pytest.param(Decimal("100"), '"100"', id="whole decimal"),
        pytest.param(Kind.HIGH, '"high"', id="text choice"),
        pytest.param(Level.TWO, "2", id="integer choice"),
        pytest.param((1, [None, True]), "[1,[null,true]]", id="tuple"),
        pytest.param(OrderedDict(b=1, a=2), '{"a":2,"b":1}', id="subclass of dict"),
        pytest.param("Ko\u0308ln", '"Köln"', id="decomposed text"),
        pytest.param({"o\u0308": 1}, '{"ö":1}', id="decomposed key"),
        pytest.param(2**53, "9007199254740992", id="largest integer"),
        pytest.param('\x7f\x1f"\\/\n', '"\x7f\\u001f\\"\\\\/\\n"', id="escapes"),
    ],
)
def test_values_are_converted(value, expected):
    assert canonical(value) == expected.encode()


def _nested(depth):
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "where"),
    [
        pytest.param({"a": [1, {"b": 1.5}]}, "$.a[1].b is a float", id="float"),
        pytest.param({"a": float("nan")}, "$.a is a float", id="not a number"),
        pytest.param(
            {"when": MOMENT.replace(tzinfo=None)}, "$.when is a time without a zone", id="naive"
        ),
        pytest.param([2**53 + 1], "$[0] is an integer beyond 2^53", id="too large"),
        pytest.param([-(2**53) - 1], "$[0] is an integer beyond 2^53", id="too small"),
        pytest.param({"a": {1: 2}}, "$.a has the key 1", id="key is no text"),
        pytest.param({"a": {None: 2}}, "$.a has the key None", id="key is nothing"),
        pytest.param({"a": "\ud800"}, "$.a holds half of a surrogate pair", id="surrogate"),
        pytest.param({"\udfff": 1}, "a key of $ holds half of a surrogate", id="surrogate key"),
        pytest.param({"a": b"x"}, "$.a is a bytes", id="bytes"),
        pytest.param({"a": {1, 2}}, "$.a is a set", id="set"),
        pytest.param(timedelta(1), "$ is a timedelta", id="duration"),
        pytest.param(Decimal("NaN"), "$ is the decimal NaN", id="decimal not a number"),
        pytest.param(Decimal("1E+101"), "$ is the decimal 1E+101", id="decimal too wide"),
        pytest.param({"ö": 1, "o\u0308": 2}, "$ holds the key 'ö' twice", id="equal keys"),
        pytest.param(_nested(66), "lies deeper than 64 levels", id="too deep"),
    ],
)
def test_refusals_say_where(value, where):
    with pytest.raises(CanonicalError) as refusal:
        canonical(value)

    assert where in str(refusal.value)


def test_64_levels_are_allowed():
    assert canonical(_nested(64)) == b"[" * 64 + b"1" + b"]" * 64


def test_digest_is_the_hash_of_the_bytes():
    assert digest({"b": 1, "a": "é"}) == hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()


def test_commitment_binds_salt_path_and_value():
    salt = bytes(range(16))

    assert commit(salt, "owner.name", "Ada") == (
        hashlib.sha256(salt + b"owner.name\0Ada").hexdigest()
    )
    assert commit(salt, "owner.name", "A\u0308da") == commit(salt, "owner.name", "Äda")


@pytest.mark.parametrize(
    ("salt", "path"), [(b"short", "name"), (bytes(16), "na\0me")], ids=["salt", "path"]
)
def test_commitment_refuses(salt, path):
    with pytest.raises(CanonicalError):
        commit(salt, path, "Ada")

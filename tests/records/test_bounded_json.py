"""JSON from outside: bounded before it is parsed, refused in a sentence."""

import time

import pytest

from records.api.bounded_json import DEEPEST, LARGEST, MOST_VALUES, JsonError, read_json


@pytest.mark.parametrize(
    ("data", "value"),
    [
        pytest.param(b'{"a": [1, -2.5, null, true, "\\u00fc"]}', {"a": [1, -2.5, None, True, "ü"]}),
        pytest.param(b'\xef\xbb\xbf"text"', "text"),
        pytest.param(b'{"a": "[[[[,,,,{{{{\\"[[["}', {"a": '[[[[,,,,{{{{"[[['}),
        pytest.param(b"[" * DEEPEST + b"]" * DEEPEST, None, id="as deep as may be"),
        pytest.param(str(2**53).encode(), 2**53),
    ],
)
def test_ordinary_json_is_read(data, value):
    read = read_json(data)

    assert value is None or read == value


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"[" * 20_000, "nested deeper than 32 levels", id="deep"),
        pytest.param(b'{"a":' * 33 + b"1" + b"}" * 33, "nested deeper than 32", id="deep objects"),
        pytest.param(b"[" + b"[]," * MOST_VALUES + b"[]]", "more than 50000 values", id="many"),
        pytest.param(b'"' + b"x" * LARGEST + b'"', "larger than 5 MiB", id="large"),
        pytest.param(b'{"a": 1, "a": 2}', "“a” stands twice", id="doubled key"),
        pytest.param(b"NaN", "NaN is no number of JSON", id="nan"),
        pytest.param(b"[-Infinity]", "-Infinity is no number of JSON", id="infinity"),
        pytest.param(b"1e999", "too large", id="too large for a fraction"),
        pytest.param(b"9" * 5_000, r"beyond 2\^53", id="digits"),
        pytest.param(str(2**53 + 1).encode(), r"beyond 2\^53", id="one too many"),
        pytest.param(b'{"a": ["\\ud800"]}', r"“a\[0\]” holds half of a surrogate", id="half"),
        pytest.param(b'{"a": "\\u0000"}', "“a” holds a zero character", id="zero"),
        pytest.param(b'{"\\u0000": 1}', "holds a zero character", id="zero in a key"),
        pytest.param(
            b'{"a": "x%s"}' % ("\u0301" * 31).encode(), "“a” has more than 30", id="marks"
        ),
        pytest.param(b"\xff", "Byte 1 is not UTF-8", id="bytes"),
        pytest.param('{"a": 1}'.encode("utf-16"), "is not UTF-8", id="utf-16"),
        pytest.param(b"", "This is not JSON", id="empty"),
        pytest.param(b'{"a": "', "This is not JSON: line 1", id="cut off"),
        pytest.param(b"]" * 100_000, "This is not JSON", id="closing only"),
    ],
)
def test_what_is_too_much_or_no_json_is_refused(data, sentence):
    with pytest.raises(JsonError, match=sentence):
        read_json(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * LARGEST, id="brackets"),
        pytest.param(b"[" + b'"",' * (LARGEST // 4), id="strings"),
        pytest.param(b'"' + b"\\\\" * (LARGEST // 2 - 2), id="escapes"),
        pytest.param(b'{"":' * (LARGEST // 5), id="keys"),
        pytest.param(b"1" * LARGEST, id="digits"),
    ],
)
def test_hostile_json_of_full_size_costs_little(data):
    began = time.perf_counter()

    with pytest.raises(JsonError):
        read_json(data)

    assert time.perf_counter() - began < 2

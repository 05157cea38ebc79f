"""What rows of times come to, what keeps a budget, and how it is told."""

import psycopg
import pytest
from django.db import connection

from ops.bench import yardstick
from ops.bench.budgets import Budget, within
from ops.bench.measuring import percentile, spread
from ops.bench.report import Figure, as_json, as_text, missing
from ops.bench.yardstick import Yardstick

# Such a machine adds up a million numbers in 50 ms.
PLAIN = Yardstick(python_loop_ms=50, empty_page_ms=0.2, committed_row_ms=4)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.001, 1)]
)
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(share, expected):
    assert percentile(range(100, 0, -1), share) == expected


def test_nothing_has_no_percentile():
    with pytest.raises(ValueError, match="percentile of nothing"):
        percentile([], 0.5)


def test_seconds_become_milliseconds_in_order():
    took = spread([0.004, 0.001, 0.002, 0.003])

    assert (took.count, took.p50, took.p95, took.max) == (4, 2.0, 4.0, 4.0)


@pytest.mark.parametrize(
    ("value", "amount", "expected"),
    [
        pytest.param(149, 5000, True, id="kept at the full amount"),
        pytest.param(151, 5000, False, id="broken at the full amount"),
        pytest.param(149, 300, None, id="less work shows nothing"),
        pytest.param(151, 300, False, id="broken by less work already"),
        pytest.param(None, 5000, None, id="not measured"),
    ],
)
def test_a_limit_is_kept_only_by_the_amount_it_speaks_of(value, amount, expected):
    assert within(value, Budget(150, 5000), amount) is expected


def test_a_rate_must_not_fall_below_its_limit():
    budget = Budget(120, is_lowest=True)

    assert (within(120, budget, 0), within(119, budget, 0)) == (True, False)


def test_a_figure_takes_the_budget_of_its_name():
    (told,) = as_json({}, [Figure("classify all under a new edition", 10.5, "s", 5000)], PLAIN)[
        "figures"
    ]

    assert (told["budget"], told["budget_amount"], told["within_budget"]) == (10, 5000, False)


def test_what_could_not_be_measured_is_told_with_its_reason():
    report = as_json({"scale": 60}, [missing("page: home, p95", "/ answered 404")], PLAIN)

    assert report["figures"][0]["value"] is None
    assert as_text(report).splitlines() == [
        "yardstick: python_loop_ms 50, empty_page_ms 0.2, committed_row_ms 4",
        "scale: 60",
        "",
        "page: home, p95  could not be measured: / answered 404",
    ]


def test_a_table_names_value_limit_and_verdict():
    report = as_json(
        {}, [Figure("import of a register", 16.0, "s", 2133, more={"added": 2133})], PLAIN
    )

    assert as_text(report).splitlines()[-1].split() == [
        *("import", "of", "a", "register", "16", "s"),
        *("budget", "15", "OVER"),
        *("320", "python_loops,", "80000", "empty_pages,", "4000", "committed_rows"),
        *("added", "2133"),
    ]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        pytest.param(100, "ms", (2, 500, 25), id="a time"),
        pytest.param(1, "s", (20, 5000, 250), id="a longer time"),
        pytest.param(100, "/s", (0.2, 50, 2.5), id="one piece of work of a rate"),
    ],
)
def test_a_time_or_rate_is_told_as_multiples_of_the_machine_s_own(value, unit, expected):
    told = PLAIN.multiples(value, unit)

    assert tuple(told.values()) == expected
    assert list(told) == ["python_loops", "empty_pages", "committed_rows"]


@pytest.mark.parametrize(("value", "unit"), [(300, "MiB"), (None, "s"), (0, "/s")])
def test_what_is_no_time_has_no_multiples(value, unit):
    assert PLAIN.multiples(value, unit) == {}


def test_the_yardstick_is_measured_and_leaves_nothing(settings, transactional_db):
    database = settings.DATABASES["default"]
    address = psycopg.conninfo.make_conninfo(
        host=database["HOST"], port=database["PORT"] or None, dbname=database["NAME"],
        user=database["USER"], password=database["PASSWORD"],
    )  # fmt: skip

    plain = yardstick.taken(address)

    assert min(plain.python_loop_ms, plain.empty_page_ms, plain.committed_row_ms) > 0
    assert "yardstick" not in connection.introspection.table_names()

"""A plugin for pytest that counts skipped tests as failed: pytest -p tests.no_skips.

Tests marked `optional` may be skipped: they need a program that nobody is asked to install.
"""

import pytest

WHY = "This run forbids skips, and this was skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn the skip of a test into a failure; an expected failure is none."""
    report = yield
    may_be = item.get_closest_marker("optional") or hasattr(report, "wasxfail")
    return _failed(report) if report.skipped and not may_be else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Turn the skip of a whole module into a failure."""
    report = yield
    return _failed(report) if report.skipped else report


def _failed(report):
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = WHY.format(reason=str(reason).removeprefix("Skipped: "))
    return report

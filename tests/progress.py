"""A plugin for pytest that says now and then how far the tests are, instead of a dot for each."""

import threading
import time

import pytest

EVERY_SECONDS = 15


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Speak where several processes run tests; with -v every test has a line already."""
    if config.getoption("numprocesses", None) and config.getoption("verbose") <= 0:
        reporter = config.pluginmanager.getplugin("terminalreporter")
        config.pluginmanager.register(Progress(reporter.write_line), "countersign-progress")


class Progress:
    """Count what has run, and tell it in a line every so often; a failure is told at once."""

    def __init__(self, tell, *, every=EVERY_SECONDS, clock=time.monotonic):
        self.tell = tell
        self.every = every
        self.clock = clock
        self.begun = clock()
        self.total = self.done = self.failed = 0
        self.over = threading.Event()

    def pytest_sessionstart(self):
        """Tell it by the clock: a long test must not look like a standstill."""
        threading.Thread(target=self._repeat, daemon=True).start()

    def pytest_sessionfinish(self):
        """Fall silent before the summary."""
        self.over.set()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        """Every process has collected the same tests."""
        self.total = len(ids)

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(self):
        """Count as ever, but print no dot."""
        category, _letter, _word = yield
        return category, "", ""

    def pytest_runtest_logreport(self, report):
        """Tell a failure at once, and the last test when it has run."""
        if report.failed:
            self.failed += 1
            self.tell(f"FAILED {report.nodeid} ({report.when})")
        if report.when == "teardown":
            self.done += 1
            if self.done == self.total:
                self.tell(self.line())

    def line(self):
        """Return how far the tests are, in per cent, in numbers and in time."""
        minutes, seconds = divmod(int(self.clock() - self.begun), 60)
        share = self.done * 100 // max(self.total, 1)
        failed = f", {self.failed} failed" if self.failed else ""
        told = f"{self.done} of {self.total} tests" if self.total else "looking for tests"
        return f"[{share:3}%] {told} after {minutes}:{seconds:02}{failed}"

    def _repeat(self):
        while not self.over.wait(self.every):
            self.tell(self.line())

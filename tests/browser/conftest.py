"""Chromium for the tests: a page that reports every breach of the content security policy."""

import os
import shutil

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests import sessions

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    # Preloading would write style elements of axe's own, which the policy rightly refuses.
    "preload": False,
    # To describe what is as it should be takes a quarter of the whole, and nobody reads it.
    "resultTypes": ["violations"],
}
AXE_RUN = "(options) => axe.run(options).then((told) => told.violations)"
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
  window.reportBreach(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));"""


def chromium():
    """Find Chromium, or say nothing."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="package")
def browser():
    """One Chromium for all tests of this folder that a process runs.

    Playwright's event loop runs until it is closed; tests that come after must not find it.
    """
    path = chromium()
    if path is None:
        pytest.skip("No Chromium is found: install it (apt install chromium) or set CHROMIUM.")
    # Playwright's own event loop makes Django refuse plain database calls in this thread.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def csp_reports():
    """Collect breaches of the content security policy; any of them fails the test at its end."""
    reports = []
    yield reports
    assert reports == []


@pytest.fixture
def context(browser, live_server, csp_reports):
    """A browser profile of its own, light and wide, whose pages report breaches."""
    profile = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1440, "height": 900},
        color_scheme="light",
    )
    profile.set_default_timeout(10_000)
    profile.expose_binding("reportBreach", lambda _source, text: csp_reports.append(text))
    profile.add_init_script(WATCH)
    yield profile
    profile.close()


@pytest.fixture
def page(context):
    """A page on which any uncaught error of a script fails the test."""
    errors = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []


@pytest.fixture
def signed_in(client, context, live_server):
    """Sign a person in without the form: signed_in(person)."""

    def sign_in(person):
        sessions.begin(client, person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])

    return sign_in


@pytest.fixture
def axe():
    """Name every finding of axe at level A and AA on a page: axe(page) == []."""

    def findings(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        violations = page.evaluate(AXE_RUN, AXE_OPTIONS)
        return [f"{found['id']}: {node['html']}" for found in violations for node in found["nodes"]]

    return findings
